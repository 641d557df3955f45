import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Access } from '../../lib/ports/access-log.ts';
import { type Baseline, emptyBaseline, memoryDays } from '../../lib/watch/baseline.ts';
import { judgeAccess } from '../../lib/watch/unusual-access.ts';
import { addDays, type IsoDate } from '../../lib/workspace/workspace.ts';

const START = '2026-01-05' as IsoDate;

/** An access on the so many-th day of watching. */
function anAccess(day: number, changes: Partial<Access> & { readonly hour?: number } = {}): Access {
  const { hour = 14, ...given } = changes;
  return {
    at: `${addDays(START, day)}T${String(hour).padStart(2, '0')}:05:00.000Z`,
    role: 'Train',
    kind: 'step',
    zone: 'tokens',
    action: 'read',
    bytes: 1_000_000,
    event: `event-${day}`,
    ...given,
  };
}

const many = (count: number, access: Access): Access[] => Array.from({ length: count }, () => access);
const analyst = { role: 'Analyst', kind: 'person', zone: 'queries of analyst', action: 'query' } as const;

/** What is known after accesses on these days. */
function learned(accesses: readonly Access[], cycle: 'month' | 'quarter' | 'year' = 'month'): Baseline {
  return judgeAccess(emptyBaseline(START), accesses, cycle).baseline;
}

/** Four weeks of working days, each with a few accesses. */
function fourWeeks(changes: Partial<Access> & { readonly hour?: number } = {}): Baseline {
  const days = Array.from({ length: 28 }, (_, day) => day).filter((day) => day % 7 < 5);
  return learned(days.flatMap((day) => many(3, anAccess(day, changes))));
}

