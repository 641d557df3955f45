import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  aColumn,
  aContract,
  aHost,
  aPlan,
  aWorkspace,
  type Delivered,
  type Host,
  integrated,
  rowsOf,
} from './county.ts';

const GAP = 10;
const snap = aContract(
  'welfare/snap',
  [aColumn('start', { type: 'date' }), aColumn('finish', { type: 'date' })],
  {
    spell: { program: 'snap', start: 'start', end: 'finish', gapDays: GAP },
  },
);
const shelter = aContract('homeless/stays', [aColumn('kind'), aColumn('day', { type: 'date' })], {
  event: { kind: 'kind', date: 'day' },
});

interface Stay {
  readonly from: number;
  readonly to: number | null;
}

const day = (number: number) => new Date(Date.UTC(2026, 0, 1 + number)).toISOString().slice(0, 10);

/** Day by day, as a person would do it on a calendar. */
function mergedByHand(stays: readonly Stay[]): Stay[] {
  const merged: { from: number; to: number }[] = [];
  const bounded = stays.map(({ from, to }) => ({ from, to: to ?? Number.POSITIVE_INFINITY }));
  for (const stay of bounded.filter(({ from, to }) => to >= from).toSorted((a, b) => a.from - b.from)) {
    const last = merged.at(-1);
    if (last !== undefined && stay.from - last.to - 1 <= GAP) last.to = Math.max(last.to, stay.to);
    else merged.push({ ...stay });
  }
  return merged.map(({ from, to }) => ({ from, to: to === Number.POSITIVE_INFINITY ? null : to }));
}

describe('spells', () => {
  let host: Host;
  beforeAll(async () => {
    host = await aHost();
  });
  afterAll(() => host[Symbol.asyncDispose]());

  it('merges stays that overlap or lie within the gap, for any stays', async () => {
    const stay = fc.record({
      from: fc.integer({ min: 0, max: 120 }),
      length: fc.option(fc.integer({ min: -2, max: 40 }), { freq: 6 }),
    });
    const [people = []] = fc.sample(
      fc.array(fc.array(stay, { minLength: 1, maxLength: 8 }), { minLength: 150, maxLength: 150 }),
      { numRuns: 1, seed: 7 },
    );
    const stays = people.map((list) =>
      list.map(({ from, length }) => ({ from, to: length === null ? null : from + length })),
    );
    const rows = stays.flatMap((list, person) =>
      list.map(({ from, to }, at) => ({
        record_id: `r${person}-${at}`,
        person: `p${person}`,
        start: day(from),
        finish: to === null ? null : day(to),
      })),
    );
    const delivered: Delivered[] = [{ dataset: 'welfare/snap', period: '2026-Q1', rows }];

    await integrated(host, aPlan(delivered), aWorkspace([snap]), delivered);
    const spells = await rowsOf(
      host,
      'SELECT person_id, program, start_date, end_date FROM spells ORDER BY person_id, start_date',
    );

    const expected = stays
      .flatMap((list, person) =>
        mergedByHand(list).map(({ from, to }) => ({
          person_id: `p${person}`,
          program: 'snap',
          start_date: day(from),
          end_date: to === null ? null : day(to),
        })),
      )
      .toSorted((a, b) =>
        a.person_id === b.person_id
          ? a.start_date < b.start_date
            ? -1
            : 1
          : a.person_id < b.person_id
            ? -1
            : 1,
      );
    expect(spells).toEqual(expected);
  });
});

describe('a record that two periods deliver', () => {
  let host: Host;
  beforeAll(async () => {
    host = await aHost();
  });
  afterAll(() => host[Symbol.asyncDispose]());

  it('is one stay and one event, as the later period has it', async () => {
    const delivered: Delivered[] = [
      {
        dataset: 'welfare/snap',
        period: '2025-Q4',
        rows: [{ record_id: 's', person: 'p', start: '2025-11-01', finish: null }],
      },
      {
        dataset: 'welfare/snap',
        period: '2026-Q1',
        rows: [{ record_id: 's', person: 'p', start: '2025-11-01', finish: '2026-02-01' }],
      },
      {
        dataset: 'homeless/stays',
        period: '2025-Q4',
        rows: [{ record_id: 'e', person: 'p', kind: 'entry', day: '2025-12-01' }],
      },
      {
        dataset: 'homeless/stays',
        period: '2026-Q1',
        rows: [
          { record_id: 'e', person: 'p', kind: 'entry', day: '2025-12-02' },
          { record_id: 'undated', person: 'p', kind: 'entry', day: null },
        ],
      },
    ];

    await integrated(host, aPlan(delivered), aWorkspace([snap, shelter]), delivered);
    const spells = await rowsOf(host, 'SELECT start_date, end_date, records FROM spells');
    const events = await rowsOf(host, 'SELECT * FROM events');

    expect(spells).toEqual([{ start_date: '2025-11-01', end_date: '2026-02-01', records: 1n }]);
    expect(events).toEqual([
      {
        person_id: 'p',
        kind: 'entry',
        event_date: '2025-12-02',
        agency: 'homeless',
        dataset: 'stays',
        record_id: 'e',
      },
    ]);
  });
});
