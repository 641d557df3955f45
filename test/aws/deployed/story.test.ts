import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { MOTO_ACCOUNT } from '../../../scripts/moto/server.ts';
import { leaksBelow, leaksIn } from '../../e2e/leak-scan.ts';
import { aFolder, PLANTED, SEARCHED, SMALL_DATASETS, writeFiles } from '../../e2e/small-workspace.ts';
import { policiesOf } from '../../stacks/access/policies-of.ts';
import { refusedCalls, rolesByName } from '../calls/granted.ts';
import { isolation } from '../lambda/cell.ts';
import { DeployedSystem } from './deployed-system.ts';
import type { Ended } from './execute.ts';
import { type Cycle, DEPLOYED_WORKSPACE, extractsOf, type LocalTwin, runLocally } from './local-twin.ts';

const CYCLES: readonly Cycle[] = [
  { period: '2026-Q1', today: '2026-04-20', twist: 0 },
  { period: '2026-Q2', today: '2026-08-20', twist: 1 },
];
const [FIRST, SECOND] = CYCLES as [Cycle, Cycle];
const ZONES = ['tokens', 'records', 'crosswalk', 'integrated', 'release', 'audit'] as const;

let system: DeployedSystem;
let local: LocalTwin;
const told: Ended[] = [];

beforeAll(async () => {
  [system, local] = await Promise.all([
    DeployedSystem.open(DEPLOYED_WORKSPACE, FIRST.today),
    runLocally(CYCLES),
  ]);
});

afterAll(() => system?.[Symbol.asyncDispose]());

interface Receipt {
  readonly status: string;
  readonly findings: readonly { readonly code: string }[];
}

/** Puts a file into the landing zone and lets follow what follows. */
async function submit(agency: string, path: string, content: string) {
  const event = await system.send({ agency, key: `incoming/${path}`, content });
  const ended = await system.happens(event);
  told.push(...ended);
  return { event, ended };
}

async function receiptOf(agency: string, ended: readonly Ended[]): Promise<Receipt> {
  const [{ output, cause } = { output: undefined, cause: 'nothing was started' }] = ended;
  const { receiptKey } = (output ?? {}) as { receiptKey?: string };
  if (receiptKey === undefined) throw new Error(`There is no receipt: ${cause ?? JSON.stringify(output)}`);
  return JSON.parse((await system.bytes({ landing: agency }, receiptKey)).toString());
}

/** What must be alike on both hosts. */
function essence(receipt: unknown): unknown {
  const { status, rows, changes, findings, contract_version, agreement, file } = receipt as Readonly<
    Record<string, unknown>
  >;
  return { status, rows, changes, findings, contract_version, agreement, file };
}

async function deliverAll({ period, twist }: Cycle): Promise<ReadonlyMap<string, unknown>> {
  const receipts = new Map<string, unknown>();
  const extracts = extractsOf(twist);
  for (const id of SMALL_DATASETS) {
    const [agency = '', dataset = ''] = id.split('/');
    const { ended } = await submit(agency, `${dataset}/${period}/${dataset}.csv`, extracts[id]);
    receipts.set(`${id}/${period}`, await receiptOf(agency, ended));
  }
  return receipts;
}

async function integrate(period: string): Promise<Ended> {
  const ended = await system.run('integration', { period });
  told.push(ended);
  return ended;
}

/** Every published table of a release, as CSV. */
async function published(release: string): Promise<ReadonlyMap<string, string>> {
  const keys = (await system.keys('release', `${release}/data/`)).filter((key) => key.endsWith('.csv'));
  const texts = await Promise.all(keys.map(async (key) => (await system.bytes('release', key)).toString()));
  return new Map(keys.map((key, at) => [key.replace('/data/', '/'), withoutDigests(texts[at] ?? '')]));
}

function publishedLocally(release: string): ReadonlyMap<string, string> {
  const ofRelease = [...local.published].filter(([name]) => name.startsWith(`${release}/`));
  return new Map(ofRelease.map(([name, text]) => [name, withoutDigests(text)]));
}

