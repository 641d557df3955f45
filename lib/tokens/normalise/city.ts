import { plainCapitals, singleBlanks } from './letters.ts';
import { isOneCharacterRepeated, isPlaceholder } from './placeholders.ts';

const WHOLE_WORDS: Readonly<Record<string, string>> = {
  ST: 'SAINT',
  STE: 'SAINTE',
  FT: 'FORT',
  MT: 'MOUNT',
  N: 'NORTH',
  S: 'SOUTH',
  E: 'EAST',
  W: 'WEST',
  TWP: 'TOWNSHIP',
  HTS: 'HEIGHTS',
  SPGS: 'SPRINGS',
};

/** The place's name in capitals, its abbreviations spelt out, words joined. What follows a comma is a state and goes. */
export function city(raw: string): string | null {
  const text = singleBlanks(
    plainCapitals(raw.replace(/,.*$/su, '').replace(/['’.]/gu, '')).replace(/[^\p{L}]+/gu, ' '),
  );
  if (text === '' || isPlaceholder('city', text) || isOneCharacterRepeated(text.replaceAll(' ', '')))
    return null;
  const words = text.split(' ');
  // An abbreviation alone is no place that it could be part of.
  return words.length === 1 ? text : words.map((word) => WHOLE_WORDS[word] ?? word).join('');
}
