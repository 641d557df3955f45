import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { partOf } from '../../lib/tokens/parts.ts';
import {
  type Combined,
  combineParts,
  recordsTable,
  type SeparatedPart,
  type Separation,
  separate,
  settleParts,
} from '../../lib/tokens/separate.ts';
import {
  aColumn,
  aContract,
  aPlace,
  hmacBytes,
  knownKeys,
  type Place,
  readParquet,
  rowsOf,
} from './build.ts';

let place: Place;

beforeEach(async () => {
  place = await aPlace();
});

afterEach(() => place[Symbol.asyncDispose]());

const COLUMNS = [
  aColumn('visit', { required: true }),
  aColumn('patient', { role: 'local_id' }),
  aColumn('first', { role: 'given_name' }),
  aColumn('last', { role: 'surname' }),
  aColumn('born', {
    role: 'birth_date',
    type: 'date',
    keep: [
      { as: 'birth_year', derive: 'birth_year' },
      { as: 'birth_month', derive: 'birth_month' },
      { as: 'age', derive: 'age_at', at: 'seen' },
      { as: 'age_at_end', derive: 'age_at', at: 'period_end' },
    ],
  }),
  aColumn('gender', {
    role: 'sex',
    keep: [{ as: 'sex', derive: 'value' }],
    codes: { map: { '0': 'F', '1': 'M' }, severity: 'error' },
  }),
  aColumn('zip', { role: 'postal_code', keep: [{ as: 'zip3', derive: 'zip3' }] }),
  aColumn('geo', {
    keep: [
      { as: 'tract', derive: 'tract' },
      { as: 'county', derive: 'county' },
    ],
  }),
  aColumn('seen', { type: 'date', keep: [{ as: 'seen', derive: 'value' }] }),
  aColumn('clinic', { keep: [{ as: 'clinic', derive: 'value' }] }),
  aColumn('cost', { type: 'number', keep: [{ as: 'cost', derive: 'value' }] }),
  aColumn('record_id', { keep: [] }),
];
const CONTRACT = aContract(COLUMNS, {
  rowKey: ['visit'],
  localId: { column: 'patient', scope: 'clinic/patients' },
});

const ANA = [
  'v1',
  '0017',
  'Anastazja',
  'Quixotemann',
  '1990-02-28',
  '0',
  '50309',
  '19153000100 block 2',
  '2026-02-27',
  'North',
  '10.5',
  'x1',
];
const BEN = [
  'v2',
  '0018',
  'BABY BOY',
  'Zyxwvutski',
  '1900-01-01',
  '1',
  '82190',
  null,
  '2026-03-01',
  'UNKNOWN',
  null,
  'x2',
];
const CAM = [
  'v3',
  '0017',
  'Anastazja',
  'Quixotemann',
  '2026-12-24',
  '9',
  '7030',
  '36061',
  '2026-03-02',
  'South',
  '3',
  'x3',
];

function aSeparation(
  rest: Partial<Separation> & Pick<Separation, 'workbench'>,
  rows = [ANA, BEN, CAM],
): Separation {
  const names = (rest.contract ?? CONTRACT).columns.map(({ name }) => name);
  return {
    contract: CONTRACT,
    period: '2026-Q1',
    periodEnd: '2026-03-31',
    deliveryId: 'd1',
    accepted: rowsOf(names, rows),
    keys: knownKeys(),
    zones: place.zones,
    ...rest,
  };
}

async function separated(rest: Partial<Separation> = {}, rows = [ANA, BEN, CAM]): Promise<SeparatedPart> {
  await using workbench = await place.bench();
  return await separate(aSeparation({ workbench, ...rest }, rows));
}

async function combined(
  parts: readonly SeparatedPart[],
  {
    deliveryId = 'd1',
    accepted = 3,
    ...rest
  }: { deliveryId?: string; accepted?: number; replaces?: string } = {},
): Promise<Combined> {
  await using workbench = await place.bench();
  const landing = place.zones.landing('clinic');
  return await combineParts({
    contract: CONTRACT,
    deliveryId,
    parts,
    accepted,
    landing,
    workbench,
    ...rest,
  });
}

async function stored(zone: 'tokens' | 'records' | 'landing', key: string) {
  await using workbench = await place.bench();
  const store = zone === 'landing' ? place.zones.landing('clinic') : place.zones[zone];
  return await readParquet(workbench, store, key);
}

