import { z } from 'zod';
import { ENCODINGS } from './encodings.ts';

export const DELIMITERS = [',', ';', '\t', '|'] as const;
export type Delimiter = (typeof DELIMITERS)[number];

/** How the text of a file is packed, written and divided. */
export const TextFormat = z.strictObject({
  compression: z.enum(['none', 'gzip']),
  encoding: z.enum(ENCODINGS),
  delimiter: z.enum(DELIMITERS),
  /** Lines `sep=;` before the header, which spreadsheets write and do not show. */
  hiddenLines: z.int().nonnegative(),
});
export type TextFormat = z.infer<typeof TextFormat>;

/** A column of the contract that the file has. */
export const FoundColumn = z.strictObject({
  /** As the contract calls it. */
  name: z.string(),
  /** As the agency's file calls it. Never a value: it is a name or an alias of the contract. */
  header: z.string(),
  /** Which field of a row, from 0. */
  at: z.int().nonnegative(),
});
export type FoundColumn = z.infer<typeof FoundColumn>;

/** How to read one delivered file: what each step needs to read it again in the same way. Holds no value. */
export const ReadPlan = z.strictObject({
  format: TextFormat,
  /** Fields of the header as it is written. */
  width: z.int().positive(),
  /** Fields of the header up to the last that has a name; what stands beyond must be empty. */
  named: z.int().positive(),
  /** The row of the header, as a spreadsheet shows it. */
  headerRow: z.int().positive(),
  /** In the order of the contract. */
  columns: z.array(FoundColumn),
  /** Rows that are not blank, the header left out. */
  rows: z.int().nonnegative(),
  /** Rows without any value, which are no rows. */
  blankRows: z.int().nonnegative(),
  /** The engine's own CSV reader gives the same rows: whole rows, plain quotes, UTF-8. Else the scanner reads it. */
  native: z.boolean(),
  /** Some field holds a line break: the engine then reads in one thread, which cannot mistake it for a new row. */
  quotedBreaks: z.boolean(),
  /** Some field has blanks at its edges. */
  padded: z.boolean(),
  /** Nobody in the file is born later; years of two digits are read by it. */
  bornBy: z.iso.date().exactOptional(),
});
export type ReadPlan = z.infer<typeof ReadPlan>;
