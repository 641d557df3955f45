import { hash } from 'node:crypto';
import type { Token } from './identifier.ts';

const BLOCK = 64;
const DIGEST = 32;
/** Messages of up to so many bytes have a buffer of their own length kept for them. */
const KEPT_LENGTHS = 128;

/**
 * HMAC-SHA-256 (RFC 2104) under one key. Both padded key blocks are laid out once, and each digest is two
 * one-shot hashes over buffers that are used again: `createHmac` makes a native object for every value, which
 * measured ten times slower.
 */
export class KeyedDigest {
  readonly #innerPad = Buffer.alloc(BLOCK, 0x36);
  readonly #inner: (Buffer | undefined)[] = Array.from({ length: KEPT_LENGTHS + 1 });
  readonly #outer: Buffer;
  readonly #answer = Buffer.alloc(DIGEST);

  /** @param key at most 64 bytes; ours have 32 */
  constructor(key: Uint8Array) {
    if (key.length > BLOCK)
      throw new RangeError('An HMAC key of more than 64 bytes would have to be hashed first.');
    this.#outer = Buffer.alloc(BLOCK + DIGEST, 0x5c);
    for (const [at, byte] of key.entries()) {
      this.#innerPad[at] = byte ^ 0x36;
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
    const length = Buffer.byteLength(text, 'utf8');
    const inner = this.#inner[length] ?? this.#innerFor(length);
    inner.write(text, BLOCK, 'utf8');
    // Strings of bytes ("binary") come out of `hash` without a native buffer each, which is the faster way by half.
    this.#outer.write(hash('sha256', inner, 'binary'), BLOCK, 'binary');
    this.#answer.write(hash('sha256', this.#outer, 'binary'), 0, 'binary');
    return this.#answer;
  }

  #innerFor(length: number): Buffer {
    const inner = Buffer.concat([this.#innerPad], BLOCK + length);
    if (length <= KEPT_LENGTHS) this.#inner[length] = inner;
    return inner;
  }
}