const RECORDS = 'clinic_visits/delivery_id=d1/part-0.parquet';
const recordIdOf = (...named: readonly string[]) =>
  `r${hmacBytes('record-id', JSON.stringify(['clinic', 'visits', ...named]))
    .toString('hex')
    .slice(0, 24)}`;

describe('at the door', () => {
  it('content is kept as the contract says, by record id', async () => {
    await separated();

    const rows = await stored('records', RECORDS);
    const byId = new Map(rows.map((row) => [row['record_id'], row]));
    expect(byId.get(recordIdOf('["v1"]', '1'))).toEqual({
      record_id: recordIdOf('["v1"]', '1'),
      period: '2026-Q1',
      birth_year: 1990n,
      birth_month: '1990-02',
      age: 35n,
      age_at_end: 36n,
      sex: '0',
      zip3: '503',
      tract: '19153000100',
      county: '19153',
      seen: '2026-02-27',
      clinic: 'North',
      cost: '10.5000',
    });
    expect(rows.map((row) => row['record_id'])).toEqual(rows.map((row) => row['record_id']).sort());
    expect(Object.keys(rows[0] ?? {})).toEqual(recordsTable(CONTRACT).columns.map(({ name }) => name));
  });

  it('dates of birth that are placeholders or yet to come give no age', async () => {
    await separated();

    const rows = await stored('records', RECORDS);
    const derived = ['["v2"]', '["v3"]'].map((key) =>
      rows.find((row) => row['record_id'] === recordIdOf(key, '1')),
    );
    for (const row of derived)
      expect(row).toMatchObject({ birth_year: null, birth_month: null, age: null, age_at_end: null });
    expect(derived.map((row) => row?.['zip3'])).toEqual(['000', '070']);
    expect(derived.map((row) => [row?.['tract'], row?.['county']])).toEqual([
      [null, null],
      [null, '36061'],
    ]);
  });

  it('tokens and content share nothing but the record id', async () => {
    await separated();

    const tokens = await stored('tokens', 'identities/delivery_id=d1/part-0.parquet');
    const records = await stored('records', RECORDS);
    expect(tokens.map((row) => row['record_id'])).toEqual(records.map((row) => row['record_id']));
    const content = new Set(
      records.flatMap(({ record_id: _id, period: _period, ...rest }) => Object.values(rest)),
    );
    const codes = tokens.flatMap(({ record_id: _id, period: _period, ...rest }) => Object.values(rest));
    expect(codes.filter((code) => code !== null && content.has(code))).toEqual([]);
  });

  it('no identifier leaves the landing zone', async () => {
    await separated();

    const files = (await readdir(join(place.folder, 'state'), { recursive: true })).filter((name) =>
      /part-0/.test(name),
    );
    const decoded = [
      await stored('tokens', 'identities/delivery_id=d1/part-0.parquet'),
      await stored('records', RECORDS),
    ];
    const bytes = await Promise.all(
      files.map((name) => readFile(join(place.folder, 'state', name), 'latin1')),
    );
    const everything = [...bytes, ...decoded.flat().flatMap((row) => Object.values(row).map(String))]
      .join('\n')
      .toUpperCase();
    expect(files).toHaveLength(2);
    for (const planted of ['ANASTAZJA', 'QUIXOTEMANN', 'ZYXWVUTSKI', '1990-02-28', '0017', '50309']) {
      expect(everything).not.toContain(planted);
    }
  });

  it('the agency keeps which row each record id belongs to', async () => {
    await separated();

    const rows = await stored('landing', 'record-ids/visits/d1.parquet');
    const ana = rows.find((row) => row['row_key'] === '["v1"]');
    expect(ana).toMatchObject({ record_id: recordIdOf('["v1"]', '1'), local_id: '0017' });
    expect(ana?.['content_digest']).toMatch(/^[0-9a-f]{64}$/);
    expect(rows).toHaveLength(3);
  });

  it('missing values are counted, placeholders among them', async () => {
    const { rows, missing, keyVersion } = await combined([await separated()]);

    expect([rows, keyVersion]).toEqual([3, 'v1']);
    expect(missing).toEqual({
      local_id: 0,
      given_name: 333,
      surname: 0,
      birth_date: 333,
      sex: 333,
      postal_code: 0,
      birth_year: 667,
      birth_month: 667,
      age: 667,
      age_at_end: 667,
      zip3: 0,
      tract: 667,
      county: 333,
      seen: 0,
      clinic: 333,
      cost: 333,
    });
  });

  it('a replacing delivery is compared row by row with the one in force', async () => {
    const dan = ['v4', ...CAM.slice(1)];
    const benCorrected = BEN.with(9, 'East');
    const first = await combined([await separated()]);
    const taken = await separated({ deliveryId: 'd2' }, [dan, ANA, benCorrected]);

    const second = await combined([taken], { deliveryId: 'd2', replaces: 'd1' });

    expect(first.changes).toEqual({ added: 3, changed: 0, removed: 0, unchanged: 0 });
    expect(second.changes).toEqual({ added: 1, changed: 1, removed: 1, unchanged: 1 });
  });

  it('the same rows in another order give the same bytes', async () => {
    await separated();
    await separated({ deliveryId: 'd2' }, [CAM, ANA, BEN]);

    const bytes = async (delivery: string) => [
      await place.zones.tokens.get(`identities/delivery_id=${delivery}/part-0.parquet`),
      await place.zones.records.get(`clinic_visits/delivery_id=${delivery}/part-0.parquet`),
    ];
    expect(await bytes('d2')).toEqual(await bytes('d1'));
  });

  it('rows of one person without a row key are told apart by their order', async () => {
    const contract = aContract(COLUMNS, { localId: { column: 'patient', scope: 'clinic/patients' } });

    await separated({ contract });

    const rows = await stored('records', RECORDS);
    const expected = [recordIdOf('["0017"]', '1'), recordIdOf('["0017"]', '2'), recordIdOf('["0018"]', '1')];
    expect(rows.map((row) => row['record_id'])).toEqual(expected.sort());
  });

  it('a dataset that is not of people has records only', async () => {
    const contract = aContract([aColumn('area', { keep: [{ as: 'area', derive: 'value' }] })]);

    await separated({ contract }, [['North'], ['South']]);

    const rows = await stored('records', RECORDS);
    const expected = [recordIdOf('["2026-Q1","1"]', '1'), recordIdOf('["2026-Q1","2"]', '1')];
    expect(rows.map((row) => row['record_id'])).toEqual(expected.sort());
    expect(await place.zones.tokens.list('')).toEqual([]);
  });

  it('a delivery without a single good row leaves empty tables', async () => {
    const { rows, missing } = await separated({}, []);

    expect(rows).toBe(0);
    expect(Object.values(missing).every((share) => share === 0)).toBe(true);
    expect(await stored('records', RECORDS)).toEqual([]);
  });
});

