import { GenerateMacCommand, KMSClient } from '@aws-sdk/client-kms';
import { mockClient } from 'aws-sdk-client-mock';
import { beforeEach, describe, expect, it } from 'vitest';
import { KmsKeys } from '../../../lib/adapters/aws/kms-keys.ts';
import { serviceError } from './failing.ts';

const kms = mockClient(KMSClient);
const MAC = new Uint8Array(32).fill(7);

const someKeys = () =>
  new KmsKeys({
    client: () => new KMSClient({ region: 'us-east-1' }),
    keyId: 'alias/tributary-county-hmac-v2',
    version: 'v2',
  });

beforeEach(() => {
  kms.reset();
});

describe('keys of KMS, as KMS is asked', () => {
  it('are the HMAC-SHA-256 of the label under the root key', async () => {
    kms.on(GenerateMacCommand).resolves({ Mac: MAC });

    const derived = await someKeys().derive('token/surname');

    expect(derived).toEqual(MAC);
    expect(kms.commandCalls(GenerateMacCommand).map(({ args }) => args[0].input)).toEqual([
      {
        KeyId: 'alias/tributary-county-hmac-v2',
        MacAlgorithm: 'HMAC_SHA_256',
        Message: new TextEncoder().encode('token/surname'),
      },
    ]);
  });

  it('cost one call a label, however often and by how many at once it is asked for', async () => {
    kms.on(GenerateMacCommand).resolves({ Mac: MAC });
    const keys = someKeys();

    await Promise.all(['a', 'b', 'a', 'a'].map((label) => keys.derive(label)));
    await keys.derive('b');

    expect(kms.commandCalls(GenerateMacCommand)).toHaveLength(2);
  });

  it('are asked for again where KMS failed', async () => {
    kms.on(GenerateMacCommand).rejectsOnce(serviceError('KMSInternalException', 500)).resolves({ Mac: MAC });
    const keys = someKeys();

    await expect(keys.derive('a')).rejects.toMatchObject({ code: 'AWS_REQUEST_FAILED' });

    await expect(keys.derive('a')).resolves.toEqual(MAC);
  });

  it('say that the role may not use the root key', async () => {
    kms.on(GenerateMacCommand).rejects(serviceError('AccessDeniedException', 400, 'not authorized'));

    await expect(someKeys().derive('a')).rejects.toMatchObject({
      code: 'ACCESS_REFUSED',
      message: expect.stringContaining('kms:GenerateMac on key alias/tributary-county-hmac-v2'),
    });
  });

  it('say that the root key is disabled', async () => {
    kms.on(GenerateMacCommand).rejects(serviceError('DisabledException', 400));

    await expect(someKeys().derive('a')).rejects.toMatchObject({
      message: expect.stringContaining('kms:GenerateMac failed (DisabledException)'),
    });
  });

  it('are never shorter than they must be', async () => {
    kms.on(GenerateMacCommand).resolves({ Mac: new Uint8Array(20) });

    await expect(someKeys().derive('a')).rejects.toMatchObject({ code: 'AWS_REQUEST_FAILED' });
  });
});
