import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { attackPattern } from '../../../lib/disclosure/attack/attack.ts';
import {
  EMPTY_SYSTEM,
  type Pattern,
  type Reader,
  type Row,
  type Sensitive,
  type System,
} from '../../../lib/disclosure/model/system.ts';
import { sensitiveQuantities } from '../../../lib/disclosure/rules/needs.ts';
import {
  type SuppressionSettings,
  suppress,
  suppressMore,
} from '../../../lib/disclosure/suppress/suppress.ts';
import { aPolicy, holdsByBruteForce, twoWay } from '../tables.ts';

const settings = (given: Partial<SuppressionSettings> = {}): SuppressionSettings => ({
  reader: { zeros: 'protected', insiders: 0 },
  cost: 'cells',
  keep: new Set(),
  ...given,
});

/** Suppression and attack in turns, as the product does it. */
async function protectedPattern(
  system: System,
  sensitive: readonly Sensitive[],
  given: SuppressionSettings,
): Promise<{ readonly hidden: Pattern; readonly passed: boolean }> {
  let hidden = await suppress(system, sensitive, given);
  for (;;) {
    const verdict = await attackPattern(system, hidden, sensitive, given.reader);
    if (verdict.passed) return { hidden, passed: true };
    const wider = await suppressMore(system, hidden, sensitive, verdict.weaknesses, given);
    if (wider.size === hidden.size) return { hidden, passed: false };
    hidden = wider;
  }
}

function everythingHidden(system: System, hidden: Pattern): boolean {
  return system.rows.every((row, at) => hidden.has(at) || row.quantities.every(({ value }) => value === 0));
}

/** Three crosses of three dimensions with all their margins; no finest cell is published. */
function linked(counts: readonly number[], sizes: readonly [number, number, number]): System {
  const [a, b, c] = sizes;
  const number = (i: number, j: number, k: number) => (i * b + j) * c + k;
  const all = (size: number) => Array.from({ length: size }, (_, at) => at);
  const levels = (size: number) => [...all(size).map((at) => [at]), all(size)];
  const rows = new Map<string, Row>();
  for (const [is, js, ks] of [
    [levels(a), levels(b), [all(c)]],
    [levels(a), [all(b)], levels(c)],
    [[all(a)], levels(b), levels(c)],
  ] as const) {
    for (const i of is)
      for (const j of js)
        for (const k of ks) {
          const form = i.flatMap((x) => j.flatMap((y) => k.map((z) => number(x, y, z))));
          const key = [i, j, k].map((codes, at) => (codes.length === sizes[at] ? 'Total' : codes.join()));
          rows.set(key.join('|'), {
            key,
            root: 0,
            quantities: [
              {
                name: 'count',
                role: 'count',
                form,
                shown: true,
                value: form.reduce((sum, at) => sum + (counts[at] ?? 0), 0),
              },
            ],
          });
        }
  }
  return { ...EMPTY_SYSTEM, variables: counts.length, truth: counts, rows: [...rows.values()] };
}

