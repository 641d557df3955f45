import { BLOOM_BITS, type BloomParameters, type Grams } from './bloom-parameters.ts';
import { BLOOM_WORDS } from './columns.ts';
import type { KeyedDigest } from './keyed-digest.ts';

/** 32-bit halves of the words: word w is the halves 2w (low) and 2w+1 (high), as little-endian machines lay it out. */
const HALVES = BLOOM_WORDS * 2;

/** Grams are few (letters squared, digits times places); this bounds what odd input could make of it. */
const CACHED_GRAMS = 100_000;

const POSITION_BYTES = 2;

/** Code units are below it, so two numbers pack into one: a key that needs no string. */
const CODE_UNITS = 0x1_0000;
const PAD = '_';

/**
 * Puts values of one field into Bloom filters of 512 bits. Each gram's positions are drawn by HMAC in counter
 * mode under the field's key ("random hashing"): plain double hashing lets both of its hashes fall together and
 * then maps a gram to a single bit (clkhash issue 33), and its regular spacing is what pattern attacks use.
 */
export class BloomEncoder {
  readonly #digest: KeyedDigest;
  readonly #parameters: BloomParameters;
  readonly #patterns = new Map<number, Int32Array>();
  readonly #halves = new Int32Array(HALVES);
  readonly #words = new BigInt64Array(this.#halves.buffer);

  constructor(digest: KeyedDigest, parameters: BloomParameters) {
    this.#digest = digest;
    this.#parameters = parameters;
  }

  /** @returns eight signed words; bit p of the filter is bit p mod 64 of word p div 64 */
  encode(normalised: string): readonly bigint[] {
    const halves = this.#halves.fill(0);
    const pairs = this.#parameters.grams === 'padded bigrams';
    let left = PAD.charCodeAt(0);
    for (let at = 0; at < normalised.length; at++) {
      const unit = normalised.charCodeAt(at);
      add(halves, this.#pattern(pairs ? left * CODE_UNITS + unit : at * CODE_UNITS + unit));
      left = unit;
    }
    if (pairs) add(halves, this.#pattern(left * CODE_UNITS + PAD.charCodeAt(0)));
    return Array.from(this.#words);
  }

  #pattern(packed: number): Int32Array {
    return this.#patterns.get(packed) ?? this.#draw(packed);
  }

  #draw(packed: number): Int32Array {
    const pattern = new Int32Array(HALVES);
    for (const position of this.#positions(spellGram(packed, this.#parameters.grams))) {
      const half = position >> 5;
      pattern[half] = (pattern[half] ?? 0) | (1 << (position & 31));
    }
    if (this.#patterns.size >= CACHED_GRAMS) this.#patterns.clear();
    this.#patterns.set(packed, pattern);
    return pattern;
  }

  /** Different positions, uniform: 512 divides the 65,536 values of two bytes, so taking the rest favours none. */
  #positions(gram: string): ReadonlySet<number> {
    const positions = new Set<number>();
    for (let counter = 0; positions.size < this.#parameters.positionsPerGram; counter++) {
      const block = this.#digest.bytes(`${gram}|${counter}`);
      for (
        let at = 0;
        at + 1 < block.length && positions.size < this.#parameters.positionsPerGram;
        at += POSITION_BYTES
      ) {
        positions.add((((block[at] ?? 0) << 8) | (block[at + 1] ?? 0)) % BLOOM_BITS);
      }
    }
    return positions;
  }
}

/** A gram as the key's holder would write it: `_S`, `SM`, or place and character, `1:9`. */
function spellGram(packed: number, how: Grams): string {
  const [before, unit] = [Math.floor(packed / CODE_UNITS), String.fromCharCode(packed % CODE_UNITS)];
  return how === 'padded bigrams' ? `${String.fromCharCode(before)}${unit}` : `${before + 1}:${unit}`;
}

/** The union of a filter and a gram's pattern, in place. */
function add(halves: Int32Array, pattern: Int32Array): void {
  for (let half = 0; half < HALVES; half++) halves[half] = (halves[half] ?? 0) | (pattern[half] ?? 0);
}
