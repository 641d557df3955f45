import { Chance } from '../../lib/demo/chance.ts';
import { mistype, mistypeDigits } from '../../lib/demo/defects.ts';
import { NAME_POOLS, type NamePool } from '../../lib/demo/names.ts';

/**
 * Two files in FEBRL's form, made here because FEBRL's own do not ship: blanks around every value, columns that are
 * often empty, and a copy with slips of the pen, fields that went missing, and fields that changed places.
 */
export interface FebrlFiles {
  readonly original: string;
  readonly copy: string;
}

const COLUMNS = [
  'rec_id',
  'given_name',
  'surname',
  'street_number',
  'address_1',
  'address_2',
  'suburb',
  'postcode',
  'state',
  'date_of_birth',
  'soc_sec_id',
] as const;
type Row = Readonly<Record<(typeof COLUMNS)[number], string>>;

const STREETS = ['acacia street', 'wattle road', 'banksia crescent', 'river terrace', 'hill place'] as const;
type Suburb = readonly [name: string, postcode: string, state: string];
const SUBURBS: readonly [Suburb, ...Suburb[]] = [
  ['northfield', '2000', 'nsw'],
  ['lakeside', '3000', 'vic'],
  ['palm cove', '4879', 'qld'],
  ['westbury', '6000', 'wa'],
];

const POOLS: readonly [NamePool, ...NamePool[]] = [...NAME_POOLS];

export function febrlFiles(people: number, seed: string): FebrlFiles {
  const chance = new Chance(`febrl ${seed}`);
  const rows = Array.from({ length: people }, (_, number) => person(chance.for('person', number), number));
  return {
    original: csv(rows),
    copy: csv(rows.map((row, number) => corrupted(chance.for('copy', number), row, number))),
  };
}

function person(chance: Chance, number: number): Row {
  const { female, male, surnames } = chance.pick(POOLS);
  const [suburb, postcode, state] = chance.pick(SUBURBS);
  const day = String(chance.between(1, 28)).padStart(2, '0');
  const month = String(chance.between(1, 12)).padStart(2, '0');
  return {
    rec_id: `rec-${number}-org`,
    given_name: chance.pick(chance.happens(500) ? female : male).toLowerCase(),
    surname: chance.ranked(surnames).toLowerCase(),
    street_number: String(chance.between(1, 99)),
    address_1: chance.pick(STREETS),
    address_2: chance.happens(300) ? 'unit 2' : '',
    suburb,
    postcode,
    state: chance.happens(60) ? '' : state,
    date_of_birth: chance.happens(80) ? '' : `${chance.between(1920, 2005)}${month}${day}`,
    soc_sec_id: String(1_000_000 + chance.below(1_000_000)),
  };
}

function corrupted(chance: Chance, row: Row, number: number): Row {
  const swapped = chance.happens(100)
    ? { ...row, given_name: row.surname, surname: row.given_name }
    : { ...row, surname: chance.happens(250) ? mistype(chance, row.surname) : row.surname };
  return {
    ...swapped,
    rec_id: `rec-${number}-dup-0`,
    given_name: chance.happens(100) ? '' : swapped.given_name,
    state: chance.happens(100) ? '' : row.state,
    soc_sec_id: chance.happens(200) ? mistypeDigits(chance, row.soc_sec_id) : row.soc_sec_id,
    date_of_birth: chance.happens(100) ? '' : row.date_of_birth,
  };
}

function csv(rows: readonly Row[]): string {
  return [COLUMNS, ...rows.map((row) => COLUMNS.map((column) => row[column]))]
    .map((values) => `${values.join(', ')}\n`)
    .join('');
}
