import { setTimeout as sleep } from 'node:timers/promises';
import { HeadObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { MOTO_ACCOUNT, MOTO_REGION } from '../../../scripts/moto/server.ts';
import { type Answer, tributary } from '../../e2e/command-line.ts';
import { aFolder, SMALL_DATASETS, writeFiles } from '../../e2e/small-workspace.ts';
import { policiesOf } from '../../stacks/access/policies-of.ts';
import { refusedCalls } from '../calls/granted.ts';
import { DeployedSystem } from './deployed-system.ts';
import { objectCreatedEvent } from './event-rules.ts';
import { type Cycle, DEPLOYED_WORKSPACE, extractsOf, type LocalTwin, runLocally } from './local-twin.ts';

const CYCLE: Cycle = { period: '2026-Q1', today: '2026-04-20', twist: 0 };

let system: DeployedSystem;
let local: LocalTwin;
const folder = aFolder('command-line-on-aws');

beforeAll(async () => {
  writeFiles(folder, DEPLOYED_WORKSPACE);
  [system, local] = await Promise.all([
    DeployedSystem.open(DEPLOYED_WORKSPACE, CYCLE.today),
    runLocally([CYCLE]),
  ]);
});

afterAll(() => system?.[Symbol.asyncDispose]());

/** Calls the command line with the rights of a role of the system. */
function as(principal: string, ...args: readonly string[]): Promise<Answer> {
  return tributary(['--workspace', folder, '--target', 'aws', ...args], {
    env: {
      AWS_ENDPOINT_URL: system.url,
      AWS_REGION: MOTO_REGION,
      AWS_ACCESS_KEY_ID: system.names.role(principal),
      AWS_SECRET_ACCESS_KEY: 'tester',
      SOURCE_DATE_EPOCH: String(Date.parse(`${CYCLE.today}T09:00:00Z`) / 1000),
    },
  });
}

/** EventBridge, which moto does not play: tells of a file once it is there. */
async function announce(agency: string, key: string): Promise<void> {
  const s3 = new S3Client({
    ...{ region: MOTO_REGION, endpoint: system.url, forcePathStyle: true },
    credentials: { accessKeyId: 'tester', secretAccessKey: 'tester' },
  });
  const bucket = system.names.landing(agency);
  while (!(await system.keys({ landing: agency }, key)).includes(key)) await sleep(100);
  const { VersionId = '', ContentLength = 0 } = await s3.send(
    new HeadObjectCommand({ Bucket: bucket, Key: key }),
  );
  const object = { bucket, key, version: VersionId, bytes: ContentLength };
  await system.happens(objectCreatedEvent(object, MOTO_ACCOUNT, MOTO_REGION));
}

async function submit(id: string, ...more: readonly string[]): Promise<Answer> {
  const [agency = '', dataset = ''] = id.split('/');
  const path = `in/${dataset}.csv`;
  writeFiles(folder, { [path]: extractsOf(0)[id as (typeof SMALL_DATASETS)[number]] });
  return as(
    ...([`Deliver-${agency}`, '--json', 'submit', '--agency', agency, '--dataset', dataset] as const),
    ...['--period', CYCLE.period, ...more, `${folder}/${path}`],
  );
}

describe('the command line against a deployed system', () => {
  it('submits each file as its agency and prints the receipt that one machine gives', async () => {
    for (const id of SMALL_DATASETS) {
      const [agency = '', dataset = ''] = id.split('/');
      const [answer] = await Promise.all([
        submit(id),
        announce(agency, `incoming/${dataset}/${CYCLE.period}/${dataset}.csv`),
      ]);

      const { status, rows, file } = local.receipts.get(`${id}/${CYCLE.period}`) as Record<string, unknown>;
      expect(answer.code, answer.err).toBe(0);
      expect(JSON.parse(answer.out)).toMatchObject({ status, rows, file });
    }
  });

  it('prints the receipt of a file that is there already, and sends nothing', async () => {
    const before = await system.keys({ landing: 'clinic' });

    const { code, err } = await submit('clinic/visits');

    expect(code).toBe(0);
    expect(err).toContain('nothing was sent');
    expect(await system.keys({ landing: 'clinic' })).toEqual(before);
  });

  it('runs the integration as the operator and prints what one machine prints', async () => {
    const { code, out, err } = await as('Operator', '--json', 'run', '--period', CYCLE.period);

    expect(code, err).toBe(0);
    expect(JSON.parse(out)).toMatchObject({ outcome: 'published', release: '0001', status: 'complete' });
    const csv = (await system.bytes('release', '0001/data/people.csv')).toString();
    expect(csv).toBe(local.published.get('0001/people.csv'));
  });

  it('tells the operator how deliveries and releases stand', async () => {
    const { code, out, err } = await as('Operator', 'status');

    expect(code, err).toBe(0);
    expect(out).toMatch(/2026-Q1\s+clinic\/visits\s+received/);
    expect(out).toMatch(/0001\s+2026-Q1/);
  });

  it('answers an analyst what the release says', async () => {
    const sql = 'SELECT sex, at_school, persons, status FROM people ORDER BY sex, at_school';
    const { code, out, err } = await as('Analyst', '--json', 'query', sql);
    const here = await tributary(['--workspace', local.folder, '--json', 'query', sql]);

    expect(code, err).toBe(0);
    expect(JSON.parse(out)).toEqual(JSON.parse(here.out));
  });

  it('asks for nothing that the policies of operator, analyst and agencies would not grant', async () => {
    const people = ['Operator', 'Analyst', 'Deliver-clinic', 'Deliver-school'].map((one) =>
      system.names.role(one),
    );
    const theirs = system.log.distinct().filter(({ caller }) => people.includes(caller));

    expect(new Set(theirs.map(({ caller }) => caller))).toEqual(new Set(people));
    expect(await refusedCalls(theirs, policiesOf(system.deployed.templates))).toEqual([]);
  });
});
