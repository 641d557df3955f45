import type { ObjectStore } from '../ports/object-store.ts';
import { NotInEncoding } from './encodings.ts';
import { readRecords } from './file-text.ts';
import type { Finding } from './finding.ts';
import { makeFinding } from './make-finding.ts';
import { guessFormat, unreadable } from './profile-file.ts';
import type { TextFormat } from './read-plan.ts';

/** A table that fits in memory, as it stands in its file. */
export interface WholeTable {
  /** Records with the number that a spreadsheet gives them; blank ones are left out. The first is the header. */
  readonly records: readonly { readonly row: number; readonly cells: readonly string[] }[];
}

/** Reads a small file whole, as forgivingly as deliveries are read. @returns what the file is if it is no table */
export async function readWhole(
  store: ObjectStore,
  key: string,
): Promise<{ readonly table: WholeTable } | { readonly finding: Finding }> {
  const guess = await guessFormat(store, key);
  if (!guess.known) return { finding: guess.finding };
  try {
    return await recordsOf(store, key, guess.format);
  } catch (error) {
    if (!(error instanceof NotInEncoding) || guess.format.encoding !== 'utf-8')
      return { finding: unreadable(error) };
  }
  try {
    return await recordsOf(store, key, { ...guess.format, encoding: 'windows-1252' });
  } catch (error) {
    return { finding: unreadable(error) };
  }
}

async function recordsOf(store: ObjectStore, key: string, format: TextFormat) {
  const records: { row: number; cells: readonly string[] }[] = [];
  let unbalanced: number | undefined;
  const traits = await readRecords({
    store,
    key,
    format,
    cells: true,
    onRecord: ({ row, blank, cells, unbalancedAt }) => {
      if (unbalancedAt !== undefined) unbalanced ??= row;
      if (!blank) records.push({ row, cells });
    },
  });
  if (!traits.open && unbalanced === undefined) return { table: { records } };
  const row = unbalanced ?? records.at(-1)?.row ?? 1;
  const finding = makeFinding('quote_never_closed', {
    message: `In row ${row} a quotation mark is opened and never closed.`,
    rows: [row],
  });
  return { finding };
}
