import { plainCapitals, singleBlanks } from './letters.ts';
import { isOneCharacterRepeated, isPlaceholder } from './placeholders.ts';
import { STREET_WORDS, UNITS } from './street-words.ts';

export interface Street {
  /** House number and street in words. */
  readonly line: string;
  readonly number: string | null;
}

const POST_OFFICE_BOX = /\b(?:P ?O ?|POST OFFICE )?BOX (\w*\d\w*)\b/;
const RURAL_ROUTE = /^(?:RR|RURAL ROUTE|HC) (\w+)/;
const HOUSE_NUMBER = /^\d+[A-Z]?$/;

/** @returns null where there is no address; a room or flat is left out, for it is written in too many ways */
export function street(raw: string): Street | null {
  const text = singleBlanks(
    plainCapitals(raw.replace(/['’.]/gu, ''))
      .replaceAll('#', ' # ')
      .replace(/(\d)\s*-\s*(\d)/g, '$1$2')
      .replace(/\b\d\/\d\b/g, ' ')
      .replace(/[^\p{L}\p{N}#]+/gu, ' '),
  );
  if (isNoStreet(text)) return null;
  const [, box] = POST_OFFICE_BOX.exec(text.replaceAll('# ', '')) ?? [];
  if (box !== undefined && !RURAL_ROUTE.test(text)) return { line: `PO BOX ${box}`, number: box };
  const words = withoutUnit(text.split(' '));
  const line = words.map((word, at) => spellOut(word, at, words)).join(' ');
  const [first = ''] = words;
  return isNoStreet(line) ? null : { line, number: HOUSE_NUMBER.test(first) ? first : null };
}

function isNoStreet(text: string): boolean {
  return text === '' || isPlaceholder('street', text) || isOneCharacterRepeated(text.replaceAll(' ', ''));
}

/** Cuts at the first word for a unit, if a street stands before it. */
function withoutUnit(words: readonly string[]): readonly string[] {
  const at = words.findIndex((word, index) => index > 1 && UNITS.has(word));
  return (at === -1 ? words : words.slice(0, at)).filter((word) => word !== '#');
}

/** `ST` is a saint where a name follows it, and a street where none does. */
function spellOut(word: string, at: number, words: readonly string[]): string {
  const next = words[at + 1];
  if (word === 'ST' && next !== undefined && !STREET_WORDS.has(next) && isStreetStart(words, at))
    return 'SAINT';
  return STREET_WORDS.get(word) ?? word;
}

/** Nothing but a house number and directions stands before. */
function isStreetStart(words: readonly string[], at: number): boolean {
  return words
    .slice(0, at)
    .every((word) => HOUSE_NUMBER.test(word) || /^(?:[NSEW]|[NS][EW]|NORTH|SOUTH|EAST|WEST)$/.test(word));
}
