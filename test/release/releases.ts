import type { RunPlan } from '../../lib/governance/governance.ts';
import type { ColumnDefinition } from '../../lib/ports/catalogue.ts';
import type { SqlRow } from '../../lib/ports/query-engine.ts';
import {
  type AssemblyInput,
  addIndicator,
  assembleCandidate,
  type Manifest,
  publishRelease,
} from '../../lib/release/release.ts';
import {
  aColumn,
  aContract,
  anIndicator,
  aPlan,
  aWorkspace,
  type Delivered,
  type Host,
  POLICY,
} from '../integration/county.ts';

const DATASET = 'health/wic';

export const CHILDREN_COLUMNS: readonly ColumnDefinition[] = [
  { name: 'age', type: 'varchar', comment: 'age group' },
  { name: 'persons', type: 'bigint', comment: 'children' },
  { name: 'rate', type: 'decimal', comment: 'share' },
  { name: 'status', type: 'varchar' },
  { name: 'period', type: 'varchar' },
];

export function aRow(age: string, persons: bigint | null, period = '2026-Q1'): SqlRow {
  return {
    age,
    persons,
    rate: persons === null ? null : '0.2500',
    status: persons === null ? 'suppressed' : 'published',
    period,
  };
}

export const ROWS: readonly SqlRow[] = [
  aRow('0', 120n),
  aRow('1', null),
  aRow('2', null),
  aRow('Total', 9_007_199_254_740_993n),
];

export const DELIVERED: readonly Delivered[] = [
  { dataset: DATASET, period: '2025-Q4', rows: [] },
  { dataset: DATASET, period: '2026-Q1', rows: [] },
];

export const CHILDREN = anIndicator('children', {
  datasets: [DATASET],
  dimensions: [
    {
      name: 'age',
      title: 'Age',
      column: 'age',
      codes: [{ code: '0', label: 'under one' }],
      rollups: {},
      total: true,
      multiple: false,
    },
  ],
});

export const WORKSPACE = aWorkspace(
  [aContract(DATASET, [aColumn('race', { description: 'race as stated' })])],
  { indicators: [CHILDREN, anIndicator('overlap', { datasets: [DATASET] })] },
);

export function planOf(release: string, given: Partial<RunPlan> = {}): RunPlan {
  return aPlan(DELIVERED, {
    run: `r${release}`,
    release,
    indicators: [
      { id: 'children', family: 'children', scope: 'all', agreements: ['all'], policy: POLICY, boundBy: {} },
    ],
    skipped: [{ what: 'indicator', id: 'overlap', reason: 'no agreement permits it' }],
    inputsDigest: `inputs of ${release}`,
    ...given,
  });
}

export function clockAt(time: string) {
  return { now: () => new Date(time) };
}

/** Adds the indicator and assembles the rest. */
export async function assembled(
  host: Host,
  plan: RunPlan,
  rows: readonly SqlRow[] = ROWS,
  given: Partial<AssemblyInput> = {},
) {
  await addIndicator(
    plan,
    { indicator: CHILDREN, columns: CHILDREN_COLUMNS, rows },
    host.zones.release,
    host.workbench,
  );
  const quality = {
    dataQuality: { columns: [{ name: 'agency', type: 'varchar' as const }], rows: [] },
    linkageQuality: { columns: [{ name: 'scope', type: 'varchar' as const }], rows: [] },
  };
  return assembleCandidate(
    { plan, workspace: WORKSPACE, quality, lost: [], programVersion: '0.1.0', ...given },
    host.zones.release,
    host.workbench,
  );
}

/** A published release. */
export async function published(
  host: Host,
  release: string,
  rows: readonly SqlRow[] = ROWS,
  given: Partial<RunPlan> = {},
): Promise<Manifest> {
  const plan = planOf(release, given);
  await assembled(host, plan, rows);
  return publishRelease(plan.run, release, portsOf(host));
}

export function portsOf(host: Host, time = '2026-04-20T10:00:00Z') {
  return {
    store: host.zones.release,
    workbench: host.workbench,
    catalogue: host.catalogue,
    clock: clockAt(time),
  };
}

/** Every object below a prefix with its content, as text that compares byte by byte. */
export async function contentOf(host: Host, prefix: string): Promise<Record<string, string>> {
  const found = await host.zones.release.list(prefix);
  return Object.fromEntries(
    await Promise.all(
      found.map(async ({ key }) => [key, Buffer.from(await host.zones.release.get(key)).toString('base64')]),
    ),
  );
}
