import { CreateAliasCommand, CreateKeyCommand } from '@aws-sdk/client-kms';
import { describe, expect, it } from 'vitest';
import { KmsKeys } from '../../../lib/adapters/aws/kms-keys.ts';
import { describeKeys } from '../../conformance/keys.ts';
import { freshNames, testClients } from './places.ts';

const keyId = freshNames().hmacKeyAlias('v3');
const client = testClients().kms;
const made = (async () => {
  const { KeyMetadata } = await client().send(
    new CreateKeyCommand({ KeySpec: 'HMAC_256', KeyUsage: 'GENERATE_VERIFY_MAC' }),
  );
  await client().send(new CreateAliasCommand({ AliasName: keyId, TargetKeyId: KeyMetadata?.KeyId }));
})();

describeKeys('KMS', async () => {
  await made;
  return new KmsKeys({ client, keyId, version: 'v3' });
});

describe('keys of KMS', () => {
  it('tell which request failed where the key is none for codes', async () => {
    const { KeyMetadata } = await client().send(new CreateKeyCommand({}));
    const keys = new KmsKeys({ client, keyId: KeyMetadata?.KeyId ?? '', version: 'v1' });

    await expect(keys.derive('token/surname')).rejects.toMatchObject({
      code: 'AWS_REQUEST_FAILED',
      message: expect.stringContaining('kms:GenerateMac'),
    });
  });
});
