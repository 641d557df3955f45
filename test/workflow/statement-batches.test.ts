import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Asked } from '../../lambdas/messages.ts';
import { keepAsked, nextStatements } from '../../lambdas/statements.ts';
import { runWorkflow, type TaskRunner } from '../../lib/adapters/local/workflow-host.ts';
import { familiesOfPlan, type RunPlan } from '../../lib/governance/governance.ts';
import { measureStatements } from '../../lib/indicators/measure.ts';
import { integrateStatements } from '../../lib/integration/integrate.ts';
import { prepareLink } from '../../lib/linkage/link.ts';
import { silent } from '../../lib/ports/progress.ts';
import type { QueryEngine, Statement } from '../../lib/ports/query-engine.ts';
import { analystViews, type Manifest, viewStatements } from '../../lib/release/release.ts';
import { BATCH_BYTES, LONGEST_STATEMENT, PAYLOAD_LIMIT } from '../../lib/workflow/payload-limit.ts';
import type { DatasetId, Indicator } from '../../lib/workspace/workspace.ts';
import { aColumn, aContract, anIndicator, aPlan, aWorkspace, POLICY } from '../integration/county.ts';
import { aStore } from './a-store.ts';

const INTEGRATION = readFileSync(
  join(import.meta.dirname, '..', '..', 'lib', 'workflow', 'integration.asl.json'),
  'utf8',
);
const NOTHING: Asked = { by: '', statements: [], next: 0, more: false };

function aWorld() {
  const store = aStore();
  const zones = {
    landing: () => store,
    tokens: store,
    records: store,
    crosswalk: store,
    integrated: store,
    release: store,
    audit: store,
  };
  const dropped: string[] = [];
  const databases: string[] = [];
  const catalogue = {
    ensureDatabase: async (database: string) => void databases.push(database),
    declare: async () => {},
    drop: async (database: string, name: string) => void dropped.push(`${database}.${name}`),
    find: async () => undefined,
    list: async () => [],
    location: (zone: string, path: string) => `s3://a-bucket-of-the-zone-${zone}/${path}/`,
  };
  return { store, zones, catalogue, dropped, databases };
}

const aStatement = (name: string, bytes: number): Statement => ({
  name,
  sql: 'x'.repeat(bytes),
  database: 'd',
  place: { zone: 'integrated', path: `runs/r0001/${name}` },
});

describe('the statements of a step', () => {
  it('are given in their order, as many as fit, until none is left', async () => {
    const world = aWorld();
    const all = Array.from({ length: 7 }, (_, at) => aStatement(`t${at}`, BATCH_BYTES / 3));
    const sent: string[] = [];

    let asked = NOTHING;
    do {
      const { by, statements, next, more } = await nextStatements({ by: 'Integrate', asked }, all, world);
      sent.push(...statements.map(({ name }) => name));
      asked = { by, statements: statements.map(({ name }) => ({ queryId: name })), next, more };
    } while (asked.more);

    expect(sent).toEqual(all.map(({ name }) => name));
  });

  it('begin anew where another step was asked last', async () => {
    const world = aWorld();
    const asked = { by: 'Train', statements: [], next: 1, more: true };

    const answer = await nextStatements({ by: 'Integrate', asked }, [aStatement('t', 10)], world);

    expect(answer.statements).toHaveLength(1);
  });

  it('find their places empty and their names free, whatever an earlier try left', async () => {
    const world = aWorld();
    await world.store.put('runs/r0001/t/part-7.parquet', 'left');
    await world.store.put('runs/r0001/t2/part-0.parquet', 'of another table');

    await nextStatements({ by: 'Integrate', asked: NOTHING }, [aStatement('t', 10)], world);

    expect((await world.store.list('')).map(({ key }) => key)).toEqual(['runs/r0001/t2/part-0.parquet']);
    expect(world.dropped).toEqual(['d.t']);
    expect(world.databases).toEqual(['d']);
  });

  it('are refused by name where one alone would not pass', async () => {
    const statements = [aStatement('huge', LONGEST_STATEMENT)];

    const asking = nextStatements({ by: 'Integrate', asked: NOTHING }, statements, aWorld());

    await expect(asking).rejects.toMatchObject({ name: 'StatementTooLong' });
    await expect(asking).rejects.toThrow(/"huge"/);
  });

  it('leave the ids of their queries to auditors, batch by batch', async () => {
    const { store } = aWorld();

    await keepAsked(store, 'r0001', {
      by: 'Integrate',
      statements: [{ queryId: 'q1' }],
      next: 1,
      more: true,
    });
    await keepAsked(store, 'r0001', {
      by: 'Integrate',
      statements: [{ queryId: 'q2' }],
      next: 2,
      more: false,
    });
    await keepAsked(store, 'r0001', NOTHING);

    expect((await store.list('')).map(({ key }) => key)).toEqual([
      'r0001/asked-Integrate-1.json',
      'r0001/asked-Integrate-2.json',
    ]);
  });
});

