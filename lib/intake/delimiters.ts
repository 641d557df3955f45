import { type Contract, normalisedHeader } from '../workspace/workspace.ts';
import { columnsByHeader } from './column-names.ts';
import { CsvScanner, RecordTooLong } from './csv-scanner.ts';
import { DELIMITERS, type Delimiter } from './read-plan.ts';

const HIDDEN_LINE = /^"?sep=([,;\t|])"?[\t ]*(?:\r\n|\r|\n)/i;
const RECORDS_TRIED = 50;

/** A line `sep=;` at the start, which spreadsheets write to themselves and do not count. */
export function hiddenDelimiter(sample: string): Delimiter | undefined {
  const found = HIDDEN_LINE.exec(sample)?.[1];
  return DELIMITERS.find((delimiter) => delimiter === found);
}

/** The first records of a sample under a delimiter; the last one may be cut and is left out unless it is alone. */
export function sampleRecords(sample: string, delimiter: Delimiter): readonly (readonly string[])[] {
  const records: (readonly string[])[] = [];
  const scanner = new CsvScanner(delimiter, { cells: true }, (record) => {
    if (!record.blank && records.length <= RECORDS_TRIED) records.push([...record.cells]);
  });
  try {
    scanner.push(sample);
  } catch (error) {
    if (!(error instanceof RecordTooLong)) throw error;
  }
  if (records.length === 0) scanner.end();
  return records;
}

/**
 * The delimiter under which the sample's header names most columns of the contract; where that decides nothing,
 * the one that divides most rows into as many fields as the header, then the one with most fields.
 */
export function guessDelimiter(sample: string, contract?: Contract): Delimiter {
  const known = contract === undefined ? new Map() : columnsByHeader(contract);
  const scored = DELIMITERS.map((delimiter) => {
    const records = sampleRecords(sample, delimiter);
    const width = records[0]?.length ?? 0;
    const named = Math.max(
      0,
      ...records.map((cells) => cells.filter((cell) => known.has(normalisedHeader(cell))).length),
    );
    const even = width < 2 ? 0 : records.filter((cells) => cells.length === width).length;
    return { delimiter, score: [named, even, width] as const };
  });
  const best = scored.toSorted((left, right) => {
    const first = [0, 1, 2] as const;
    return first.map((at) => right.score[at] - left.score[at]).find((difference) => difference !== 0) ?? 0;
  });
  return best[0]?.delimiter ?? ',';
}
