import { createHmac } from 'node:crypto';
import type { KeyedBytes } from './model/alteration.ts';

const COUNTER_BYTES = 8;

/**
 * Streams of bytes from a key, by label: HMAC-SHA-256 in counter mode (NIST SP 800-108, 4.1), under a key of the label's
 * own. Whoever lacks the key cannot tell them from chance, and the same label always gives the same bytes.
 * @param key 32 bytes that nobody else knows
 */
export function keyedStream(key: Uint8Array): KeyedBytes {
  return (label) => {
    const ofLabel = createHmac('sha256', key).update(label, 'utf8').digest();
    const state = { block: 0n, left: new Uint8Array() };
    return (length) => {
      const bytes = new Uint8Array(length);
      let filled = 0;
      while (filled < length) {
        if (state.left.length === 0) {
          state.left = blockOf(ofLabel, state.block);
          state.block += 1n;
        }
        const taken = state.left.subarray(0, length - filled);
        bytes.set(taken, filled);
        filled += taken.length;
        state.left = state.left.subarray(taken.length);
      }
      return bytes;
    };
  };
}

function blockOf(key: Uint8Array, block: bigint): Uint8Array<ArrayBuffer> {
  const counter = Buffer.alloc(COUNTER_BYTES);
  counter.writeBigUInt64BE(block);
  return new Uint8Array(createHmac('sha256', key).update(counter).digest());
}