describe('unusual access', () => {
  it('finds nothing in what has been seen before', () => {
    const { findings } = judgeAccess(fourWeeks(), [anAccess(28)], 'month');

    expect(findings).toEqual([]);
  });

  it('finds a role in a zone in which it never was', () => {
    const { findings } = judgeAccess(fourWeeks(), [anAccess(28, { zone: 'records' })], 'month');

    expect(findings).toMatchObject([
      { what: 'new access', role: 'Train', zone: 'records', events: ['event-28'] },
    ]);
    expect(findings[0]?.says).toBe('Train has never read records before.');
  });

  it('finds a role that does something else in a zone that it knows', () => {
    const { findings } = judgeAccess(fourWeeks(), [anAccess(28, { action: 'delete' })], 'month');

    expect(findings[0]?.says).toBe('Train has never deleted from tokens before.');
  });

  it('finds somebody else than before using the root key', () => {
    const known = fourWeeks({ role: 'Tokenize', zone: 'root key', action: 'derive', bytes: 0 });
    const other = anAccess(28, { role: 'Plan', zone: 'root key', action: 'derive', bytes: 0 });

    const { findings } = judgeAccess(known, [other], 'month');

    expect(findings[0]?.says).toBe('Plan has never derived a key from root key before.');
  });

  it('finds a person who works at night', () => {
    const { findings } = judgeAccess(fourWeeks(analyst), [anAccess(28, { ...analyst, hour: 3 })], 'month');

    expect(findings).toMatchObject([{ what: 'new hour', role: 'Analyst' }]);
    expect(findings[0]?.says).toBe('Analyst has never worked on a working day at 03:00 UTC before.');
  });

  it('finds a person who works at the weekend', () => {
    const { findings } = judgeAccess(fourWeeks(analyst), [anAccess(33, analyst)], 'month');

    expect(findings[0]?.says).toBe('Analyst has never worked at the weekend at 14:00 UTC before.');
  });

  it('lets a person begin an hour earlier or later', () => {
    const accesses = [13, 15].map((hour) => anAccess(28, { ...analyst, hour }));

    expect(judgeAccess(fourWeeks(analyst), accesses, 'month').findings).toEqual([]);
  });

  it('lets functions work at any hour, since deliveries come at any hour', () => {
    expect(judgeAccess(fourWeeks(), [anAccess(33, { hour: 3 })], 'month').findings).toEqual([]);
  });

  it('finds far more objects than on any earlier day', () => {
    const { findings } = judgeAccess(fourWeeks(), many(600, anAccess(28, { bytes: 0 })), 'month');

    expect(findings).toMatchObject([{ what: 'new volume', seen: { count: 600 }, usual: { count: 3 } }]);
  });

  it('finds far more bytes than on any earlier day', () => {
    const { findings } = judgeAccess(fourWeeks(analyst), [anAccess(28, { ...analyst, bytes: 4e9 })], 'month');

    expect(findings[0]?.says).toBe(
      'Analyst has asked queries of analyst 1 times (3815 MB) on 2026-02-02; the most of any earlier day is 3 times and 3 MB.',
    );
  });

  it('adds up a day that comes in many small parts', () => {
    const parts = Array.from({ length: 12 }, () => many(100, anAccess(28, { bytes: 0 })));
    const start = { baseline: fourWeeks(), found: 0 };

    const end = parts.reduce((so, part) => {
      const { findings, baseline } = judgeAccess(so.baseline, part, 'month');
      return { baseline, found: so.found + findings.length };
    }, start);

    expect(end.found).toBe(1);
  });

  it('says nothing of a busy day that is no more than usual times a few', () => {
    const busy = learned([0, 1, 2, 3, 4].flatMap((day) => many(1000, anAccess(day))));

    expect(judgeAccess(busy, many(2500, anAccess(28)), 'month').findings).toEqual([]);
  });

  it('does not find the same twice', () => {
    const odd = anAccess(28, { zone: 'records' });
    const first = judgeAccess(fourWeeks(), [odd], 'month');

    expect(judgeAccess(first.baseline, [odd], 'month').findings).toEqual([]);
  });

  it('says nothing in the first two weeks, when everything is new', () => {
    expect(judgeAccess(emptyBaseline(START), [anAccess(3)], 'month').findings).toEqual([]);
    expect(judgeAccess(fourWeeks(), [anAccess(13, { zone: 'records' })], 'month').findings).toEqual([]);
  });

  it('tells of strangers and of refused calls from the first day on', () => {
    const stranger = anAccess(1, { role: 'SomeAdmin', kind: 'other' });
    const refused = anAccess(1, { role: 'Analyst', kind: 'person', action: 'refused' });

    const { findings } = judgeAccess(emptyBaseline(START), [stranger, refused], 'month');

    expect(findings.map(({ says }) => says)).toEqual([
      'SomeAdmin has never read tokens before.',
      'Analyst has never been refused at tokens before.',
    ]);
  });

  it('remembers a role that works once a quarter until two quarters have passed', () => {
    const once = learned([anAccess(0)], 'quarter');

    expect(judgeAccess(once, [anAccess(92)], 'quarter').findings).toEqual([]);
    expect(judgeAccess(once, [anAccess(memoryDays('quarter') + 1)], 'quarter').findings).toHaveLength(1);
  });

  it('forgets, so that what it remembers does not grow without end', () => {
    const years = Array.from({ length: 700 }, (_, day) => anAccess(day, analyst));

    const { habits } = learned(years);

    expect(Object.keys(habits['Analyst|queries of analyst|query'] ?? {}).length).toBeLessThanOrEqual(
      memoryDays('month') + 1,
    );
  });

  it('comes to the same whatever the order of accesses', () => {
    const accesses = [
      anAccess(28),
      anAccess(28, { zone: 'records' }),
      anAccess(29, { action: 'write' }),
      anAccess(20),
    ];

    fc.assert(
      fc.property(fc.shuffledSubarray(accesses, { minLength: accesses.length }), (shuffled) => {
        const { findings, baseline } = judgeAccess(fourWeeks(), shuffled, 'month');

        expect(baseline.habits).toEqual(judgeAccess(fourWeeks(), accesses, 'month').baseline.habits);
        expect(findings.map(({ says }) => says).toSorted()).toEqual([
          'Train has never read records before.',
          'Train has never written to tokens before.',
        ]);
      }),
    );
  });
});
