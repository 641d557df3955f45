import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { makeCounty } from '../../lib/demo/county.ts';
import { SMALL_WORKSPACE, smallExtracts } from '../e2e/small-workspace.ts';
import type { Comparison } from './twin-engine.ts';
import { TwinWorkspace } from './twin-run.ts';

const COUNTY = fileURLToPath(new URL('../../examples/county', import.meta.url));

/** Enough for every indicator to have cells, few enough for Trino to take seconds a statement at most. */
const PEOPLE = 600;

it('two runs of two agencies send no statement that the engines answer differently', async () => {
  await using workspace = await TwinWorkspace.open();
  await workspace.write(SMALL_WORKSPACE);
  const compared: Comparison[] = [];

  for (const [twist, period] of ['2026-Q1', '2026-Q2'].entries()) {
    const at = `2026-0${4 + 3 * twist}-10T08:00:00Z`;
    const { patients, visits, pupils } = smallExtracts(twist);
    await workspace.deliver({
      dataset: 'clinic/patients',
      period,
      content: patients,
      fileName: 'patients.csv',
      at,
    });
    await workspace.deliver({
      dataset: 'clinic/visits',
      period,
      content: visits,
      fileName: 'visits.csv',
      at,
    });
    await workspace.deliver({
      dataset: 'school/pupils',
      period,
      content: pupils,
      fileName: 'pupils.csv',
      at,
    });
    compared.push(...(await workspace.run(period, at)));
  }

  console.info(summary(compared));
  expect(differing(compared)).toEqual([]);
  expect(stepsSeen(compared)).toEqual(new Set(['link', 'integrate', 'measure', 'views']));
});

it('two runs of the county send no statement that the engines answer differently', async () => {
  await using workspace = await TwinWorkspace.open();
  await workspace.copy(COUNTY);
  const county = makeCounty({ people: PEOPLE, seed: 'trino' });
  const extracts = new Map<string, Uint8Array>();
  for (const { path, chunks } of county.files) extracts.set(path, Buffer.concat([...chunks]));
  const compared: Comparison[] = [];

  for (const cycle of county.cycles) {
    for (const { agency, dataset, period, file } of cycle.deliveries) {
      const content = extracts.get(file) ?? '';
      await workspace.deliver({
        dataset: `${agency}/${dataset}`,
        period,
        content,
        fileName: file.split('/').at(-1) ?? '',
        at: cycle.now,
      });
    }
    compared.push(...(await workspace.run(cycle.runPeriod, cycle.runNow)));
  }

  console.info(summary(compared));
  expect(differing(compared)).toEqual([]);
  expect(stepsSeen(compared)).toEqual(new Set(['link', 'integrate', 'measure', 'views']));
});

/** Says what was compared, so that a suite that compares nothing cannot pass unseen. */
function summary(compared: readonly Comparison[]): string {
  const rows = compared.reduce((sum, comparison) => sum + comparison.rows, 0);
  const texts = new Set(compared.map(({ sql }) => sql.replaceAll(/r\d{4}/g, 'run')));
  return `${compared.length} statements (${texts.size} distinct), ${rows} rows: ${differing(compared).length} differ`;
}

function differing(compared: readonly Comparison[]): readonly Comparison[] {
  return compared.filter(({ difference }) => difference !== undefined);
}

/** Which parts of a run sent statements that had rows to compare. */
function stepsSeen(compared: readonly Comparison[]): ReadonlySet<string> {
  const steps = [
    ['link', /"work"|linkage/],
    ['integrate', /"integrated_[^"]*"\."persons"/],
    ['measure', /"cells_/],
    ['views', /"released"\./],
  ] as const;
  const withRows = compared.filter(({ rows }) => rows > 0);
  return new Set(
    steps.filter(([, sign]) => withRows.some(({ sql }) => sign.test(sql))).map(([step]) => step),
  );
}