/** As large as the issue says: 50 agencies of 3 datasets each, with three years of monthly deliveries, and 100 indicators. */
function aState() {
  const ids = Array.from({ length: 150 }, (_, at): DatasetId => {
    const agency = `department_number_${String(at % 50).padStart(2, '0')}`;
    return `${agency}/extract_number_${Math.floor(at / 50)}`;
  });
  const columns = Array.from({ length: 15 }, (_, at) => aColumn(`attribute_${at}`));
  const contracts = ids.map((id) => aContract(id, [...columns, aColumn('race')], { frequency: 'month' }));
  const codes = Array.from({ length: 40 }, (_, at) => ({ code: `code-${at}`, label: `Code number ${at}` }));
  const dimension = (name: string): Indicator['dimensions'][number] => ({
    name,
    title: name,
    column: name,
    codes,
    rollups: {},
    total: true,
    multiple: false,
  });
  const indicators = Array.from({ length: 100 }, (_, at) =>
    anIndicator(`a_rather_long_name_of_indicator_${at}`, {
      datasets: ids.slice(0, 3),
      dimensions: [dimension('age'), dimension('place'), dimension('program')],
      crosses: [
        ['age', 'place'],
        ['age', 'program'],
      ],
    }),
  );
  const workspace = aWorkspace(contracts, { indicators });
  const months = Array.from({ length: 36 }, (_, month) => {
    return `${2024 + Math.floor(month / 12)}-${String((month % 12) + 1).padStart(2, '0')}`;
  });
  const delivered = ids.flatMap((dataset) =>
    months.map((period) => {
      const deliveryId = `d${createHash('sha256').update(`${dataset} ${period}`).digest('hex').slice(0, 20)}`;
      return { dataset, period, rows: [], given: { deliveryId } };
    }),
  );
  const plan = aPlan(delivered, {
    indicators: indicators.map(({ id }) => ({
      id,
      family: id,
      scope: 'all',
      agreements: ['all'],
      policy: POLICY,
      boundBy: {},
    })),
  });
  return { workspace, plan };
}

function aManifest({ indicators }: RunPlan): Manifest {
  const columns = Array.from({ length: 12 }, (_, at) => ({ name: `column_${at}`, type: 'varchar' as const }));
  return {
    release_id: '0001',
    tables: indicators.map(({ id }) => ({ name: id, kind: 'indicator', columns, rows: 1, suppressed: 0 })),
  } as unknown as Manifest;
}

describe('a run of fifty agencies', () => {
  it('passes no message that Step Functions would refuse, and sends every statement once', async () => {
    const { workspace, plan } = aState();
    const world = aWorld();
    const { catalogue } = world;
    const releases = [aManifest(plan)];
    const all: Readonly<Record<string, (input: { family?: string }) => Promise<readonly Statement[]>>> = {
      PrepareLink: () =>
        prepareLink({
          plan,
          settings: workspace.collaborative.linkage,
          oncePerPerson: new Set(),
          engine: anEngine([]),
          catalogue,
          workbenches: { forAgency: neverAsked, forZone: neverAsked },
          zones: world.zones,
          progress: silent,
        }),
      Train: async () => [],
      Integrate: async () => integrateStatements(plan, workspace, catalogue),
      Measure: async ({ family }) => {
        const found = workspace.indicators.find(({ id }) => id === family);
        return found === undefined ? [] : measureStatements(plan, found, catalogue);
      },
      ShowViews: async () => viewStatements(releases),
    };
    const largest = new Map<string, number>();
    const writing = Object.entries(all).map(([by, statements]): [string, TaskRunner] => [
      by,
      async (input) => {
        const told = input as { family?: string; asked: Asked };
        await keepAsked(world.store, plan.run, told.asked);
        const name = told.family === undefined ? by : `${by}-${told.family}`;
        const answer = await nextStatements({ by: name, asked: told.asked }, await statements(told), world);
        const bytes = Buffer.byteLength(JSON.stringify(answer));
        largest.set(by, Math.max(largest.get(by) ?? 0, bytes));
        return answer;
      },
    ]);
    const others = ['Cluster', 'MeasureQuality', 'Protect', 'AuditProtection', 'Assemble', 'Publish'].map(
      (name): [string, TaskRunner] => [name, async () => ({})],
    );
    const sent: Statement[] = [];

    const output = await runWorkflow({
      definition: INTEGRATION,
      input: {},
      tasks: {
        Plan: async () => ({
          run: plan.run,
          release: plan.release,
          period: plan.period,
          unchanged: false,
          families: familiesOfPlan(plan),
        }),
        ...Object.fromEntries([...writing, ...others]),
        Announce: async () => ({ outcome: 'published' }),
      },
      engine: anEngine(sent),
    });

    const expected = await Promise.all([
      all['PrepareLink']?.({}) ?? [],
      all['Integrate']?.({}) ?? [],
      ...plan.indicators.map(({ id }) => all['Measure']?.({ family: id }) ?? []),
      all['ShowViews']?.({}) ?? [],
    ]);
    expect(output).toEqual({ outcome: 'published' });
    expect(sent.map(({ sql }) => sql)).toEqual(expected.flat().map(({ sql }) => sql));
    expect(sent.filter(({ name }) => name.endsWith('_history'))).toHaveLength(100);
    expect(analystViews(releases)).toHaveLength(200);
    expect(Math.max(...largest.values())).toBeLessThan(PAYLOAD_LIMIT);
    expect((await world.store.list(`${plan.run}/asked-Integrate-`)).length).toBeGreaterThan(1);
  }, 120_000);
});

function anEngine(sent: Statement[]): QueryEngine {
  return {
    execute: async (statement) => void sent.push(statement),
    query: async () => [],
    async *stream() {},
  };
}

function neverAsked(): never {
  throw new Error('no bench is needed');
}
