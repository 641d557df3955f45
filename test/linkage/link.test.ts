import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import {
  clusterRun,
  evaluate,
  type LinkageJob,
  type LinkageQuality,
  prepareLink,
  trainAndScore,
} from '../../lib/linkage/link.ts';
import { anExtract, aPerson, aSlip, recordOf } from './people.ts';
import { aLinkageWorld, type Extract, type LinkageWorld } from './world.ts';

let world: LinkageWorld;
const open = async () => {
  world = await aLinkageWorld();
};
const close = () => world[Symbol.asyncDispose]();

async function link(job: LinkageJob): Promise<LinkageQuality> {
  for (const statement of await prepareLink(job)) await world.engine.execute(statement);
  for (const statement of await trainAndScore(job)) await world.engine.execute(statement);
  return clusterRun(job);
}

async function personsOf(run: string, scope = 'scope_1'): Promise<ReadonlyMap<string, string>> {
  const rows = await world.engine.query({
    name: 'persons',
    database: 'crosswalk',
    sql: `SELECT record_id, person_id FROM crosswalk.${run}_persons WHERE scope = '${scope}' ORDER BY record_id`,
  });
  return new Map(rows.map((row) => [String(row['record_id']), String(row['person_id'])]));
}

async function deliverAll(extracts: readonly Extract[]): Promise<void> {
  for (const extract of extracts) await world.deliver(extract);
}

const slipped = (number: number) => aSlip(aPerson(number), number);

describe('linkage of two agencies', () => {
  const extracts = [anExtract('births/register', [0, 130]), anExtract('schools/pupils', [50, 180], slipped)];
  const once = { oncePerPerson: extracts.map(({ dataset }) => dataset) };
  const persons = () => world.zones.crosswalk.get('runs/r0001/persons/part-0.parquet');
  let quality: LinkageQuality;
  beforeAll(async () => {
    await open();
    await deliverAll(extracts);
    quality = await link(world.jobOf(extracts, once));
  });
  afterAll(close);

  it('finds the people whom both know, and nobody else', async () => {
    const truth = extracts.flatMap(({ dataset, rows }) =>
      rows.map(({ record }, at) => [record, String(at + (dataset === 'births/register' ? 0 : 50))] as const),
    );

    const found = evaluate([...(await personsOf('r0001'))], truth);

    expect(found.precision).toBeGreaterThan(0.98);
    expect(found.recall).toBeGreaterThan(0.95);
    expect(quality.trained).toBe('em');
    expect(quality.scopes[0]?.recall).toBeGreaterThan(900_000);
  });

  it('leaves nothing behind in the tokens zone but the identities', async () => {
    const left = await world.zones.tokens.list('linkage/');

    expect(left.map(({ key }) => key)).toEqual([]);
  });

  it('gives the same crosswalk to the byte when it runs again', async () => {
    const first = await persons();

    await link(world.jobOf([...extracts].reverse(), once));

    expect(Buffer.compare(first, await persons())).toBe(0);
  });
});

