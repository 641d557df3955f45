import { isUtf8 } from 'node:buffer';

/** How text may be written in a delivery. */
export const ENCODINGS = ['utf-8', 'utf-16le', 'utf-16be', 'windows-1252'] as const;
export type Encoding = (typeof ENCODINGS)[number];

/** The bytes are not what the first ones promised. */
export class NotInEncoding extends Error {}

/** Bytes that Windows-1252 leaves undefined: where they occur, the text is in yet another encoding, or none. */
const UNDEFINED_IN_1252 = [0x81, 0x8d, 0x8f, 0x90, 0x9d] as const;

/**
 * What the first bytes say: a byte order mark, else the zero bytes that UTF-16 has in every second place, else
 * UTF-8. A later byte can still show that it is Windows-1252: see `decodeText`.
 */
export function guessEncoding(sample: Uint8Array): Encoding {
  if (sample[0] === 0xff && sample[1] === 0xfe) return 'utf-16le';
  if (sample[0] === 0xfe && sample[1] === 0xff) return 'utf-16be';
  const pairs = Math.min(sample.length, 4096) >> 1;
  let evenZeros = 0;
  let oddZeros = 0;
  for (let at = 0; at < pairs; at += 1) {
    if (sample[2 * at] === 0) evenZeros += 1;
    if (sample[2 * at + 1] === 0) oddZeros += 1;
  }
  if (pairs > 0 && oddZeros > pairs / 2 && evenZeros === 0) return 'utf-16le';
  if (pairs > 0 && evenZeros > pairs / 2 && oddZeros === 0) return 'utf-16be';
  return 'utf-8';
}

/**
 * The text of the bytes in chunks; a byte order mark is no part of it.
 * @throws NotInEncoding where bytes are no UTF-8, or are undefined in Windows-1252
 */
export async function* decodeText(
  chunks: AsyncIterable<Uint8Array>,
  encoding: Encoding,
): AsyncIterable<string> {
  const decoder = new TextDecoder(encoding, { fatal: encoding === 'utf-8' });
  for await (const chunk of chunks) {
    if (encoding === 'windows-1252' && UNDEFINED_IN_1252.some((byte) => chunk.includes(byte)))
      throw new NotInEncoding();
    yield decoded(() => decoder.decode(chunk, { stream: true }));
  }
  yield decoded(() => decoder.decode());
}

function decoded(decode: () => string): string {
  try {
    return decode();
  } catch (error) {
    if (error instanceof TypeError) throw new NotInEncoding();
    throw error;
  }
}

/** The text at the start of a file, for guessing; a character cut in half at its end does no harm. */
export function decodeSample(sample: Uint8Array): { readonly encoding: Encoding; readonly text: string } {
  const guess = guessEncoding(sample);
  const encoding = guess === 'utf-8' && !isUtf8(withoutCutCharacter(sample)) ? 'windows-1252' : guess;
  return { encoding, text: new TextDecoder(encoding).decode(sample) };
}

/** Drops up to three bytes of a UTF-8 character that the end of the sample cuts. */
function withoutCutCharacter(sample: Uint8Array): Uint8Array {
  for (let back = 1; back <= Math.min(3, sample.length); back += 1) {
    const byte = sample[sample.length - back] ?? 0;
    if (byte >= 0xc0) return sample.subarray(0, sample.length - back);
    if (byte < 0x80) break;
  }
  return sample;
}
