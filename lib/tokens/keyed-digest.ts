import { hash } from 'node:crypto';
import type { Token } from './identifier.ts';

const BLOCK = 64;
const DIGEST = 32;
/** UTF-8 never needs more for one UTF-16 unit. */
const BYTES_PER_UNIT = 3;

/**
 * HMAC-SHA-256 (RFC 2104) under one key. Both padded key blocks are laid out once, and each digest is two
 * one-shot hashes over a buffer that is used again: `createHmac` makes a native object for every value, which
 * measured ten times slower.
 */
export class KeyedDigest {
  #inner: Buffer;
  readonly #outer: Buffer;
  readonly #answer = Buffer.alloc(DIGEST);

  /** @param key at most 64 bytes; ours have 32 */
  constructor(key: Uint8Array) {
    if (key.length > BLOCK)
      throw new RangeError('An HMAC key of more than 64 bytes would have to be hashed first.');
    this.#inner = Buffer.alloc(BLOCK + 256, 0x36);
    this.#outer = Buffer.alloc(BLOCK + DIGEST, 0x5c);
    for (const [at, byte] of key.entries()) {
      this.#inner[at] = byte ^ 0x36;
      this.#outer[at] = byte ^ 0x5c;
    }
  }

  /** The first 8 bytes, big-endian, as a signed 64-bit number. */
  token(text: string): Token {
    return this.#digest(text).readBigInt64BE(0) as Token;
  }

  /** The first `digits` hexadecimal digits; 64 are all. */
  hex(text: string, digits: number): string {
    return this.#digest(text).toString('hex').slice(0, digits);
  }

  /** All 32 bytes. */
  bytes(text: string): Uint8Array {
    return Uint8Array.from(this.#digest(text));
  }

  #digest(text: string): Buffer {
    const room = BLOCK + text.length * BYTES_PER_UNIT;
    if (room > this.#inner.length) this.#inner = Buffer.concat([this.#inner.subarray(0, BLOCK)], room * 2);
    const length = this.#inner.write(text, BLOCK, 'utf8');
    // Strings of bytes ("binary") come out of `hash` without a native buffer each, which is the faster way by half.
    this.#outer.write(hash('sha256', this.#inner.subarray(0, BLOCK + length), 'binary'), BLOCK, 'binary');
    this.#answer.write(hash('sha256', this.#outer, 'binary'), 0, 'binary');
    return this.#answer;
  }
}
