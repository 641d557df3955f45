import { GenerateMacCommand, type KMSClient } from '@aws-sdk/client-kms';
import type { Keys } from '../../ports/keys.ts';
import { AwsRequestFailed } from './errors.ts';
import { toAwsFailure } from './failures.ts';

export interface KmsKeysSettings {
  readonly client: () => KMSClient;
  /** The HMAC key: its alias or ARN. */
  readonly keyId: string;
  /** Which key that is, e.g. `v1`. */
  readonly version: string;
}

/** `GenerateMac` with HMAC_SHA_256 gives so many. */
const BYTES = 32;

/**
 * Keys derived by KMS: the root key never leaves it, and each use is in CloudTrail. One call a label; what comes back
 * is held in the memory of this process only.
 */
export class KmsKeys implements Keys {
  readonly version: string;
  readonly #settings: KmsKeysSettings;
  readonly #derived = new Map<string, Promise<Uint8Array>>();

  constructor(settings: KmsKeysSettings) {
    this.version = settings.version;
    this.#settings = settings;
  }

  async derive(label: string): Promise<Uint8Array> {
    const known = this.#derived.get(label);
    if (known !== undefined) return known;
    const asked = this.#ask(label);
    this.#derived.set(label, asked);
    // A fault is not remembered: the next one who wants the label asks again.
    asked.catch(() => this.#derived.delete(label));
    return asked;
  }

  async #ask(label: string): Promise<Uint8Array> {
    const { client, keyId } = this.#settings;
    const command = new GenerateMacCommand({
      KeyId: keyId,
      MacAlgorithm: 'HMAC_SHA_256',
      Message: new TextEncoder().encode(label),
    });
    const { Mac } = await client()
      .send(command)
      .catch((error: unknown) => {
        throw toAwsFailure(error, 'kms:GenerateMac', `key ${keyId}`);
      });
    if (Mac?.length !== BYTES) throw new AwsRequestFailed('kms:GenerateMac', 'AnswerOfWrongLength');
    return Mac;
  }
}
