/** A date pattern in the letters of ODCS (those of the JDK), as two things an engine can use. */
export interface DateFormat {
  /** RE2; matches the whole value. Group 1 is the date without its time of day. */
  readonly expression: string;
  /** For strptime, of group 1. */
  readonly strptime: string;
  /** Whether anything stands beside the date, so that group 1 has to be cut out. */
  readonly hasTime: boolean;
  /** The century has to be worked out. */
  readonly twoDigitYear: boolean;
}

/** A letter pattern, what it matches, and its strptime spelling; null for a time of day, which is read over. */
const LETTERS: Readonly<Record<string, { readonly expression: string; readonly strptime: string | null }>> = {
  yyyy: { expression: '[0-9]{4}', strptime: '%Y' },
  uuuu: { expression: '[0-9]{4}', strptime: '%Y' },
  yy: { expression: '[0-9]{2}', strptime: '%y' },
  MMMM: { expression: '[A-Za-z]{3,9}', strptime: '%B' },
  MMM: { expression: '[A-Za-z]{3}', strptime: '%b' },
  MM: { expression: '[0-9]{2}', strptime: '%m' },
  M: { expression: '[0-9]{1,2}', strptime: '%m' },
  dd: { expression: '[0-9]{2}', strptime: '%d' },
  d: { expression: '[0-9]{1,2}', strptime: '%d' },
  HH: { expression: '[0-9]{2}', strptime: null },
  H: { expression: '[0-9]{1,2}', strptime: null },
  hh: { expression: '[0-9]{2}', strptime: null },
  h: { expression: '[0-9]{1,2}', strptime: null },
  mm: { expression: '[0-9]{2}', strptime: null },
  ss: { expression: '[0-9]{2}', strptime: null },
  a: { expression: '[AaPp][Mm]', strptime: null },
  X: { expression: '(?:Z|[+-][0-9]{2})', strptime: null },
  XX: { expression: '(?:Z|[+-][0-9]{4})', strptime: null },
  XXX: { expression: '(?:Z|[+-][0-9]{2}:[0-9]{2})', strptime: null },
};

/** What a contract without formats reads: ISO 8601 calendar dates. */
export const ISO_DATE = 'yyyy-MM-dd';

const TOKEN = /'((?:[^']|'')*)'|([A-Za-z])\2*|[^A-Za-z']/g;

interface Part {
  readonly expression: string;
  readonly strptime: string;
  readonly of: 'date' | 'time' | 'text';
}

/**
 * Reads a pattern. A time of day may stand before or after the date, not within it, and is dropped.
 * @returns undefined where the pattern has unknown letters or does not hold year, month and day once each
 */
export function readDateFormat(pattern: string): DateFormat | undefined {
  const parts: Part[] = [];
  let length = 0;
  for (const match of pattern.matchAll(TOKEN)) {
    const part = partOf(match[0], match[1]);
    if (part === undefined) return undefined;
    parts.push(part);
    length += match[0].length;
  }
  const first = parts.findIndex((part) => part.of === 'date');
  const last = parts.findLastIndex((part) => part.of === 'date');
  const date = parts.slice(first, last + 1);
  if (length !== pattern.length || first < 0 || date.some((part) => part.of === 'time')) return undefined;
  const letters = date.flatMap((part) =>
    part.of === 'date' ? [part.strptime.slice(1).toLowerCase().replace('b', 'm')] : [],
  );
  if (letters.toSorted().join('') !== 'dmy') return undefined;

  const spell = (some: readonly Part[]) => some.map((part) => part.expression).join('');
  return {
    expression: `${spell(parts.slice(0, first))}(${spell(date)})${spell(parts.slice(last + 1))}`,
    strptime: date.map((part) => part.strptime).join(''),
    hasTime: date.length < parts.length,
    twoDigitYear: date.some((part) => part.strptime === '%y'),
  };
}

function partOf(token: string, quoted: string | undefined): Part | undefined {
  if (quoted !== undefined) return literal(quoted === '' ? "'" : quoted.replaceAll("''", "'"));
  if (!/^[A-Za-z]/.test(token)) return literal(token);
  if (/^S{1,9}$/.test(token)) return { expression: `[0-9]{${token.length}}`, strptime: '', of: 'time' };
  const letter = LETTERS[token];
  if (letter === undefined) return undefined;
  return {
    expression: letter.expression,
    strptime: letter.strptime ?? '',
    of: letter.strptime === null ? 'time' : 'date',
  };
}

function literal(text: string): Part {
  return {
    expression: text.replaceAll(/[\\^$.|?*+()[\]{}]/g, '\\$&'),
    strptime: text.replaceAll('%', '%%'),
    of: 'text',
  };
}