describe('a delivery in parts', () => {
  const MANY = Array.from({ length: 200 }, (_, at) => [
    `v${at}`,
    `${at % 150}`,
    `Name${at}`,
    at % 7 === 0 ? 'UNKNOWN' : `Family${at % 90}`,
    ...CAM.slice(4, 9),
    at % 3 === 0 ? null : 'South',
    ...CAM.slice(10),
  ]);
  const inParts = async (of: number, deliveryId = 'd1', rows = MANY) =>
    Promise.all(Array.from({ length: of }, (_, part) => separated({ deliveryId, part: { part, of } }, rows)));
  const keysOf = async (zone: 'tokens' | 'records') =>
    (await place.zones[zone].list('')).map(({ key }) => key);
  const rowsOfAll = async (zone: 'tokens' | 'records', deliveryId: string) => {
    const keys = (await keysOf(zone)).filter((key) => key.includes(`=${deliveryId}/`));
    return (await Promise.all(keys.map((key) => stored(zone, key)))).flat();
  };

  it('holds the very rows of the same delivery in one part, and says the same of them', async () => {
    const whole = await combined([await separated({ deliveryId: 'd2' }, MANY)], {
      deliveryId: 'd2',
      accepted: 200,
    });

    const parts = await combined(await inParts(3), { accepted: 200 });

    expect(parts).toEqual(whole);
    for (const zone of ['tokens', 'records'] as const)
      expect(await rowsOfAll(zone, 'd1')).toEqual(await rowsOfAll(zone, 'd2'));
    const landing = place.zones.landing('clinic');
    expect(await landing.get('record-ids/visits/d1.parquet')).toEqual(
      await landing.get('record-ids/visits/d2.parquet'),
    );
  });

  it('is divided by record id, evenly, and not by the order of the file', async () => {
    const parts = await inParts(4);

    const reversed = await inParts(4, 'd2', MANY.toReversed());
    expect(parts.map(({ rows }) => rows > 25 && rows < 75)).toEqual([true, true, true, true]);
    expect(reversed).toEqual(parts);
    const second = await stored('records', 'clinic_visits/delivery_id=d1/part-1.parquet');
    expect(second.every((row) => partOf(String(row['record_id']), 4) === 1)).toBe(true);
  });

  it('is the same when a part is repeated', async () => {
    const first = await inParts(3);
    const before = await place.zones.tokens.get('identities/delivery_id=d1/part-1.parquet');

    const again = await separated({ part: { part: 1, of: 3 } }, MANY);

    expect(again).toEqual(first[1]);
    expect(await place.zones.tokens.get('identities/delivery_id=d1/part-1.parquet')).toEqual(before);
    expect(await keysOf('records')).toHaveLength(3);
  });

  it('is combined once more when a try was cut off after the lists were put together', async () => {
    const parts = await inParts(3);
    const first = await combined(parts, { accepted: 200 });

    const again = await combined(parts, { accepted: 200 });

    const lists = (await place.zones.landing('clinic').list('record-ids/')).map(({ key }) => key);
    expect(again).toEqual(first);
    expect(lists).toEqual(['record-ids/visits/d1.parquet']);
  });

  it('is not in force where a part is missing or of another key', async () => {
    const [first, second, third] = await inParts(3);
    if (!first || !second || !third) throw new Error('no parts');

    await expect(combined([first, second], { accepted: 200 })).rejects.toMatchObject({
      name: 'PartsDoNotAddUp',
    });
    await expect(
      combined([first, second, { ...third, keyVersion: 'v2' }], { accepted: 200 }),
    ).rejects.toMatchObject({ name: 'KeyVersionsMixed' });
  });

  it('reads neither tokens nor records', async () => {
    const blind = (zone: 'tokens' | 'records') =>
      new Proxy(place.zones[zone], {
        get(store, name) {
          if (['get', 'read', 'head', 'list', 'delete'].includes(String(name)))
            throw new Error(`${zone} was asked to ${String(name)}`);
          const value = Reflect.get(store, name);
          return typeof value === 'function' ? value.bind(store) : value;
        },
      });
    const saved: string[] = [];
    const zones = { ...place.zones, tokens: blind('tokens'), records: blind('records') };
    await using workbench = await place.bench();
    const watched = new Proxy(workbench, {
      get(bench, name) {
        if (name === 'open') return () => Promise.reject(new Error('opened'));
        if (name === 'saveParquet')
          return async (select: string, store: unknown, key: string) => {
            saved.push(key);
            const zone = (['tokens', 'records'] as const).find((one) => zones[one] === store);
            return bench.saveParquet(select, zone ? place.zones[zone] : zones.landing('clinic'), key);
          };
        const value = Reflect.get(bench, name);
        return typeof value === 'function' ? value.bind(bench) : value;
      },
    });

    await separate(aSeparation({ workbench: watched, zones }));

    expect(saved.map((key) => key.split('/')[0])).toEqual(['record-ids', 'identities', 'clinic_visits']);
  });
});

describe('the number of parts', () => {
  const landing = () => place.zones.landing('clinic');

  it.each([
    [0, 1],
    [1_000_000, 1],
    [1_000_001, 2],
    [20_000_000, 20],
    [1_000_000_000, 64],
  ])('of %i rows is %i', async (rows, parts) => {
    expect(await settleParts(landing(), CONTRACT, 'd1', rows)).toBe(parts);
  });

  it('stays what the first try settled, so that no file of that try outlives it', async () => {
    await settleParts(landing(), CONTRACT, 'd1', 2_500_000);

    expect(await settleParts(landing(), CONTRACT, 'd1', 900_000)).toBe(3);
    expect(await settleParts(landing(), CONTRACT, 'd2', 900_000)).toBe(1);
  });

  it('leaves no mark where there is one part', async () => {
    await settleParts(landing(), CONTRACT, 'd1', 900_000);

    expect(await landing().list('')).toEqual([]);
  });
});