/** The digest of a run's inputs is of delivery ids, and so of the key that each host has for itself. */
function withoutDigests(csv: string): string {
  return csv.replaceAll(/\b[0-9a-f]{64}\b/g, 'digest');
}

interface Told {
  readonly line: Readonly<Record<string, unknown>>;
  readonly metrics: readonly string[];
}

/** What CloudWatch makes metrics of: lines in its embedded format. */
function metricsIn(logs: string): readonly Told[] {
  return logs
    .split('\n')
    .filter((line) => line.includes('"_aws"'))
    .map((text) => {
      const line = JSON.parse(text) as Readonly<Record<string, unknown>>;
      const { CloudWatchMetrics } = line['_aws'] as { CloudWatchMetrics: { Metrics: { Name: string }[] }[] };
      return { line, metrics: CloudWatchMetrics.flatMap(({ Metrics }) => Metrics.map(({ Name }) => Name)) };
    });
}

async function personsIn(parquet: string): Promise<string> {
  const instance = await DuckDBInstance.create(':memory:');
  const connection = await instance.connect();
  const reader = await connection.runAndReadAll(
    'SELECT count(*) AS records, count(DISTINCT person_id) AS persons FROM read_parquet(?)',
    [parquet],
  );
  connection.closeSync();
  instance.closeSync();
  return reader.getRowsJson().join();
}

