import { randomBytes } from 'node:crypto';
import { mkdir, open } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { FolderStore } from '../../adapters/local/folder-store.ts';
import { KeyFile } from '../../adapters/local/key-file.ts';
import {
  BudgetOverdrawn,
  type KeyedBytes,
  keyedStream,
  keyFileOf,
  type ProtectedTable,
  spendPrivacy,
  type TablePolicy,
} from '../../disclosure/protect.ts';
import { TableBudgetSpent } from '../errors.ts';

/** What the key of tables is used for, so that it makes no streams that another use makes. */
const PURPOSE = 'tributary protect/1';

/** Where chance comes from: a key that nobody else knows, in a file beside the policy. */
export interface Chance {
  readonly keyedBytes: KeyedBytes;
  readonly file: string;
  /** The key was not there and was made. */
  readonly made: boolean;
}

/** Opens the key that a policy draws chance from, making it where there is none. @returns null where it needs none. @throws KeyFileUnsafe */
export async function openChance(document: TablePolicy, policy: string): Promise<Chance | null> {
  const name = keyFileOf(document);
  if (name === null) return null;
  const file = resolve(dirname(policy), name);
  const made = await makeKey(file);
  const key = await KeyFile.at(file);
  return { keyedBytes: keyedStream(await key.derive(PURPOSE)), file, made };
}

async function makeKey(file: string): Promise<boolean> {
  await mkdir(dirname(file), { recursive: true });
  try {
    await using handle = await open(file, 'wx', 0o600);
    await handle.writeFile(`${randomBytes(32).toString('hex')}\n`);
    await handle.sync();
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false;
    throw error;
  }
}

/**
 * Charges the ledger beside the key, before anything noisy is written. The same table again is free: its noise is the
 * same.
 * @throws TableBudgetSpent
 */
export async function chargeBudget(
  document: TablePolicy,
  { altered }: ProtectedTable,
  chance: Chance | null,
): Promise<void> {
  const budget = document.policy.dp?.budget;
  if (budget === undefined || chance === null || altered?.how !== 'noisy') return;
  const ledger = new FolderStore(join(dirname(chance.file), `${basename(chance.file)}.ledger`));
  const { label, digest, guarantee } = altered;
  try {
    await spendPrivacy(ledger, [{ agency: 'tables', rho: budget }], {
      release: 'protect',
      indicator: label,
      digest,
      rho: guarantee.rho,
    });
  } catch (error) {
    if (!(error instanceof BudgetOverdrawn)) throw error;
    throw new TableBudgetSpent({ budget, asked: guarantee.rho }, error);
  }
}
