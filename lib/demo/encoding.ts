import { Buffer } from 'node:buffer';
import { gzipSync } from 'node:zlib';
import { withoutMarks } from './defects.ts';

/** How an agency's program writes a file. */
export interface FileFormat {
  readonly delimiter: ',' | ';' | '\t' | '|';
  readonly encoding: 'utf-8' | 'utf-8 with BOM' | 'windows-1252' | 'utf-16 little-endian with BOM';
  readonly newline: '\n' | '\r\n';
  /** Every value in quotes, or only those that need them. */
  readonly quotes: 'all' | 'needed';
  readonly gzip: boolean;
}

const ROWS_A_CHUNK = 2000;

/** A file's bytes, some thousand rows at a time (a compressed file comes whole). */
export function* encodeFile(format: FileFormat, rows: Iterable<readonly string[]>): Generator<Uint8Array> {
  if (format.gzip) {
    yield gzipSync(Buffer.concat([...encodeFile({ ...format, gzip: false }, rows)]), { level: 6 });
    return;
  }
  if (format.encoding === 'utf-8 with BOM') yield Uint8Array.of(0xef, 0xbb, 0xbf);
  if (format.encoding === 'utf-16 little-endian with BOM') yield Uint8Array.of(0xff, 0xfe);
  let lines: string[] = [];
  for (const row of rows) {
    lines.push(row.map((value) => quote(format, value)).join(format.delimiter) + format.newline);
    if (lines.length === ROWS_A_CHUNK) {
      yield encodeText(format.encoding, lines.join(''));
      lines = [];
    }
  }
  yield encodeText(format.encoding, lines.join(''));
}

function quote({ delimiter, quotes }: FileFormat, value: string): string {
  const needed = value.includes(delimiter) || /["\r\n]/u.test(value) || value !== value.trim();
  return needed || quotes === 'all' ? `"${value.replaceAll('"', '""')}"` : value;
}

function encodeText(encoding: FileFormat['encoding'], text: string): Uint8Array {
  switch (encoding) {
    case 'windows-1252':
      return Buffer.from(toLatin(text), 'latin1');
    case 'utf-16 little-endian with BOM':
      return Buffer.from(text, 'utf16le');
    default:
      return Buffer.from(text, 'utf8');
  }
}

/** The letters that Windows-1252 has between 0x80 and 0x9f, of those that our names use. */
const BETWEEN: ReadonlyMap<string, string> = new Map([
  ['Š', '\u008a'],
  ['š', '\u009a'],
  ['Ž', '\u008e'],
  ['ž', '\u009e'],
  ['’', '\u0092'],
]);

/** What the code page lacks loses its mark, as old programs do it. */
function toLatin(text: string): string {
  return text.replace(/\P{ASCII}/gu, (letter) => {
    if (letter.charCodeAt(0) < 0x100) return letter;
    const between = BETWEEN.get(letter);
    if (between !== undefined) return between;
    const plain = withoutMarks(letter);
    return plain.charCodeAt(0) < 0x100 && plain.length === 1 ? plain : '?';
  });
}
