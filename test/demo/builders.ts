import { Buffer } from 'node:buffer';
import { gunzipSync } from 'node:zlib';
import { makeCounty } from '../../lib/demo/county.ts';

/** Every file of a county, whole, by path. */
export function filesOf(people: number, seed: string): ReadonlyMap<string, Buffer> {
  const files = new Map<string, Buffer>();
  for (const { path, chunks } of makeCounty({ people, seed }).files)
    files.set(path, Buffer.concat([...chunks]));
  return files;
}

/** A file's text, whatever it was packed in. */
export function textOf(bytes: Buffer | undefined): string {
  if (bytes === undefined) throw new Error('There is no such file.');
  if (bytes[0] === 0x1f && bytes[1] === 0x8b) return textOf(gunzipSync(bytes));
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return bytes.toString('utf16le').slice(1);
  if (bytes[0] === 0xef && bytes[1] === 0xbb) return bytes.toString('utf8').slice(1);
  const text = bytes.toString('utf8');
  return text.includes('\ufffd') ? bytes.toString('latin1') : text;
}

/** The rows of a delimited text by header; the reader is the test's own, so that the product's is not taken on trust. */
export function rowsOf(text: string, delimiter = ','): readonly ReadonlyMap<string, string>[] {
  const [headers = [], ...rows] = cellsOf(text, delimiter);
  return rows.map(
    (row) => new Map(headers.map((header, place) => [header.trim(), (row[place] ?? '').trim()])),
  );
}

function cellsOf(text: string, delimiter: string): readonly (readonly string[])[] {
  const rows: string[][] = [[]];
  let cell = '';
  let quoted = false;
  for (let at = 0; at < text.length; at += 1) {
    const letter = text.charAt(at);
    if (quoted) {
      if (letter !== '"') cell += letter;
      else if (text.charAt(at + 1) === '"') {
        cell += letter;
        at += 1;
      } else quoted = false;
    } else if (letter === '"') quoted = true;
    else if (letter === delimiter || letter === '\n') {
      rows.at(-1)?.push(cell.replace(/\r$/u, ''));
      cell = '';
      if (letter === '\n') rows.push([]);
    } else cell += letter;
  }
  return rows.filter((row) => row.length > 0);
}
