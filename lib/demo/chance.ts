const TWO_TO_THE_32 = 4_294_967_296;

/** The finaliser of MurmurHash3 (public domain): every input bit moves about half of the output bits. */
function mix(word: number): number {
  let h = word ^ (word >>> 16);
  h = Math.imul(h, 0x85ebca6b);
  h ^= h >>> 13;
  h = Math.imul(h, 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}

/** FNV-1a over UTF-16 units, from a given start. */
function fold(text: string, start: number): number {
  let h = start | 0;
  for (let index = 0; index < text.length; index += 1) h = Math.imul(h ^ text.charCodeAt(index), 0x01000193);
  return mix(h);
}

/**
 * Chance that a seed and a label fix for ever: sfc32 (Chris Doty-Humphrey, PractRand), 32-bit integer steps only,
 * so that every machine draws the same. Each purpose has a label and thereby a stream of its own: one more draw
 * for one purpose leaves all others as they were.
 */
export class Chance {
  #a: number;
  #b: number;
  #c: number;
  #counter = 1;
  readonly #origin: string;

  constructor(seed: string) {
    this.#origin = seed;
    this.#a = fold(seed, 0x811c9dc5);
    this.#b = fold(seed, 0x9e3779b9);
    this.#c = fold(seed, 0x243f6a88);
    for (let round = 0; round < 12; round += 1) this.#next();
  }

  /** A stream of its own for a purpose; the state of this one does not matter. */
  for(...label: readonly (string | number)[]): Chance {
    return new Chance(`${this.#origin}|${label.join('|')}`);
  }

  /** A whole number from 0 to `count` − 1; `count` up to 2^20. */
  below(count: number): number {
    return Math.floor((this.#next() * count) / TWO_TO_THE_32);
  }

  /** A whole number from `first` to `last`, both included. */
  between(first: number, last: number): number {
    return first + this.below(last - first + 1);
  }

  /** True `perMille` times in a thousand. */
  happens(perMille: number): boolean {
    return this.below(1000) < perMille;
  }

  pick<T>(choices: readonly [T, ...T[]]): T {
    return choices[this.below(choices.length)] ?? choices[0];
  }

  /** Picks by whole-number weights. */
  weighed<T>(choices: readonly [readonly [T, number], ...(readonly [T, number])[]]): T {
    let left = this.below(choices.reduce((sum, [, weight]) => sum + weight, 0));
    for (const [choice, weight] of choices) {
      if (left < weight) return choice;
      left -= weight;
    }
    return choices[0][0];
  }

  /** Picks by rank as names are spread: one falls off with its rank, slower at the very top (Zipf–Mandelbrot). */
  ranked<T>(choices: readonly [T, ...T[]]): T {
    let total = 0;
    for (let rank = 1; rank <= choices.length; rank += 1) total += Math.floor(12_000 / (rank + 4));
    let left = this.below(total);
    for (let rank = 1; rank <= choices.length; rank += 1) {
      const weight = Math.floor(12_000 / (rank + 4));
      if (left < weight) return choices[rank - 1] ?? choices[0];
      left -= weight;
    }
    return choices[0];
  }

  #next(): number {
    const t = (((this.#a + this.#b) | 0) + this.#counter) | 0;
    this.#counter = (this.#counter + 1) | 0;
    this.#a = this.#b ^ (this.#b >>> 9);
    this.#b = (this.#c + (this.#c << 3)) | 0;
    this.#c = (this.#c << 21) | (this.#c >>> 11);
    this.#c = (this.#c + t) | 0;
    return t >>> 0;
  }
}
