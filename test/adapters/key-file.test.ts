import { createHmac } from 'node:crypto';
import { chmod, mkdtemp, readFile, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { KeyFile } from '../../lib/adapters/local/key-file.ts';

const aFolder = () => mkdtemp(join(tmpdir(), 'tributary-keys-'));

describe('a key file', () => {
  it('is made once, for its owner alone', async () => {
    const folder = await aFolder();

    const first = await (await KeyFile.open(folder)).derive('token/surname');
    const second = await (await KeyFile.open(folder)).derive('token/surname');

    expect(Buffer.from(second).equals(first)).toBe(true);
    expect((await stat(join(folder, 'v1.key'))).mode & 0o777).toBe(0o600);
  });

  it('derives the HMAC-SHA-256 of the label, as KMS GenerateMac does', async () => {
    const folder = await aFolder();
    const keys = await KeyFile.open(folder);
    const root = Buffer.from((await readFile(join(folder, 'v1.key'), 'utf8')).trim(), 'hex');

    const derived = await keys.derive('token/ssn');

    expect(Buffer.from(derived).toString('hex')).toBe(
      createHmac('sha256', root).update('token/ssn').digest('hex'),
    );
  });

  it('uses the highest version', async () => {
    const folder = await aFolder();
    for (const version of ['v2', 'v10'])
      await writeFile(join(folder, `${version}.key`), 'ab'.repeat(32), { mode: 0o600 });

    expect((await KeyFile.open(folder)).version).toBe('v10');
  });

  it('refuses a file that others can read', async () => {
    const folder = await aFolder();
    await KeyFile.open(folder);
    await chmod(join(folder, 'v1.key'), 0o644);

    await expect(KeyFile.open(folder)).rejects.toMatchObject({ code: 'KEY_FILE_UNSAFE', exitCode: 2 });
  });

  it('refuses a damaged file instead of making up a new key', async () => {
    const folder = await aFolder();
    await writeFile(join(folder, 'v1.key'), 'not a key', { mode: 0o600 });

    await expect(KeyFile.open(folder)).rejects.toMatchObject({ code: 'KEY_FILE_UNSAFE' });
  });
});
