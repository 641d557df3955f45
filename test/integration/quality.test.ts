import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { measureQuality, type Quality } from '../../lib/integration/integrate.ts';
import {
  aColumn,
  aContract,
  aHost,
  aPlan,
  aWorkspace,
  type Delivered,
  type Host,
  integrated,
} from './county.ts';

const wic = aContract('health/wic', [aColumn('sex'), aColumn('race')]);
const school = aContract('schools/enrolment', [aColumn('sex')]);

function people(count: number, given: (at: number) => Record<string, string | null>) {
  return Array.from({ length: count }, (_, at) => ({
    record_id: `${given(at)['from']}${at}`,
    person: `p${at}`,
    ...given(at),
  }));
}

const delivered: readonly Delivered[] = [
  {
    dataset: 'health/wic',
    period: '2025-Q4',
    rows: people(100, (at) => ({
      from: 'w',
      sex: at < 5 ? 'X' : at < 55 ? 'F' : 'M',
      race: at < 20 ? null : 'asian',
    })),
    given: {
      rows: { read: 142, accepted: 100, quarantined: 30, withheld: 12 },
      missing: { ssn: 400, sex: 0 },
    },
  },
  {
    dataset: 'schools/enrolment',
    period: '2026-Q1',
    rows: people(80, (at) => ({ from: 's', sex: at < 30 ? 'M' : 'F' })),
    given: { late: true },
  },
];
const linked = { 'health/wic': 80, 'schools/enrolment': 77 };
const links = (['health/wic', 'schools/enrolment'] as const).flatMap((dataset) =>
  delivered
    .flatMap((delivery) => (delivery.dataset === dataset ? delivery.rows : []))
    .map((row, at) => ({
      scope: 'all',
      record_id: String(row['record_id']),
      person_id: String(row['person']),
      links: at < linked[dataset] ? 1_000_000n : 0n,
      expected_false: at < linked[dataset] ? 20_000n : 0n,
      expected_missed: at < linked[dataset] ? 0n : 98_000n,
    })),
);

describe('quality', () => {
  let host: Host;
  let quality: Quality;
  beforeAll(async () => {
    host = await aHost();
    const plan = aPlan(delivered);
    const workspace = aWorkspace([wic, school]);
    await integrated(host, plan, workspace, delivered, links);
    quality = await measureQuality(host.engine, plan, workspace);
  });
  afterAll(() => host[Symbol.asyncDispose]());

  const dataQuality = (dataset: string, measure: string) =>
    quality.dataQuality.rows.filter((row) => row['dataset'] === dataset && row['measure'] === measure);

  it('says which periods came, came late, or are missing', () => {
    const slots = [...dataQuality('wic', 'delivered'), ...dataQuality('enrolment', 'delivered')];

    expect(slots.map(({ dataset, period, note, records }) => [dataset, period, note, records])).toEqual([
      ['wic', '2025-Q4', 'on time', 100n],
      ['wic', '2026-Q1', 'missing', null],
      ['enrolment', '2026-Q1', 'late', 75n],
    ]);
  });

  it('counts what intake kept back, rounded', () => {
    const [quarantined] = dataQuality('wic', 'quarantined');
    const [withheld] = dataQuality('wic', 'withheld');

    expect(quarantined).toMatchObject({ records: 125n, affected: 25n, share: '0.2000', status: 'published' });
    expect(withheld).toMatchObject({ records: 100n, affected: 25n, status: 'published' });
  });

  it('counts missing values of kept columns and of identifiers, and hides the small', () => {
    const missing = dataQuality('wic', 'missing');

    expect(missing.map(({ attribute, affected, status }) => [attribute, affected, status])).toEqual([
      ['ssn', 50n, 'published'],
      ['sex', 0n, 'published'],
      ['race', 25n, 'published'],
    ]);
  });

  it('counts people on whom datasets disagree', () => {
    const [sex] = dataQuality('all', 'disagreement');

    expect(sex).toMatchObject({
      agency: 'All',
      attribute: 'sex',
      records: 75n,
      affected: 50n,
      status: 'published',
    });
  });

  it('estimates precision also where nearly all records are linked and the rest is hidden', () => {
    const [total] = quality.linkageQuality.rows.filter(({ dataset }) => dataset === 'enrolment');

    expect(total).toMatchObject({
      records: 75n,
      linked: null,
      expected_precision: '0.9800',
      status: 'suppressed',
    });
  });

  it('estimates precision and recall of linkage by period and group, and hides small groups', () => {
    const rows = quality.linkageQuality.rows.filter(({ dataset }) => dataset === 'wic');

    expect(
      rows.map((row) => [
        row['group_by'],
        row['group_code'],
        row['records'],
        row['linked'],
        row['expected_precision'],
        row['expected_recall'],
      ]),
    ).toEqual([
      ['Total', 'Total', 100n, 75n, '0.9800', '0.9756'],
      ['race', 'Unknown', 25n, 25n, '0.9800', '1.0000'],
      ['race', 'asian', 75n, 50n, '0.9800', '0.9677'],
      ['sex', 'F', 50n, 50n, '0.9800', '1.0000'],
      ['sex', 'M', 50n, 25n, '0.9800', '0.9259'],
      ['sex', 'X', null, null, null, null],
    ]);
  });
});
