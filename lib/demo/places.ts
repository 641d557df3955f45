import type { Chance } from './chance.ts';

/** A part of Alder County. Its code is the shared vocabulary's; agencies spell it in ways of their own. */
export interface Neighborhood {
  readonly code: string;
  readonly name: string;
  readonly area: 'urban' | 'rural';
  readonly city: string;
  readonly zip: string;
  /** Census tracts: state 99 and county 001 belong to nobody. */
  readonly tracts: readonly [string, ...string[]];
  /** How many households live here, beside the others' shares. */
  readonly share: number;
  /** Poor households in a thousand. */
  readonly poor: number;
  /** Quality child-care seats for every thousand people of the whole county. */
  readonly seats: number;
}

// Prefix 004 of the ZIP codes is not in use, and its zeros are the ones that spreadsheets lose.
export const NEIGHBORHOODS: readonly [Neighborhood, ...Neighborhood[]] = [
  {
    code: 'old_town',
    name: 'Old Town',
    area: 'urban',
    city: 'Alder City',
    zip: '00411',
    tracts: ['99001000101', '99001000102'],
    share: 11,
    poor: 340,
    seats: 6,
  },
  {
    code: 'riverside',
    name: 'Riverside',
    area: 'urban',
    city: 'Alder City',
    zip: '00411',
    tracts: ['99001000201', '99001000202'],
    share: 12,
    poor: 420,
    seats: 4,
  },
  {
    code: 'mill_district',
    name: 'Mill District',
    area: 'urban',
    city: 'Alder City',
    zip: '00412',
    tracts: ['99001000301', '99001000302', '99001000303'],
    share: 13,
    poor: 460,
    seats: 3,
  },
  {
    code: 'university',
    name: 'University',
    area: 'urban',
    city: 'Alder City',
    zip: '00412',
    tracts: ['99001000400'],
    share: 8,
    poor: 240,
    seats: 7,
  },
  {
    code: 'north_hills',
    name: 'North Hills',
    area: 'urban',
    city: 'Alder City',
    zip: '00413',
    tracts: ['99001000501', '99001000502'],
    share: 11,
    poor: 120,
    seats: 11,
  },
  {
    code: 'harbor_flats',
    name: 'Harbor Flats',
    area: 'urban',
    city: 'Port Alder',
    zip: '00414',
    tracts: ['99001000601', '99001000602'],
    share: 10,
    poor: 400,
    seats: 3,
  },
  {
    code: 'eastgate',
    name: 'Eastgate',
    area: 'urban',
    city: 'Port Alder',
    zip: '00414',
    tracts: ['99001000700'],
    share: 8,
    poor: 280,
    seats: 5,
  },
  {
    code: 'lakeview',
    name: 'Lakeview',
    area: 'urban',
    city: 'Lakeview',
    zip: '00415',
    tracts: ['99001000801', '99001000802'],
    share: 9,
    poor: 150,
    seats: 8,
  },
  {
    code: 'cedar_valley',
    name: 'Cedar Valley',
    area: 'rural',
    city: 'Cedar',
    zip: '00431',
    tracts: ['99001000900'],
    share: 8,
    poor: 300,
    seats: 2,
  },
  {
    code: 'stony_creek',
    name: 'Stony Creek',
    area: 'rural',
    city: 'Stony Creek',
    zip: '00432',
    tracts: ['99001001000'],
    share: 7,
    poor: 340,
    seats: 1,
  },
  {
    code: 'prairie_end',
    name: 'Prairie End',
    area: 'rural',
    city: 'Prairie End',
    zip: '00433',
    tracts: ['99001001100'],
    share: 6,
    poor: 260,
    seats: 1,
  },
  {
    code: 'pine_ridge',
    name: 'Pine Ridge',
    area: 'rural',
    city: 'Pine Ridge',
    zip: '00434',
    tracts: ['99001001200'],
    share: 5,
    poor: 440,
    seats: 1,
  },
];

export interface Address {
  readonly street: string;
  readonly unit: string;
  readonly city: string;
  readonly zip: string;
  readonly tract: string;
  readonly neighborhood: Neighborhood;
}

const STREETS = [
  'Main',
  'Oak',
  'Maple',
  'Second',
  'Park',
  'Cedar',
  'Elm',
  'Washington',
  'Lake',
  'Hill',
  'Walnut',
  'Spring',
  'North',
  'Ridge',
  'Church',
  'Willow',
  'Mill',
  'Sunset',
  'Railroad',
  'Jackson',
  'Cherry',
  'Pleasant',
  'River',
  'Third',
  'Locust',
  'Meadow',
  'Forest',
  'Chestnut',
  'Franklin',
  'Orchard',
  'Birch',
  'Liberty',
  'Prospect',
  'Canal',
  'Hickory',
  'Foundry',
  'Tannery',
  'Ferry',
  'Quarry',
  'Larkspur',
  'Heron',
  'Juniper',
  'Kestrel',
  'Granite',
  'Sycamore',
  'Depot',
  'Harvest',
] as const satisfies readonly [string, ...string[]];

const KINDS = [
  ['Street', 40],
  ['Avenue', 25],
  ['Road', 15],
  ['Drive', 10],
  ['Lane', 6],
  ['Court', 4],
] as const;

/** A home in a neighbourhood. */
export function drawAddress(chance: Chance, neighborhood: Neighborhood): Address {
  const number = chance.between(1, neighborhood.area === 'urban' ? 2400 : 9900);
  const flat = neighborhood.area === 'urban' && chance.happens(320);
  return {
    street: `${number} ${chance.pick(STREETS)} ${chance.weighed(KINDS)}`,
    unit: flat ? `Apt ${chance.between(1, 48)}` : '',
    city: neighborhood.city,
    zip: neighborhood.zip,
    tract: chance.pick(neighborhood.tracts),
    neighborhood,
  };
}

export function drawNeighborhood(chance: Chance): Neighborhood {
  const [first, ...rest] = NEIGHBORHOODS;
  return chance.weighed([[first, first.share], ...rest.map((each) => [each, each.share] as const)]);
}
