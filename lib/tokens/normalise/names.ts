import {
  CONNECTORS,
  GIVEN_PARTICLES,
  joinParticles,
  nameWords,
  PARTICLES,
  SUFFIXES,
  trimName,
} from './name-words.ts';
import { isOneCharacterRepeated, isPlaceholder, type PlaceholderField } from './placeholders.ts';

/** What a name column yields; null is missing. */
export interface NameParts {
  /** The first given name; null where only its initial is known. */
  readonly given: string | null;
  readonly givenInitial: string | null;
  readonly middleInitial: string | null;
  readonly surname: Surname | null;
  /** JR, SR, II, III or IV. */
  readonly suffix: string | null;
}

export interface Surname {
  /** All parts joined: `GARCIALOPEZ`. */
  readonly whole: string;
  /** The first part, its particles joined to it: `GARCIA`. */
  readonly first: string;
  readonly last: string;
}

const NOTHING: NameParts = {
  given: null,
  givenInitial: null,
  middleInitial: null,
  surname: null,
  suffix: null,
};

export function givenName(raw: string): NameParts {
  const words = nameWords(withoutAside(raw)).flat();
  if (isNoName('given_name', words)) return NOTHING;
  const { words: kept, suffix } = trimName(words);
  return isNoName('given_name', kept) ? { ...NOTHING, suffix } : { ...givenOf(kept), surname: null, suffix };
}

export function middleName(raw: string): NameParts {
  const words = nameWords(raw).flat();
  const { words: kept, suffix } = trimName(words);
  if (isNoName('middle_name', words) || isNoName('middle_name', kept)) return { ...NOTHING, suffix };
  return { ...NOTHING, middleInitial: initialOf(kept[0]), suffix };
}

export function surname(raw: string): NameParts {
  const words = nameWords(raw).flat();
  if (isNoName('surname', words)) return NOTHING;
  const { words: kept, suffix } = trimName(words);
  return isNoName('surname', kept)
    ? { ...NOTHING, suffix }
    : { ...NOTHING, surname: surnameOf(kept), suffix };
}

export function suffix(raw: string): NameParts {
  const generations = nameWords(raw)
    .flat()
    .map((word) => SUFFIXES.get(word));
  return { ...NOTHING, suffix: generations.find((generation) => generation !== undefined) ?? null };
}

/**
 * A whole name taken apart. With a comma the surname comes first (`DE LA CRUZ JR, ANA M`), unless what follows is
 * a suffix only (`ANA DE LA CRUZ, JR`); without one the surname is the last word, its hyphenated parts and the
 * particles before it. A single word is a surname.
 */
export function fullName(raw: string): NameParts {
  const segments = withoutAside(raw)
    .split(/[,;]/u)
    .map((segment) => nameWords(segment))
    .filter((words) => words.length > 0);
  const words = segments.flat(2);
  if (isNoName('full_name', words)) return NOTHING;
  const after = segments.filter((segment, at) => at > 0 && SUFFIXES.has(segment.flat().join('')));
  const named = segments.filter((segment) => !after.includes(segment));
  const said = suffix(after.flat(2).join(' ')).suffix;
  const [first = [], second] = named;
  const parts = second === undefined ? inSpeakingOrder(first) : surnameFirst(first, second);
  return { ...parts, suffix: parts.suffix ?? said };
}

function surnameFirst(
  family: readonly (readonly string[])[],
  given: readonly (readonly string[])[],
): NameParts {
  const before = surname(family.flat().join(' '));
  const rest = givenName(given.flat().join(' '));
  return { ...rest, surname: before.surname, suffix: before.suffix ?? rest.suffix };
}

function inSpeakingOrder(words: readonly (readonly string[])[]): NameParts {
  const { words: trimmed, suffix: said } = trimName(words.map((parts) => parts.join('-')));
  const start = surnameStart(trimmed);
  const family = surname(trimmed.slice(start).join(' '));
  const given = start === 0 ? NOTHING : givenName(trimmed.slice(0, start).join(' '));
  return { ...given, surname: family.surname, suffix: said };
}

/** Where the surname begins: the last word, or the first of the particles that lead up to it; never the first word of several. */
function surnameStart(words: readonly string[]): number {
  let start = words.length - 1;
  while (start > 1 && (words[start - 1]?.length ?? 0) > 1 && PARTICLES.has(words[start - 1] ?? '')) start--;
  return Math.max(0, start);
}

function givenOf(words: readonly string[]): Pick<NameParts, 'given' | 'givenInitial' | 'middleInitial'> {
  const [first = '', second] = joinParticles(words, GIVEN_PARTICLES);
  const given = Array.from(first).length > 1 ? first : null;
  return { given, givenInitial: initialOf(first), middleInitial: initialOf(second) };
}

function surnameOf(words: readonly string[]): Surname {
  const parts = joinParticles(
    words
      .filter((word, at) => at === 0 || at === words.length - 1 || !CONNECTORS.has(word))
      .map((word) => (word === 'SAINT' ? 'ST' : word)),
    PARTICLES,
  );
  return { whole: parts.join(''), first: parts[0] ?? '', last: parts.at(-1) ?? '' };
}

/** What stands in brackets is another name that the person goes by. */
function withoutAside(raw: string): string {
  return raw.replace(/\([^)]*\)/gu, ' ');
}

function isNoName(field: PlaceholderField, words: readonly string[]): boolean {
  return (
    words.length === 0 || isPlaceholder(field, words.join(' ')) || isOneCharacterRepeated(words.join(''))
  );
}

function initialOf(word: string | undefined): string | null {
  return word === undefined ? null : (Array.from(word)[0] ?? null);
}
