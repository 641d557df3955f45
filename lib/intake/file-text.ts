import type { ObjectStore } from '../ports/object-store.ts';
import { CsvScanner, type ScannedRecord, type TextTraits } from './csv-scanner.ts';
import { decodeText } from './encodings.ts';
import { inflate } from './inflate.ts';
import type { TextFormat } from './read-plan.ts';

/** The text holds a zero character, which no table has. */
export class NotText extends Error {}

/** The bytes of a delivered file, unpacked. @throws InflateFailed */
export function unpackedBytes(
  store: ObjectStore,
  key: string,
  compression: TextFormat['compression'],
): AsyncIterable<Uint8Array> {
  const packed = store.read(key);
  return compression === 'gzip' ? inflate(packed) : packed;
}

/** At most `bytes` from the start. */
export async function firstBytes(chunks: AsyncIterable<Uint8Array>, bytes: number): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of chunks) {
    parts.push(chunk);
    length += chunk.length;
    if (length >= bytes) break;
  }
  return Buffer.concat(parts).subarray(0, bytes);
}

export interface RecordReading {
  readonly store: ObjectStore;
  readonly key: string;
  readonly format: TextFormat;
  /** Give the text of the fields, not only how many there are. */
  readonly cells: boolean;
  readonly onRecord: (record: ScannedRecord) => void;
  /** Called between chunks; records wait meanwhile. @returns true to read no further */
  readonly between?: () => Promise<boolean>;
}

/**
 * Reads every record of a file once, a chunk at a time.
 * @throws InflateFailed, NotInEncoding, NotText, RecordTooLong
 */
export async function readRecords(reading: RecordReading): Promise<TextTraits> {
  const { store, key, format, cells, onRecord, between } = reading;
  const scanner = new CsvScanner(format.delimiter, { cells }, onRecord);
  let hidden = format.hiddenLines;
  for await (const text of decodeText(unpackedBytes(store, key, format.compression), format.encoding)) {
    if (text.includes('\0')) throw new NotText();
    // The hidden line is short and lies in the first chunk that holds text.
    scanner.push(hidden > 0 && text !== '' ? withoutFirstLine(text) : text);
    if (text !== '') hidden = 0;
    if (between !== undefined && (await between())) return scanner.traits;
  }
  scanner.end();
  return scanner.traits;
}

const FIRST_LINE = /^[^\r\n]*(?:\r\n|\r|\n)/;

function withoutFirstLine(text: string): string {
  return text.replace(FIRST_LINE, '');
}