describe('suppress', () => {
  it('hides no more than it takes where one small cell needs three others', async () => {
    const system = twoWay([
      [20, 30, 2],
      [40, 25, 30],
      [35, 45, 50],
    ]);
    const sensitive = sensitiveQuantities(system, aPolicy());

    const hidden = await suppress(system, sensitive, settings());

    expect(hidden.size).toBe(4);
    expect(hidden.has(2)).toBe(true);
  });

  it('always holds against the attack, in tables small enough to try everything', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.array(fc.integer({ min: 0, max: 6 }), { minLength: 3, maxLength: 3 }), {
          minLength: 2,
          maxLength: 3,
        }),
        fc.constantFrom('published' as const, 'protected' as const),
        async (counts, zeros) => {
          const policy = aPolicy({ zeros, threshold: 3 });
          const system = twoWay(counts);
          const sensitive = sensitiveQuantities(system, policy);
          const given = settings({ reader: { zeros, insiders: 0 } });

          const { hidden, passed } = await protectedPattern(system, sensitive, given);

          const holds = passed && holdsByBruteForce(system, hidden, sensitive, policy, 9);
          expect(holds || everythingHidden(system, hidden)).toBe(true);
        },
      ),
      { numRuns: 25, seed: 7 },
    );
  }, 60_000);

  it('always holds against the attack in linked crosses of three dimensions', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.integer({ min: 0, max: 12 }), { minLength: 24, maxLength: 24 }),
        fc.constantFrom('published' as const, 'protected' as const),
        async (counts, zeros) => {
          const system = linked(counts, [4, 3, 2]);
          const sensitive = sensitiveQuantities(system, aPolicy({ zeros, threshold: 5 }));
          const given = settings({ reader: { zeros, insiders: 0 } });

          const { hidden, passed } = await protectedPattern(system, sensitive, given);

          expect(passed || everythingHidden(system, hidden)).toBe(true);
        },
      ),
      { numRuns: 15, seed: 11 },
    );
  }, 60_000);

  it('does not depend on the order of rows', async () => {
    const system = twoWay([
      [5, 30, 2, 9],
      [40, 1, 30, 8],
      [35, 45, 50, 3],
    ]);
    const order = system.rows.map((_, at) => (at * 7) % system.rows.length);
    const shuffled: System = { ...system, rows: order.flatMap((at) => system.rows[at] ?? []) };
    const policy = aPolicy({ threshold: 4 });
    const keysOf = (from: System, hidden: Pattern) =>
      [...hidden].map((at) => from.rows[at]?.key.join('|')).sort();

    const plain = await suppress(system, sensitiveQuantities(system, policy), settings());
    const again = await suppress(shuffled, sensitiveQuantities(shuffled, policy), settings());

    expect(keysOf(shuffled, again)).toEqual(keysOf(system, plain));
  });

  it('hides fewer people, not fewer cells, where people are what counts', async () => {
    const system = twoWay([
      [2, 100, 8, 7],
      [100, 900, 300, 200],
      [9, 400, 6, 300],
      [8, 300, 200, 7],
    ]);
    const sensitive = sensitiveQuantities(system, aPolicy());
    const people = (hidden: Pattern) =>
      [...hidden].reduce((sum, at) => sum + (system.rows[at]?.quantities[0]?.value ?? 0), 0);

    const byCells = await suppress(system, sensitive, settings());
    const byPeople = await suppress(system, sensitive, settings({ cost: 'people' }));

    expect(byCells.size).toBeLessThanOrEqual(byPeople.size);
    expect(people(byPeople)).toBeLessThanOrEqual(people(byCells));
  });

  it('keeps the rows that are to be kept wherever others will do', async () => {
    const system = twoWay([
      [2, 50, 60],
      [70, 80, 90],
      [55, 65, 75],
    ]);
    const sensitive = sensitiveQuantities(system, aPolicy());
    const without = await suppress(system, sensitive, settings());
    const keep = new Set([...without].filter((at) => at !== 0));

    const hidden = await suppress(system, sensitive, settings({ keep }));

    expect([...hidden].filter((at) => keep.has(at))).toEqual([]);
    const { passed } = await attackPattern(system, hidden, sensitive, settings().reader);
    expect(passed).toBe(true);
  });

  it('hides a row that is to be kept where nothing else does', async () => {
    const system = twoWay([[2, 40]]);
    const sensitive = sensitiveQuantities(system, aPolicy());
    const keep = new Set(system.rows.map((_, at) => at).filter((at) => at !== 0));

    const hidden = await suppress(system, sensitive, settings({ keep }));

    const { passed } = await attackPattern(system, hidden, sensitive, settings().reader);
    expect(passed || everythingHidden(system, hidden)).toBe(true);
  });

  it('hides a line of zeros under a zero margin so that none of them follows', async () => {
    const system = twoWay([
      [0, 0, 0],
      [12, 30, 25],
      [40, 22, 31],
    ]);
    const sensitive = sensitiveQuantities(system, aPolicy());

    const { hidden, passed } = await protectedPattern(system, sensitive, settings());

    expect(passed).toBe(true);
    expect([0, 1, 2, 9].every((at) => hidden.has(at))).toBe(true);
  });

  it('reckons with impossible cells, which a table does not list', async () => {
    const full = twoWay([
      [2, 30, 20],
      [30, 40, 25],
      [20, 35, 45],
    ]);
    const impossible = 4;
    const without = (form: readonly number[]) =>
      form.filter((at) => at !== impossible).map((at) => (at > impossible ? at - 1 : at));
    const truth = full.truth.filter((_, at) => at !== impossible);
    const system: System = {
      ...full,
      variables: 8,
      truth,
      rows: full.rows.flatMap((row) => {
        const form = without(row.quantities[0]?.form ?? []);
        const value = form.reduce((sum, at) => sum + (truth[at] ?? 0), 0);
        return form.length === 0
          ? []
          : [{ ...row, quantities: row.quantities.map((quantity) => ({ ...quantity, form, value })) }];
      }),
    };
    const sensitive = sensitiveQuantities(system, aPolicy());

    const { passed } = await protectedPattern(system, sensitive, settings());

    expect(passed).toBe(true);
  });

  it('protects counts of units that are in several cells', async () => {
    const sets = [[0], [1], [2], [0, 1], [0, 2], [1, 2], [0, 1, 2]];
    const truth = [30, 25, 40, 2, 18, 22, 6];
    const row = (key: readonly string[], has: (set: readonly number[]) => boolean): Row => {
      const form = sets.flatMap((set, at) => (has(set) ? [at] : []));
      const value = form.reduce((sum, at) => sum + (truth[at] ?? 0), 0);
      return { key, root: 0, quantities: [{ name: 'persons', role: 'count', form, value, shown: true }] };
    };
    const system: System = {
      ...EMPTY_SYSTEM,
      variables: sets.length,
      truth,
      rows: [
        row(['any'], () => true),
        ...[0, 1, 2].map((code) => row([`p${code}`], (set) => set.includes(code))),
        row(['p0 only'], (set) => set.join() === '0'),
        row(['p0 and p1 only'], (set) => set.join() === '0,1'),
        row(['p0 with another'], (set) => set.includes(0) && set.length > 1),
        row(['all three'], (set) => set.length === 3),
      ],
    };
    const sensitive = sensitiveQuantities(system, aPolicy({ threshold: 11 }));

    const { passed } = await protectedPattern(system, sensitive, settings());

    expect(passed).toBe(true);
  });

  it('does not show the number that would give away one of an earlier release', async () => {
    const table = twoWay([
      [20, 30],
      [40, 25],
    ]);
    const secret = { name: 'earlier', terms: [[0, 1] as const, [1, 1] as const], width: 3, whole: true };
    const system: System = { ...table, secrets: [secret] };

    const hidden = await suppress(system, [], settings());

    const { passed } = await attackPattern(system, hidden, [], settings().reader);
    expect(hidden.size).toBeGreaterThan(0);
    expect(passed).toBe(true);
  });

  it('reckons with what a reader knows from elsewhere', async () => {
    const table = twoWay([
      [2, 30, 20],
      [30, 40, 25],
      [20, 35, 45],
    ]);
    const sensitive = sensitiveQuantities(table, aPolicy());
    const before = await suppress(table, sensitive, settings());
    const partner = [...before].find((at) => at > 0 && at < 9) ?? 1;
    const value = table.truth[partner] ?? 0;
    const system: System = { ...table, facts: [{ terms: [[partner, 1]], low: value, high: value }] };

    const { hidden, passed } = await protectedPattern(system, sensitive, settings());

    expect(passed).toBe(true);
    expect([...hidden].filter((at) => at < 9 && at !== partner).length).toBeGreaterThanOrEqual(4);
  });

  it('reaches as far below and above as is asked', async () => {
    const system = twoWay([
      [9, 30, 20],
      [30, 40, 25],
      [20, 35, 45],
    ]);
    const sensitive: readonly Sensitive[] = [
      { row: 0, quantity: 0, rule: 'threshold', width: 10, below: 4, above: 8 },
    ];

    const { hidden, passed } = await protectedPattern(system, sensitive, settings());

    expect(passed).toBe(true);
    expect(hidden.size).toBeLessThan(system.rows.length);
  });

  it('holds against a contributor who knows what is theirs', async () => {
    const system = twoWay([
      [2, 30, 1],
      [30, 40, 25],
      [1, 35, 3],
    ]);
    const sensitive = sensitiveQuantities(system, aPolicy());
    const reader: Reader = { zeros: 'protected', insiders: 1 };

    const { passed } = await protectedPattern(system, sensitive, settings({ reader }));

    expect(passed).toBe(true);
  });

  it('asks for everything to be hidden where less does not do', async () => {
    const system = twoWay([[1, 2]]);
    const sensitive = sensitiveQuantities(system, aPolicy({ threshold: 50 }));

    const hidden = await suppress(system, sensitive, settings());

    expect(hidden.size).toBe(system.rows.length);
  });

  it('always hides more of what an attack finds weak', async () => {
    const system = twoWay([
      [2, 30, 20],
      [30, 40, 25],
      [20, 35, 45],
    ]);
    const sensitive = sensitiveQuantities(system, aPolicy());
    const hidden = await suppress(system, sensitive, settings());
    const weakness = { subject: { row: 0, quantity: 0 }, low: 2, high: 2, needed: 3 };

    const wider = await suppressMore(system, hidden, sensitive, [weakness], settings());

    expect(wider.size).toBeGreaterThan(hidden.size);
    expect([...hidden].every((at) => wider.has(at))).toBe(true);
  });

  it('heals a pattern that was weakened by one cell', async () => {
    const system = twoWay([
      [2, 30, 20],
      [30, 40, 25],
      [20, 35, 45],
    ]);
    const sensitive = sensitiveQuantities(system, aPolicy());
    const whole = await suppress(system, sensitive, settings());
    const dropped = [...whole].find((at) => at !== 0) ?? -1;
    const weakened = new Set([...whole].filter((at) => at !== dropped));
    const verdict = await attackPattern(system, weakened, sensitive, settings().reader);

    const healed = await suppressMore(system, weakened, sensitive, verdict.weaknesses, settings());

    expect(verdict.passed).toBe(false);
    expect((await attackPattern(system, healed, sensitive, settings().reader)).passed).toBe(true);
  });
});
