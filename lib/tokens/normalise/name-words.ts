import { plainCapitals } from './letters.ts';

/** Titles before a name. */
export const TITLES: ReadonlySet<string> = new Set([
  'MR',
  'MRS',
  'MS',
  'MISS',
  'MX',
  'DR',
  'REV',
  'HON',
  'PROF',
  'SGT',
  'CPT',
  'LT',
]);

/** Degrees and orders after a name. */
export const CREDENTIALS: ReadonlySet<string> = new Set([
  'MD',
  'DO',
  'PHD',
  'RN',
  'LPN',
  'ESQ',
  'DDS',
  'DVM',
  'CPA',
  'JD',
  'MBA',
]);

/** What generational suffixes are written as, and what they become. */
export const SUFFIXES: ReadonlyMap<string, string> = new Map([
  ['JR', 'JR'],
  ['JNR', 'JR'],
  ['JUNIOR', 'JR'],
  ['SR', 'SR'],
  ['SNR', 'SR'],
  ['SENIOR', 'SR'],
  ['II', 'II'],
  ['2ND', 'II'],
  ['III', 'III'],
  ['3RD', 'III'],
  ['IV', 'IV'],
  ['4TH', 'IV'],
]);

/** Words that belong to the part of the surname that follows them. */
export const PARTICLES: ReadonlySet<string> = new Set(
  (
    'ABU AL AP BEN BIN BINT D DA DAL DAS DE DEL DELLA DEN DER DES DI DO DOS DU EL FITZ IBN LA LAS LE LES LO LOS ' +
    'MAC MC O SAINT SAN SANTA ST TEN TER VAN VANDEN VANDER VER VOM VON VONDER ZU ZUM ZUR'
  ).split(' '),
);

/** Words that belong to the given name that follows them: De Shawn, La Toya. */
export const GIVEN_PARTICLES: ReadonlySet<string> = new Set([
  'ABD',
  'AL',
  'D',
  'DE',
  'EL',
  'LA',
  'LE',
  'MC',
  'O',
]);

/** "And" between two surnames: García y López, Silva e Sousa. */
export const CONNECTORS: ReadonlySet<string> = new Set(['Y', 'E']);

/** "No middle name" and the like, wherever a form wants a word. */
export const NO_NAME: ReadonlySet<string> = new Set(['NMN', 'NMI', 'FNU', 'LNU', 'NFN', 'NLN']);

/** Digits that scanners and fingers put for letters. */
const LETTER_OF_DIGIT: Readonly<Record<string, string>> = {
  '0': 'O',
  '1': 'I',
  '2': 'Z',
  '5': 'S',
  '6': 'G',
  '8': 'B',
};

const ORDINAL = /^(2ND|3RD|4TH)$/;
const DIGIT = /[0-9]/g;
const HAS_DIGIT = /[0-9]/;

/**
 * A name as words, each as the parts that hyphens divide. Capitals without diacritics; apostrophes and full stops
 * vanish, other signs divide; digits in a word that is mostly letters become the letters they resemble, other
 * digits vanish, save in ordinals (2ND).
 */
export function nameWords(raw: string): readonly (readonly string[])[] {
  const text = plainCapitals(raw.replace(/['’‘`´ʼʻ′"“”.]/gu, ''))
    .replace(/[-‐‑‒–—_/&]+/gu, '-')
    .replace(/[^\p{L}0-9-]+/gu, ' ');
  return text
    .split(' ')
    .map((word) =>
      word
        .split('-')
        .map(lettersOnly)
        .filter((part) => part !== ''),
    )
    .filter((parts) => parts.length > 0);
}

function lettersOnly(part: string): string {
  if (!HAS_DIGIT.test(part) || ORDINAL.test(part)) return part;
  const digits = part.match(DIGIT)?.length ?? 0;
  const mostlyLetters = part.length - digits > digits;
  return part.replace(DIGIT, (digit) => (mostlyLetters ? (LETTER_OF_DIGIT[digit] ?? '') : ''));
}

/** The words without titles before them, credentials and suffixes after them; one word always stays. */
export function trimName(words: readonly string[]): {
  readonly words: readonly string[];
  readonly suffix: string | null;
} {
  const named = words.filter((word) => !NO_NAME.has(word));
  let first = 0;
  while (first < named.length - 1 && TITLES.has(named[first] ?? '')) first++;
  let end = named.length;
  let suffix: string | null = null;
  for (; end - first > 1; end--) {
    const last = named[end - 1] ?? '';
    const generation = SUFFIXES.get(last);
    if (generation !== undefined) suffix = generation;
    else if (!CREDENTIALS.has(last)) break;
  }
  return { words: named.slice(first, end).filter((word) => !ORDINAL.test(word)), suffix };
}

/** Joins each particle to the word after it: `DE LA CRUZ` → `DELACRUZ`; a last one stays alone. */
export function joinParticles(words: readonly string[], particles: ReadonlySet<string>): readonly string[] {
  const joined: string[] = [];
  let pending = '';
  for (const [at, word] of words.entries()) {
    if (particles.has(word) && at < words.length - 1) pending += word;
    else {
      joined.push(pending + word);
      pending = '';
    }
  }
  return joined;
}
