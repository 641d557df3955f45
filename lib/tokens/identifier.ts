import { inspect } from 'node:util';

const HIDDEN = '[identifier]';

/**
 * One value of an identifying column while the program holds it. However it is printed (a template, `JSON`,
 * the console, an error's message), what shows is `[identifier]`; only `reveal` gives the text.
 */
export class Identifier {
  readonly #text: string;

  constructor(text: string) {
    this.#text = text;
  }

  /** The text itself, for normalising and keying alone. */
  reveal(): string {
    return this.#text;
  }

  toString(): string {
    return HIDDEN;
  }

  toJSON(): string {
    return HIDDEN;
  }

  [inspect.custom](): string {
    return HIDDEN;
  }
}

/** A keyed one-way code of a normalised identifier: the first 64 bits of an HMAC-SHA-256, signed. */
export type Token = bigint & { readonly __brand: 'Token' };

/** `r` and 24 hexadecimal digits: a keyed digest of agency, dataset and row key. */
export type RecordId = string & { readonly __brand: 'RecordId' };
