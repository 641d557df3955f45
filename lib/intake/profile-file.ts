import type { ObjectStore } from '../ports/object-store.ts';
import type { Contract } from '../workspace/model.ts';
import { LONGEST_RECORD, RecordTooLong, type TextTraits } from './csv-scanner.ts';
import { guessDelimiter, hiddenDelimiter, sampleRecords } from './delimiters.ts';
import { decodeSample, type Encoding, NotInEncoding } from './encodings.ts';
import { BINARY, type FileKind, isGzip, kindOfBytes, kindOfText, NESTED } from './file-kinds.ts';
import { firstBytes, NotText, readRecords, unpackedBytes } from './file-text.ts';
import type { Finding } from './finding.ts';
import { matchHeader } from './header.ts';
import { InflateFailed } from './inflate.ts';
import { countOf, makeFinding } from './make-finding.ts';
import type { ReadPlan, TextFormat } from './read-plan.ts';

/** What a file turned out to be: readable as a table of this contract, or why not. */
export type Profile =
  | { readonly readable: true; readonly plan: ReadPlan; readonly findings: readonly Finding[] }
  | { readonly readable: false; readonly findings: readonly Finding[] };

/** A file, seen without a contract: how it is written and its first rows. */
export type FormatGuess =
  | { readonly known: true; readonly format: TextFormat; readonly records: readonly (readonly string[])[] }
  | { readonly known: false; readonly finding: Finding };

const SAMPLE_BYTES = 65_536;

/**
 * Finds out what a file is from its bytes alone, never from its name, by reading it once.
 * @param contract decides which delimiter and which columns are meant
 */
export async function profileFile(store: ObjectStore, key: string, contract: Contract): Promise<Profile> {
  const guess = await guessFormat(store, key, contract);
  if (!guess.known) return { readable: false, findings: [guess.finding] };
  try {
    const { format, scan, fellBack } = await scanAs(store, key, guess.format);
    return profileOf(scan, format, fellBack, contract, guess.records);
  } catch (error) {
    return { readable: false, findings: [unreadable(error)] };
  }
}

/** How a file is packed, written and divided, from its first bytes. */
export async function guessFormat(
  store: ObjectStore,
  key: string,
  contract?: Contract,
): Promise<FormatGuess> {
  try {
    const packed = await firstBytes(store.read(key), SAMPLE_BYTES);
    const compression = isGzip(packed) ? 'gzip' : 'none';
    const sample =
      compression === 'gzip' ? await firstBytes(unpackedBytes(store, key, 'gzip'), SAMPLE_BYTES) : packed;
    const { encoding, text } = decodeSample(sample);
    const kind = refusedKind(sample, text, compression === 'gzip');
    if (kind !== undefined) return { known: false, finding: notATable(kind) };
    if (text.trim() === '')
      return { known: false, finding: makeFinding('file_empty', { message: 'The file is empty.' }) };
    const hidden = hiddenDelimiter(text);
    const visible = hidden === undefined ? text : text.replace(/^[^\r\n]*(?:\r\n|\r|\n)/, '');
    const delimiter = hidden ?? guessDelimiter(visible, contract);
    return {
      known: true,
      format: { compression, encoding, delimiter, hiddenLines: hidden === undefined ? 0 : 1 },
      records: sampleRecords(visible, delimiter),
    };
  } catch (error) {
    return { known: false, finding: unreadable(error) };
  }
}

function refusedKind(sample: Uint8Array, text: string, unpacked: boolean): FileKind | undefined {
  if (unpacked && isGzip(sample)) return NESTED;
  return kindOfBytes(sample) ?? (text.includes('\0') ? BINARY : kindOfText(text));
}

interface Scan {
  readonly traits: TextTraits;
  readonly header: readonly string[];
  readonly headerRow: number;
  readonly rows: number;
  readonly blankRows: number;
  /** Rows whose number of fields is not the header's, or whose quotes are out of step. */
  readonly flawedRows: number;
  readonly lastRow: { readonly row: number; readonly line: number; readonly endLine: number };
}

/** Scans the whole file; where a byte shows that it is no UTF-8 after all, once more as Windows-1252. */
async function scanAs(store: ObjectStore, key: string, format: TextFormat) {
  try {
    return { format, scan: await scanFile(store, key, format), fellBack: format.encoding === 'windows-1252' };
  } catch (error) {
    if (!(error instanceof NotInEncoding) || format.encoding !== 'utf-8') throw error;
    const other = { ...format, encoding: 'windows-1252' satisfies Encoding } as const;
    return { format: other, scan: await scanFile(store, key, other), fellBack: true };
  }
}