describe('linkage', () => {
  beforeEach(open);
  afterEach(close);

  it('takes records that share a local id for one person whatever else they say', async () => {
    const rows = [
      { record: 'r1', localId: '7', given: 'maria', surname: 'garcia', born: '2019-02-03' },
      { record: 'r2', localId: '7' },
      { record: 'r3', localId: '8', given: 'peter', surname: 'novak', born: '1961-11-30' },
    ];
    const extract = { dataset: 'jail/bookings', delivery: 'd1', rows } as const;
    await deliverAll([extract]);

    await link(world.jobOf([extract]));

    const persons = await personsOf('r0001');
    expect(persons.get('r1')).toBe(persons.get('r2'));
    expect(persons.get('r1')).not.toBe(persons.get('r3'));
  });

  it('uses the weights of the table, and says so, where there is too little to train on', async () => {
    const extracts = [anExtract('births/register', [0, 12]), anExtract('schools/pupils', [6, 18])];
    await deliverAll(extracts);

    const quality = await link(world.jobOf(extracts));

    const persons = await personsOf('r0001');
    expect(quality.trained).toBe('prior');
    expect(persons.get(recordOf('births/register', 8))).toBe(persons.get(recordOf('schools/pupils', 8)));
  });

  it('does not join two datasets through a third that only another agreement names', async () => {
    const extracts = [anExtract('a/x', [0, 12]), anExtract('b/x', [0, 12]), anExtract('c/x', [0, 12])];
    await deliverAll(extracts);

    await link(
      world.jobOf(extracts, {
        scopes: [
          ['a/x', 'c/x'],
          ['b/x', 'c/x'],
        ],
      }),
    );

    const [first, second] = [await personsOf('r0001', 'scope_1'), await personsOf('r0001', 'scope_2')];
    expect(first.has(recordOf('b/x', 0))).toBe(false);
    expect(second.has(recordOf('a/x', 0))).toBe(false);
    expect(first.get(recordOf('a/x', 3))).toBe(first.get(recordOf('c/x', 3)));
    expect([...first.values()].filter((person) => [...second.values()].includes(person))).toEqual([]);
  });

  it('keeps person ids when records come and go', async () => {
    const before = [anExtract('births/register', [0, 20])];
    const after = [anExtract('births/register', [0, 30]), anExtract('schools/pupils', [10, 20])];
    await deliverAll([...before, ...after]);
    await link(world.jobOf(before));
    const first = await personsOf('r0001');

    await link(world.jobOf(after, { run: 'r0002', previous: 'r0001' }));

    const second = await personsOf('r0002');
    expect([...first].filter(([record, person]) => second.get(record) !== person)).toEqual([]);
  });

  it('keeps person ids when the agreement that a scope is called after is renewed under another name', async () => {
    const extracts = [anExtract('births/register', [0, 12]), anExtract('schools/pupils', [6, 18])];
    await deliverAll(extracts);
    await link(world.jobOf(extracts));
    const first = await personsOf('r0001');
    const job = world.jobOf(extracts, { run: 'r0002', previous: 'r0001' });
    const renewed = job.plan.scopes.map((scope) => ({ ...scope, id: 'dsa_2027' }));

    await link({ ...job, plan: { ...job.plan, scopes: renewed } });

    expect(await personsOf('r0002', 'dsa_2027')).toEqual(first);
  });

  it('takes rows without a local id that say the same many times for one person before comparing', async () => {
    const said = { given: 'ngozi', surname: 'okafor', born: '1988-04-17', street: '7 oak street' };
    const rows = [
      ...Array.from({ length: 40 }, (_, at) => ({ record: `again-${at}`, ...said })),
      { record: 'other', ...said, street: '9 hill lane', born: '1951-02-02' },
    ];
    const extract = { dataset: 'snap/visits', delivery: 'd1', rows } as const;
    await deliverAll([extract]);

    const quality = await link(world.jobOf([extract]));

    const persons = await personsOf('r0001');
    expect(new Set(rows.slice(0, 40).map(({ record }) => persons.get(record))).size).toBe(1);
    expect(persons.get('other')).not.toBe(persons.get('again-0'));
    expect(quality.blocking.reduce((sum, { pairs }) => sum + pairs, 0)).toBeLessThan(20);
  });

  it('merges two ids into the larger when a new record joins them, and the old id still resolves', async () => {
    const someone = { given: 'ngozi', surname: 'okafor', born: '1988-04-17', sex: 'F' };
    const others = anExtract('births/register', [0, 10]);
    const apart = {
      ...others,
      rows: [
        ...others.rows,
        { record: 'r-1', localId: '1', ...someone },
        { record: 'r-2', localId: '1', ...someone },
        { record: 'r-3', localId: '2', ...someone, given: 'zoe' },
      ],
    };
    const joined = {
      ...apart,
      delivery: 'd2',
      rows: apart.rows.map((row) => ('localId' in row ? { ...row, localId: '1' } : row)),
    };
    await deliverAll([apart, joined]);
    await link(world.jobOf([apart]));
    const first = await personsOf('r0001');

    await link(world.jobOf([joined], { run: 'r0002', previous: 'r0001' }));

    const second = await personsOf('r0002');
    const registry = await world.engine.query({
      name: 'registry',
      database: 'crosswalk',
      sql: `SELECT person_id, merged_into FROM crosswalk.r0002_registry WHERE merged_into IS NOT NULL ORDER BY person_id`,
    });
    expect(first.get('r-1')).not.toBe(first.get('r-3'));
    expect(second.get('r-3')).toBe(first.get('r-1'));
    expect(registry).toEqual([{ person_id: first.get('r-3'), merged_into: first.get('r-1') }]);
  });

  it('makes no persons where a run has no dataset of people', async () => {
    const job = world.jobOf([]);

    const quality = await link({ ...job, plan: { ...job.plan, scopes: [] } });

    expect(quality).toMatchObject({ trained: 'nothing', scopes: [] });
    expect(await personsOf('r0001')).toEqual(new Map());
  });
});
