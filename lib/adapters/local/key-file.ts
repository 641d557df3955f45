import { createHmac, randomBytes } from 'node:crypto';
import { mkdir, open, readdir, readFile, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { KeyFileUnsafe } from '../../errors/state-errors.ts';
import type { Keys } from '../../ports/keys.ts';

const NAME = /^v([1-9]\d*)\.key$/;

/**
 * The root key in a file `v<n>.key` of mode 600, hexadecimal; the highest n is in force. Derivation is
 * HMAC-SHA-256 of the label, which is what KMS `GenerateMac` computes.
 */
export class KeyFile implements Keys {
  readonly version: string;
  readonly #root: Buffer;

  private constructor(version: string, root: Buffer) {
    this.version = version;
    this.#root = root;
  }

  /** Opens the newest key of the folder, making the first where there is none. @throws KeyFileUnsafe */
  static async open(folder: string): Promise<KeyFile> {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    const newest = await newestIn(folder);
    if (newest === 0) await writeNewKey(join(folder, 'v1.key'));
    const version = `v${newest === 0 ? 1 : newest}`;
    return new KeyFile(version, await readKey(join(folder, `${version}.key`), `${version}.key`));
  }

  /** Makes the next key of the folder, which is in force from then on; the others stay. @returns its version */
  static async makeNext(folder: string): Promise<string> {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    const version = `v${(await newestIn(folder)) + 1}`;
    await writeNewKey(join(folder, `${version}.key`));
    return version;
  }

  /** Opens one key file, wherever it lies. @throws KeyFileUnsafe */
  static async at(path: string): Promise<KeyFile> {
    return new KeyFile(basename(path), await readKey(path, basename(path)));
  }

  async derive(label: string): Promise<Uint8Array> {
    return createHmac('sha256', this.#root).update(label, 'utf8').digest();
  }
}

/** The highest number of a key; 0 where there is none. */
async function newestIn(folder: string): Promise<number> {
  return Math.max(0, ...(await readdir(folder)).map((name) => Number(NAME.exec(name)?.[1] ?? 0)));
}

async function writeNewKey(path: string): Promise<void> {
  const file = await open(path, 'wx', 0o600);
  try {
    await file.writeFile(`${randomBytes(32).toString('hex')}\n`);
    await file.sync();
  } finally {
    await file.close();
  }
}

async function readKey(path: string, name: string): Promise<Buffer> {
  const { mode } = await stat(path);
  if (process.platform !== 'win32' && (mode & 0o077) !== 0) throw new KeyFileUnsafe(name, 'mode');
  const text = (await readFile(path, 'utf8')).trim();
  if (!/^[0-9a-f]{64}$/i.test(text)) throw new KeyFileUnsafe(name, 'content');
  return Buffer.from(text, 'hex');
}