async function scanFile(store: ObjectStore, key: string, format: TextFormat): Promise<Scan> {
  const header = await readHeader(store, key, format);
  let rows = 0;
  let blankRows = 0;
  let flawedRows = 0;
  let lastRow = { row: 1, line: 1, endLine: 1 };
  const traits = await readRecords({
    store,
    key,
    format,
    cells: false,
    onRecord: (record) => {
      lastRow = { row: record.row, line: record.line, endLine: record.endLine };
      if (record.row <= header.row) return;
      if (record.blank) {
        blankRows += 1;
        return;
      }
      rows += 1;
      if (record.fields !== header.cells.length || record.unbalancedAt !== undefined) flawedRows += 1;
    },
  });
  return { traits, header: header.cells, headerRow: header.row, rows, blankRows, flawedRows, lastRow };
}

/** The first row that is not blank; fields without a name at its end are no columns. */
async function readHeader(store: ObjectStore, key: string, format: TextFormat) {
  let header: { readonly row: number; readonly cells: readonly string[] } | undefined;
  await readRecords({
    store,
    key,
    format,
    cells: true,
    onRecord: (record) => {
      if (!record.blank) header ??= { row: record.row, cells: [...record.cells] };
    },
    between: async () => header !== undefined,
  });
  return header ?? { row: 1, cells: [''] };
}

function profileOf(
  scan: Scan,
  format: TextFormat,
  fellBack: boolean,
  contract: Contract,
  sample: readonly (readonly string[])[],
): Profile {
  const { traits, header, rows, blankRows } = scan;
  if (traits.open && scan.lastRow.endLine > scan.lastRow.line) {
    return { readable: false, findings: [quoteNeverClosed(scan.lastRow.row, scan.lastRow.line)] };
  }
  const match = matchHeader(header, contract, sample.slice(1, 11));
  const findings = [
    ...match.findings,
    ...(fellBack
      ? [makeFinding('encoding_fallback', { message: 'The file is not UTF-8; it was read as Windows-1252.' })]
      : []),
    ...(blankRows > 0
      ? [
          makeFinding('rows_blank', {
            message: `${countOf(blankRows, 'row')} without any value passed over.`,
            count: blankRows,
          }),
        ]
      : []),
    ...(rows === 0 && match.columns.length > 0
      ? [makeFinding('no_rows', { message: 'The file has a header and no rows.' })]
      : []),
  ];
  if (findings.some(({ severity }) => severity === 'fatal')) return { readable: false, findings };
  const native =
    format.encoding === 'utf-8' &&
    format.hiddenLines === 0 &&
    scan.headerRow === 1 &&
    blankRows === 0 &&
    scan.flawedRows === 0 &&
    !traits.strayQuotes &&
    !traits.open &&
    !traits.cr &&
    traits.lf !== traits.crlf &&
    header.length > 1 &&
    traits.longestRecord < LONGEST_RECORD;
  const plan: ReadPlan = {
    format,
    width: header.length,
    named: header.findLastIndex((name) => name !== '') + 1,
    headerRow: scan.headerRow,
    columns: [...match.columns],
    rows,
    blankRows,
    native,
    quotedBreaks: traits.quotedBreaks,
    padded: traits.padded,
  };
  return { readable: true, plan, findings };
}

function notATable(kind: FileKind): Finding {
  return makeFinding('file_not_a_table', {
    message: `This is ${kind.is}, not a CSV file.`,
    remedy: kind.remedy,
  });
}

function quoteNeverClosed(row: number, line: number): Finding {
  return makeFinding('quote_never_closed', {
    message: `In row ${row} (line ${line} of the file) a quotation mark is opened and never closed.`,
    rows: [row],
  });
}

/** What stopped the reading, as a finding. @throws what is none of the sender's doing */
export function unreadable(error: unknown): Finding {
  if (error instanceof InflateFailed) {
    const { problem } = error;
    if (problem === 'truncated')
      return makeFinding('file_truncated', { message: 'The gzip file ends before its end.' });
    if (problem === 'damaged')
      return makeFinding('file_damaged', { message: 'The gzip file is damaged and cannot be unpacked.' });
    return makeFinding('file_unpacks_too_large', {
      message: 'The gzip file unpacks to far more than its size allows for a table.',
    });
  }
  if (error instanceof RecordTooLong) {
    return error.quoted
      ? quoteNeverClosed(error.row, error.line)
      : makeFinding('row_too_long', {
          message: `Row ${error.row} (line ${error.line} of the file) is longer than a million characters.`,
          rows: [error.row],
        });
  }
  if (error instanceof NotText) return notATable(BINARY);
  if (error instanceof NotInEncoding) {
    return makeFinding('encoding_unknown', {
      message: 'The text is neither UTF-8, UTF-16 nor Windows-1252.',
    });
  }
  throw error;
}
