import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { System } from '../../../lib/disclosure/model/system.ts';
import { sensitiveQuantities } from '../../../lib/disclosure/rules/needs.ts';
import { eliminate, placesByKey } from '../../../lib/disclosure/suppress/elimination.ts';
import type { SuppressionSettings } from '../../../lib/disclosure/suppress/suppress.ts';
import { aPolicy, twoWay } from '../tables.ts';

const settings: SuppressionSettings = {
  reader: { zeros: 'protected', insiders: 0 },
  cost: 'cells',
  keep: new Set(),
};
const table = twoWay([
  [2, 30, 20],
  [30, 40, 25],
  [20, 35, 45],
]);
const small = sensitiveQuantities(table, aPolicy());

/** Whether a vector is a combination of others: plain elimination of a whole matrix in fractions of a small prime. */
function follows(vector: readonly number[], from: readonly (readonly number[])[]): boolean {
  const prime = 10_007;
  const inverse = (value: number): number => {
    let found = 1;
    while ((found * value) % prime !== 1) found += 1;
    return found;
  };
  const leads: { readonly lead: number; readonly vector: readonly number[] }[] = [];
  const rest = (given: readonly number[]) =>
    leads.reduce((left, { lead, vector: unit }) => {
      const factor = left[lead] ?? 0;
      return left.map((value, at) => (value + (prime - factor) * (unit[at] ?? 0)) % prime);
    }, given);
  for (const known of from) {
    const left = rest(known);
    const lead = left.findIndex((value) => value !== 0);
    if (lead === -1) continue;
    const factor = inverse(left[lead] ?? 1);
    leads.push({ lead, vector: left.map((value) => (value * factor) % prime) });
  }
  return rest(vector).every((value) => value === 0);
}

/** The rule of elimination to the letter: each row in turn, with everything worked out anew. */
function eliminatedPlainly(system: System, primary: ReadonlySet<number>): ReadonlySet<number> {
  const places = placesByKey(system);
  const form = (at: number) => system.rows[at]?.quantities[0]?.form ?? [];
  const value = (at: number) => system.rows[at]?.quantities[0]?.value ?? 0;
  const vector = (at: number) =>
    Array.from({ length: system.variables }, (_, variable) => (form(at).includes(variable) ? 1 : 0));
  const hidden = new Set(primary);
  const shown: number[][] = [];
  const order = system.rows
    .map((_, at) => at)
    .filter((at) => !primary.has(at))
    .sort((left, right) => value(right) - value(left) || (places[left] ?? 0) - (places[right] ?? 0));
  for (const at of order) {
    const more = [...shown, vector(at)];
    const gives = [...hidden].some((row) => !follows(vector(row), shown) && follows(vector(row), more));
    if (gives) hidden.add(at);
    else shown.push(vector(at));
  }
  return hidden;
}

describe('elimination', () => {
  it('hides just what the rule hides when each row is worked out anew', () => {
    const counts = fc.integer({ min: 2, max: 5 }).chain((columns) =>
      fc.array(fc.array(fc.nat(12), { minLength: columns, maxLength: columns }), {
        minLength: 2,
        maxLength: 5,
      }),
    );

    fc.assert(
      fc.property(counts, (given) => {
        const random = twoWay(given);
        const sensitive = sensitiveQuantities(random, aPolicy());

        const hidden = eliminate(random, sensitive, settings);

        const plainly = eliminatedPlainly(random, new Set(sensitive.map(({ row }) => row)));
        expect([...hidden].sort()).toEqual([...plainly].sort());
      }),
      { numRuns: 40 },
    );
  });

  it('hides what would make a small cell a combination of published ones, and no margin where inner cells do', () => {
    const hidden = eliminate(table, small, settings);

    expect(hidden.size).toBe(4);
    expect([...hidden].every((at) => at < 9)).toBe(true);
  });

  it('publishes rows that are to be kept before larger ones', () => {
    const others = [...eliminate(table, small, settings)].filter((at) => at !== 0);

    const hidden = eliminate(table, small, { ...settings, keep: new Set(others) });

    expect(others.some((at) => hidden.has(at))).toBe(false);
  });

  it('takes numbers known from elsewhere for published', () => {
    const known = { ...table, facts: [{ terms: [[0, 1] as const, [8, 1] as const], low: 47, high: 47 }] };

    const hidden = eliminate(known, small, settings);

    expect(eliminate(table, small, settings).has(8)).toBe(false);
    expect(hidden.has(8)).toBe(true);
  });

  it('hides a shown number that a secret follows from', () => {
    const secret = { name: 'earlier', terms: [[4, 1] as const], width: 1, whole: true };

    const hidden = eliminate({ ...table, secrets: [secret] }, [], settings);

    expect(hidden.has(4)).toBe(true);
  });

  it('breaks ties by key, whatever the order of rows', () => {
    const reversed = { ...table, rows: table.rows.toReversed() };

    const places = placesByKey(table);
    const others = placesByKey(reversed).toReversed();

    expect([...places]).toEqual([...others]);
  });
});
