import { describe, expect, it } from 'vitest';
import { keyedStream } from '../../lib/disclosure/keyed-stream.ts';

const KEY = new Uint8Array(32).fill(7);
const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex');

describe('a stream of keyed bytes', () => {
  it('is the same for the same key and label, however it is taken', () => {
    const whole = keyedStream(KEY)('a')(100);
    const parts = keyedStream(KEY)('a');

    const taken = [1, 31, 0, 33, 35].map((length) => hex(parts(length))).join('');

    expect(taken).toBe(hex(whole));
  });

  it('begins anew each time that a label is opened', () => {
    const stream = keyedStream(KEY);

    expect(hex(stream('a')(8))).toBe(hex(stream('a')(8)));
  });

  it('is another one for another label, another key, and further on', () => {
    const other = new Uint8Array(32).fill(8);
    const stream = keyedStream(KEY)('a');

    const starts = [stream(32), stream(32), keyedStream(KEY)('b')(32), keyedStream(other)('a')(32)].map(hex);

    expect(new Set(starts).size).toBe(4);
  });

  it('is evenly spread: no byte is more frequent than chance allows', () => {
    const bytes = keyedStream(KEY)('many')(256 * 1000);
    const counts = new Array<number>(256).fill(0);

    for (const byte of bytes) counts[byte] = (counts[byte] ?? 0) + 1;
    const chiSquare = counts.reduce((sum, count) => sum + (count - 1000) ** 2 / 1000, 0);

    // 255 degrees of freedom: beyond 380 in one of a million cases.
    expect(chiSquare).toBeLessThan(380);
  });
});
