import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { makeCounty } from '../../lib/demo/county.ts';
import type { DatasetId } from '../../lib/workspace/workspace.ts';
import { SMALL_WORKSPACE, smallExtracts } from '../e2e/small-workspace.ts';
import { febrlFiles } from './febrl.ts';
import type { TwinDelivery, TwinWorkspace } from './twin-run.ts';

/** What is delivered before one integration run. */
export interface TwinCycle {
  readonly period: string;
  /** When the run takes place. */
  readonly at: string;
  readonly deliveries: readonly TwinDelivery[];
}

/** A workspace, and what happens in it. */
export interface TwinExample {
  readonly name: string;
  /** Lays the YAML into an empty workspace. */
  readonly lay: (workspace: TwinWorkspace) => Promise<void>;
  readonly cycles: () => Promise<readonly TwinCycle[]>;
}

const EXAMPLES = join(import.meta.dirname, '..', '..', 'examples');

/** Enough for every indicator to have cells, few enough for Trino to take seconds a statement at most. */
const PEOPLE = 600;

/** Every workspace under `examples/`, and a small one of two agencies that resubmits. */
export const TWIN_EXAMPLES: readonly TwinExample[] = [
  { name: 'two agencies', lay: (workspace) => workspace.write(SMALL_WORKSPACE), cycles: async () => small() },
  { name: 'febrl', lay: (workspace) => workspace.copy(join(EXAMPLES, 'febrl')), cycles: async () => febrl() },
  { name: 'registry', lay: (workspace) => workspace.copy(join(EXAMPLES, 'registry')), cycles: registry },
  {
    name: 'county',
    lay: (workspace) => workspace.copy(join(EXAMPLES, 'county')),
    cycles: async () => county(),
  },
];

function small(): readonly TwinCycle[] {
  return ['2026-Q1', '2026-Q2'].map((period, twist) => {
    const at = `2026-0${4 + 3 * twist}-10T08:00:00Z`;
    const { patients, visits, pupils } = smallExtracts(twist);
    const delivery = (dataset: DatasetId, content: string) => ({
      dataset,
      period,
      content,
      fileName: `${dataset.split('/')[1]}.csv`,
      at,
    });
    return {
      period,
      at,
      deliveries: [
        delivery('clinic/patients', patients),
        delivery('clinic/visits', visits),
        delivery('school/pupils', pupils),
      ],
    };
  });
}

function febrl(): readonly TwinCycle[] {
  const { original, copy } = febrlFiles(250, 'trino');
  const at = '2026-02-01T00:00:00Z';
  return [
    {
      period: '2025',
      at,
      deliveries: [
        { dataset: 'original/people', period: '2025', content: original, fileName: 'a.csv', at },
        { dataset: 'copy/people', period: '2025', content: copy, fileName: 'b.csv', at },
      ],
    },
  ];
}

const REGISTRY: readonly (readonly [DatasetId, string])[] = [
  ['registry/cases', 'registry/nbs_seed.csv'],
  ['laboratories/reports', 'laboratories/nbs_test.csv'],
  ['laboratories/messages', 'laboratories/expanded_nbs_test.csv'],
  ['laboratories/repeats', 'laboratories/better_test.csv'],
  ['health/patients', 'health/patients.csv'],
  ['health/encounters', 'health/encounters.csv'],
  ['health/coverage', 'health/payer_transitions.csv'],
  ['health/payers', 'health/payers.csv'],
];

async function registry(): Promise<readonly TwinCycle[]> {
  const at = '2026-04-20T16:00:00Z';
  const period = '2026-Q1';
  const deliveries = REGISTRY.map(async ([dataset, file]) => ({
    dataset,
    period,
    content: await readFile(join(EXAMPLES, 'registry', 'extracts', file)),
    fileName: file.split('/').at(-1) ?? '',
    at,
  }));
  return [{ period, at, deliveries: await Promise.all(deliveries) }];
}

function county(): readonly TwinCycle[] {
  const { files, cycles } = makeCounty({ people: PEOPLE, seed: 'trino' });
  const extracts = new Map<string, Uint8Array>();
  for (const { path, chunks } of files) extracts.set(path, Buffer.concat([...chunks]));
  return cycles.map(({ deliveries, now, runPeriod, runNow }) => ({
    period: runPeriod,
    at: runNow,
    deliveries: deliveries.map(({ agency, dataset, period, file }) => ({
      dataset: `${agency}/${dataset}` as const,
      period,
      content: extracts.get(file) ?? '',
      fileName: file.split('/').at(-1) ?? '',
      at: now,
    })),
  }));
}