describe('a deployed system, from its templates, in its own bundles', () => {
  it('answers each delivery with the receipt that one machine gives', async () => {
    const receipts = await deliverAll(FIRST);

    for (const [slot, receipt] of receipts)
      expect(essence(receipt)).toEqual(essence(local.receipts.get(slot)));
    expect(receipts.size).toBe(3);
  });

  it('does nothing when an event comes twice', async () => {
    const extract = extractsOf(0)['clinic/visits'];
    const { event } = await submit('clinic', 'visits/2026-Q1/once.csv', extract);
    const before = await system.keys({ landing: 'clinic' });

    const [again] = await system.happens(event);

    expect(again?.status).toBe('SUCCEEDED');
    expect(await system.keys({ landing: 'clinic' })).toEqual(before);
  });

  it('answers the same file again with the receipt that it has', async () => {
    const receipts = await system.keys({ landing: 'school' }, 'receipts/');

    const { ended } = await submit('school', 'pupils/2026-Q1/pupils.csv', extractsOf(0)['school/pupils']);

    expect(ended[0]?.output).toMatchObject({ seenBefore: true });
    expect(await system.keys({ landing: 'school' }, 'receipts/')).toEqual(receipts);
  });

  it('takes a corrected file of the same name for another delivery', async () => {
    const extract = extractsOf(0)['clinic/visits'].split('\r\n');
    const shorter = [...extract.slice(0, -2), ''].join('\r\n');

    const { ended } = await submit('clinic', 'visits/2026-Q1/visits.csv', shorter);
    const corrected = await receiptOf('clinic', ended);
    const { ended: restored } = await submit('clinic', 'visits/2026-Q1/visits.csv', extract.join('\r\n'));

    expect(corrected).toMatchObject({
      status: 'accepted',
      changes: { removed: 1, unchanged: extract.length - 3 },
    });
    expect(await receiptOf('clinic', restored)).toMatchObject({ changes: { added: 1, removed: 0 } });
  });

  it('rejects what is no extract, and leaves the earlier delivery in force', async () => {
    const inForce = 'deliveries/clinic/patients/2026-Q1.json';
    const before = await system.bytes('tokens', inForce);

    const { ended } = await submit('clinic', 'patients/2026-Q1/wrong.csv', 'a,b\n1,2\n');

    expect(await receiptOf('clinic', ended)).toMatchObject({ status: 'rejected' });
    expect(await system.bytes('tokens', inForce)).toEqual(before);
  });

  it('tells an agency of a file in a folder that no dataset has', async () => {
    const before = await system.keys({ landing: 'clinic' }, 'receipts/');

    const { ended } = await submit('clinic', 'patiens/2026-Q1/patients.csv', 'a,b\n1,2\n');

    const after = await system.keys({ landing: 'clinic' }, 'receipts/');
    expect(ended[0]?.status).toBe('SUCCEEDED');
    expect(after.length).toBeGreaterThan(before.length);
  });

  it('publishes the release that one machine publishes, cell by cell', async () => {
    const ended = await integrate(FIRST.period);

    expect([ended.cause, ended.output]).toMatchObject([
      undefined,
      { outcome: 'published', status: 'complete' },
    ]);
    expect(await published('0001')).toEqual(publishedLocally('0001'));
  });

  it('finds as many people as one machine does', async () => {
    const key = 'runs/r0001/persons/part-0.parquet';
    const folder = aFolder('persons');
    writeFiles(folder, { 'persons.parquet': await system.bytes('crosswalk', key) });

    const deployed = await personsIn(join(folder, 'persons.parquet'));

    expect(deployed).toBe(await personsIn(join(local.folder, '.tributary', 'crosswalk', key)));
  });

  it('publishes nothing where nothing is new', async () => {
    const ended = await integrate(FIRST.period);

    expect(ended.output).toMatchObject({ outcome: 'unchanged' });
  });

  it('goes on with the next period, and keeps the history', async () => {
    await system.moveTo(SECOND.today);
    const receipts = await deliverAll(SECOND);

    const ended = await integrate(SECOND.period);

    for (const [slot, receipt] of receipts)
      expect(essence(receipt)).toEqual(essence(local.receipts.get(slot)));
    expect([ended.cause, ended.output]).toMatchObject([
      undefined,
      { outcome: 'published', status: 'complete' },
    ]);
    expect(await published('0002')).toEqual(publishedLocally('0002'));
    expect(
      await system.ask('SELECT DISTINCT release_id FROM people_history ORDER BY release_id'),
    ).toHaveLength(2);
  });

  it('tells in numbers what happened, of agencies, datasets and indicators', () => {
    const told = system.functions.invocations.flatMap(({ logs }) => metricsIn(logs));

    const names = new Set(told.flatMap(({ metrics }) => metrics));
    const agencies = new Set(told.map(({ line }) => line['agency']).filter(Boolean));
    for (const name of [
      'RowsAccepted',
      'RowsQuarantined',
      'DeliveryRejected',
      'SuppressedShare',
      'RunPartial',
    ])
      expect(names).toContain(name);
    // A share of sixty records might say something of a person.
    expect(names).not.toContain('LinkageRate');
    expect(agencies).toEqual(new Set(['clinic', 'school']));
  });

  it('watches itself: standings, access and cost', async () => {
    const watched = await Promise.all(
      ['Watch', 'WatchAccess', 'WatchCost'].map((step) =>
        system.functions.invoke(system.names.function(step), '{}'),
      ),
    );

    const [standings, access, cost] = watched.map((answer) =>
      answer.ok ? JSON.parse(answer.payload) : answer.fault,
    );
    expect(standings).toMatchObject({ releases: [{ release_id: '0001' }, { release_id: '0002' }] });
    expect(access).toMatchObject({ files: expect.any(Number) });
    expect(cost).toMatchObject({ day: expect.any(String) });
  });

  it('rejects and removes a file once no agreement is in force', async () => {
    await system.moveTo('2028-02-01');

    const { ended } = await submit('clinic', 'patients/2027-Q4/late.csv', extractsOf(0)['clinic/patients']);

    expect(await receiptOf('clinic', ended)).toMatchObject({
      ...{ status: 'rejected', findings: [{ code: 'agreement_missing' }] },
    });
    expect(await system.keys({ landing: 'clinic' }, 'incoming/patients/2027-Q4/')).toEqual([]);
  });

  it('asks for nothing that the policies would not grant', async () => {
    const refused = await refusedCalls(system.log.distinct(), policiesOf(system.deployed.templates));

    const strangers = new Set(system.log.calls.map(({ caller }) => caller)).difference(
      new Set(rolesByName(policiesOf(system.deployed.templates)).keys()),
    );
    console.info(`${system.log.calls.length} calls (${system.log.distinct().length} distinct)`);
    expect(strangers).toEqual(new Set());
    expect(refused).toEqual([]);
  });

  it('would be heard if it asked for more: a right that is taken away is missed', async () => {
    const policies = policiesOf(system.deployed.templates);
    const tokenize = `arn:aws:iam::${MOTO_ACCOUNT}:role/${system.names.role('Tokenize')}`;
    const linkage = `arn:aws:iam::${MOTO_ACCOUNT}:role/${system.names.role('LinkageQueries')}`;
    const robbed = new Map(policies.roles);
    for (const arn of [tokenize, linkage]) {
      const role = policies.roles.get(arn);
      if (role !== undefined) robbed.set(arn, { ...role, identity: [] });
    }

    const refused = await refusedCalls(system.log.distinct(), { ...policies, roles: robbed });

    const actions = new Set(refused.map(({ caller, action }) => `${caller} ${action}`));
    expect(actions).toContain(`${system.names.role('Tokenize')} kms:GenerateMac`);
    expect(actions).toContain(`${system.names.role('LinkageQueries')} s3:GetObject`);
    expect(actions).toContain(`${system.names.role('LinkageQueries')} glue:CreateTable`);
  });

  it('keeps identifiers in landing zones: none in another zone, a log line, a message or a state', async () => {
    const folder = aFolder('zones');
    for (const zone of ZONES)
      for (const key of await system.keys(zone))
        writeFiles(folder, { [`${zone}/${key}`]: await system.bytes(zone, key) });
    const said = JSON.stringify([system.functions.invocations, told, system.queries]);

    expect(await leaksBelow(folder, SEARCHED, () => false)).toEqual([]);
    expect(leaksIn('what was said', said, SEARCHED)).toEqual([]);
    writeFiles(folder, { 'records/planted.csv': `1,${PLANTED.ssn}` });
    expect(await leaksBelow(join(folder, 'records'), SEARCHED, () => false)).not.toEqual([]);
  });

  it('stays within the memory of each function, warm and cold', async () => {
    const peaks = new Map<string, number>();
    for (const { function: name, answer } of system.functions.invocations)
      peaks.set(name, Math.max(peaks.get(name) ?? 0, Math.round(answer.peakMegabytes)));
    const within = system.deployed.functions.map(({ name, memoryMegabytes }) => [
      name,
      (peaks.get(name) ?? 0) < memoryMegabytes / 2,
    ]);

    const lines = [...peaks].map(([name, peak]) => `${name.padEnd(44)} ${peak} MB`);
    console.info(`isolation: ${await isolation()}\n${lines.join('\n')}`);
    expect(within.filter(([, holds]) => holds !== true)).toEqual([]);
  });

  it('has used every function', () => {
    const used = new Set(system.functions.invocations.map(({ function: name }) => name));
    const idle = system.deployed.functions.map(({ name }) => name).filter((name) => !used.has(name));

    expect(idle).toEqual([]);
  });
});

it('the state machines in moto are the workflow files, but for how a query is waited for', () => {
  const text = readFileSync(join(import.meta.dirname, '../../../lib/workflow/integration.asl.json'), 'utf8');

  const duties = ['linkage', 'integrate', 'measure', 'publish'] as const;

  // moto reads the roles of Credentials and does not take them on: the log of calls does.
  expect(new Set(system.deployed.askers.keys())).toEqual(new Set(duties.map(system.names.workGroup)));
  expect(system.deployed.definitions.get(system.names.stateMachineArn('integration'))).toEqual(
    Object.keys(JSON.parse(text).States),
  );
});
