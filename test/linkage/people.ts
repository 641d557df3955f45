import type { DatasetId } from '../../lib/workspace/model.ts';
import type { Extract, Written } from './world.ts';

const GIVEN = [
  'maria',
  'james',
  'aisha',
  'peter',
  'ngozi',
  'hannah',
  'tomas',
  'wei',
  'fatima',
  'oliver',
  'ingrid',
  'samuel',
  'yolanda',
  'dmitri',
  'chloe',
  'rashid',
  'beatriz',
  'kwame',
  'elena',
  'victor',
];
const SURNAMES = [
  'garcia',
  'smith',
  'okafor',
  'nguyen',
  'kowalski',
  'haddad',
  'lindqvist',
  'johnson',
  'petrov',
  'mensah',
  'fernandez',
  'brown',
  'tanaka',
  'oconnor',
  'rossi',
  'yilmaz',
  'schneider',
  'moreau',
  'silva',
  'dubois',
  'larsen',
  'novak',
  'khan',
  'jansen',
];
const STREETS = [
  'oak street',
  'maple avenue',
  'third street',
  'river road',
  'hill lane',
  'church street',
  'park drive',
  'mill road',
];

/** Small numbers that look drawn at random and are the same each time. */
function drawn(person: number, salt: number, below: number): number {
  let state = Math.imul(person + 1, 2_654_435_761) ^ Math.imul(salt + 1, 1_597_334_677);
  state = Math.imul(state ^ (state >>> 15), 2_246_822_519);
  state = Math.imul(state ^ (state >>> 13), 3_266_489_917);
  return ((state ^ (state >>> 16)) >>> 0) % below;
}

const two = (value: number) => String(value).padStart(2, '0');

/** One made-up person; the same number is always the same person. */
export function aPerson(number: number): Omit<Written, 'record'> {
  const pick = <T>(from: readonly T[], salt: number) => from[drawn(number, salt, from.length)] as T;
  return {
    given: pick(GIVEN, 1) + pick(['', 'a', 'el', 'ine'], 9),
    surname: pick(SURNAMES, 2) + pick(['', 'son', 's', 'berg'], 10),
    born: `${1950 + drawn(number, 3, 70)}-${two(1 + drawn(number, 4, 12))}-${two(1 + drawn(number, 5, 28))}`,
    sex: pick(['F', 'M'], 6),
    street: `${1 + drawn(number, 7, 900)} ${pick(STREETS, 8)}`,
    city: pick(['easton', 'weston', 'norton'], 11),
    postalCode: pick(['12345', '12346', '12399', '12400'], 12),
  };
}

/** The same person as another agency wrote it: now and then with a slip of the pen or without an address. */
export function aSlip(person: Omit<Written, 'record'>, number: number): Omit<Written, 'record'> {
  const { given = '', street: _street, ...rest } = person;
  const kind = drawn(number, 20, 6);
  if (kind === 0) return { ...person, given: `${given.slice(0, 1)}${given.slice(2)}` };
  if (kind === 1) return { ...rest, given };
  return person;
}

const digest = (text: string) =>
  `r${drawn(text.length, 1, 10)}${[...text].map((letter) => letter.charCodeAt(0).toString(16)).join('')}`;

/** Names a record so that its place among all tells nothing. */
export function recordOf(dataset: DatasetId, number: number): string {
  return `r${drawn(number, dataset.length * 7 + dataset.charCodeAt(0), 2 ** 31)
    .toString(16)
    .padStart(8, '0')}${digest(`${dataset}${number}`)}`;
}

/** People from `from` to `to − 1` as a dataset has them. */
export function anExtract(
  dataset: DatasetId,
  [from, to]: readonly [number, number],
  write = aPerson,
): Extract {
  const rows = Array.from({ length: to - from }, (_, at) => ({
    record: recordOf(dataset, from + at),
    ...write(from + at),
  }));
  return { dataset, delivery: `${dataset.replace('/', '-')}-${from}-${to}`, rows };
}
