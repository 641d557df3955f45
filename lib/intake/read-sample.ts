import type { ObjectStore } from '../ports/object-store.ts';
import { NotInEncoding } from './encodings.ts';
import { readRecords } from './file-text.ts';
import type { Finding } from './finding.ts';
import { guessFormat, unreadable } from './profile-file.ts';
import type { TextFormat } from './read-plan.ts';

/** The beginning of a file, column by column, for drafting a contract. Values may identify people: never print them. */
export interface Sample {
  readonly headers: readonly string[];
  /** One list a header; an empty text where a row has nothing there. */
  readonly values: readonly (readonly string[])[];
  readonly format: TextFormat;
}

const ROWS_SAMPLED = 5000;

/** @returns the sample, or what the file is if it is no table */
export async function readSample(
  store: ObjectStore,
  key: string,
  rows = ROWS_SAMPLED,
): Promise<{ readonly sample: Sample } | { readonly finding: Finding }> {
  const guess = await guessFormat(store, key);
  if (!guess.known) return { finding: guess.finding };
  try {
    return { sample: await sampleOf(store, key, guess.format, rows) };
  } catch (error) {
    if (error instanceof NotInEncoding && guess.format.encoding === 'utf-8') {
      return sampleAs1252(store, key, guess.format, rows);
    }
    return { finding: unreadable(error) };
  }
}

async function sampleAs1252(store: ObjectStore, key: string, format: TextFormat, rows: number) {
  try {
    return { sample: await sampleOf(store, key, { ...format, encoding: 'windows-1252' }, rows) };
  } catch (error) {
    return { finding: unreadable(error) };
  }
}

async function sampleOf(store: ObjectStore, key: string, format: TextFormat, rows: number): Promise<Sample> {
  const records: (readonly string[])[] = [];
  await readRecords({
    store,
    key,
    format,
    cells: true,
    onRecord: (record) => {
      if (!record.blank && records.length <= rows) records.push([...record.cells]);
    },
    between: async () => records.length > rows,
  });
  const [headers = [], ...body] = records;
  return { headers, values: headers.map((_, at) => body.map((cells) => cells[at] ?? '')), format };
}
