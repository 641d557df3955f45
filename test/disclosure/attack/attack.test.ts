import { describe, expect, it, vi } from 'vitest';
import { attackPattern } from '../../../lib/disclosure/attack/attack.ts';
import { EMPTY_SYSTEM, type Reader } from '../../../lib/disclosure/model/system.ts';
import { protectSystem } from '../../../lib/disclosure/protect-system.ts';
import { sensitiveQuantities } from '../../../lib/disclosure/rules/needs.ts';
import { solver } from '../../../lib/disclosure/solver.ts';
import { aPolicy, twoWay } from '../tables.ts';
import { amounts, cube } from './systems.ts';

const zerosProtected: Reader = { zeros: 'protected', insiders: 0 };
const zerosPublished: Reader = { zeros: 'published', insiders: 0 };

/** Places of inner cells of a table with four columns. */
const places = (...cells: readonly (readonly [row: number, column: number])[]) =>
  new Set(cells.map(([row, column]) => row * 4 + column));

describe('the audit', () => {
  it('sees what two hidden cells in every line give away', async () => {
    const system = twoWay([
      [20, 50, 10, 80],
      [8, 19, 3, 32],
      [17, 32, 22, 12],
      [9, 2, 40, 27],
    ]);
    const hidden = places([0, 0], [0, 1], [1, 0], [1, 1], [1, 2], [2, 2], [2, 3], [3, 2], [3, 3]);

    const verdict = await attackPattern(system, hidden, [], zerosProtected);

    expect(verdict.passed).toBe(false);
    expect(verdict.weaknesses).toEqual([{ subject: { row: 6, quantity: 0 }, low: 3, high: 3, needed: 1 }]);
    expect(verdict.determined).toBe(1);
  });

  it('finds an interval that is narrower than the policy asks for', async () => {
    const system = twoWay([
      [1, 2],
      [2, 2],
    ]);
    const sensitive = sensitiveQuantities(system, aPolicy()).filter(({ row }) => row < 4);

    const verdict = await attackPattern(system, new Set([0, 1, 2, 3]), sensitive, zerosPublished);

    expect(verdict).toMatchObject({ passed: false, narrowest: 1, narrow: 4, determined: 0 });
  });

  it('knows that nothing hidden is zero where zeros are published', async () => {
    const system = twoWay([
      [2, 30],
      [40, 50],
    ]);
    const hidden = new Set([0, 1, 2, 3]);

    const sensitive = sensitiveQuantities(system, aPolicy());
    const published = await attackPattern(system, hidden, sensitive, zerosPublished);
    const hiddenToo = await attackPattern(system, hidden, sensitive, zerosProtected);

    expect([published.narrowest, hiddenToo.narrowest]).toEqual([30, 31 + 1]);
  });

  it('searches whole numbers where no true table is known to begin at', async () => {
    const terms = [
      [0, 2],
      [1, 3],
    ] as const;
    const system = {
      ...EMPTY_SYSTEM,
      variables: 2,
      truth: [null, null],
      facts: [{ terms, low: 7, high: 7 }],
      secrets: [{ name: 'earlier', terms: [[0, 1]] as const, width: 1, whole: true }],
    };

    const verdict = await attackPattern(system, new Set(), [], zerosProtected);

    expect(verdict.weaknesses).toEqual([{ subject: { secret: 0 }, low: 2, high: 2, needed: 1 }]);
    expect(verdict.searches).toBeGreaterThan(0);
  });

  it('calls a cell unbounded where nothing published bears on it', async () => {
    const system = twoWay([[1]]);

    const verdict = await attackPattern(
      system,
      new Set([0, 1, 2, 3]),
      sensitiveQuantities(system, aPolicy()),
      zerosProtected,
    );

    expect(verdict).toMatchObject({ passed: true, narrowest: null });
  });

  it('refuses numbers that cannot all be true', async () => {
    const system = twoWay([[5, 6]]);
    const [first, ...rest] = system.rows;
    const wrong = {
      ...system,
      rows:
        first === undefined
          ? rest
          : [{ ...first, quantities: first.quantities.map((one) => ({ ...one, value: 50 })) }, ...rest],
    };

    await expect(attackPattern(wrong, new Set(), [], zerosProtected)).rejects.toThrow('cannot all be true');
  });

  it('refuses a table that it cannot finish within its limit', async () => {
    const system = twoWay([
      [1, 30, 7],
      [40, 2, 8],
    ]);
    const hidden = new Set([0, 1, 2, 3, 4, 5]);

    const audit = attackPattern(system, hidden, sensitiveQuantities(system, aPolicy()), zerosProtected, {
      limit: 1,
    });

    await expect(audit).rejects.toThrow('did not end within its limit');
  });

  it('tells the two small cells whose line is shown from two that stand alone', async () => {
    const system = twoWay([
      [1, 2, 40],
      [50, 60, 70],
    ]);
    const sensitive = sensitiveQuantities(system, aPolicy()).filter(({ row }) => row < 2);

    const verdict = await attackPattern(system, new Set([0, 1]), sensitive, zerosProtected);

    expect(verdict).toMatchObject({ passed: false, determined: 2 });
  });

  it('asks for the policy’s interval, not for any interval', async () => {
    const system = twoWay([
      [1, 30],
      [1, 30],
    ]);
    const sensitive = sensitiveQuantities(system, aPolicy()).filter(({ row }) => row < 4);

    const verdict = await attackPattern(system, new Set([0, 1, 2, 3]), sensitive, zerosProtected);

    expect(verdict).toMatchObject({ passed: false, determined: 0, narrow: 2, narrowest: 2 });
  });

  it('asks that an interval reach as far below and above as a rule demands', async () => {
    const system = twoWay([
      [6, 3],
      [9, 40],
    ]);
    const hidden = new Set([0, 1, 2, 3]);
    const demanding = (above: number) => [
      { row: 0, quantity: 0, rule: 'pPercent' as const, width: 1, below: 9, above },
    ];

    const three = await attackPattern(system, hidden, demanding(3), zerosProtected);
    const four = await attackPattern(system, hidden, demanding(4), zerosProtected);

    expect(three.passed).toBe(true);
    expect(four.weaknesses).toEqual([
      { subject: { row: 0, quantity: 0 }, low: 0, high: 9, needed: 1, neededLow: 0, neededHigh: 10 },
    ]);
  });

  it('knows zeros under a zero margin', async () => {
    const system = twoWay([
      [0, 0],
      [5, 9],
    ]);
    const hidden = new Set([0, 1]);

    const verdict = await attackPattern(
      system,
      hidden,
      sensitiveQuantities(system, aPolicy()).filter(({ row }) => row < 2),
      zerosProtected,
    );

    expect(verdict).toMatchObject({ passed: false, determined: 2 });
  });

  it('puts two tables together that are safe one by one', async () => {
    const counts = [3, 9, 8, 7, 9, 6, 5, 9];
    const crosses = [
      [0, 1],
      [0, 2],
    ];
    const patternOf = (tables: readonly (readonly number[])[], shown: readonly string[]) => {
      const system = cube([2, 2, 2], counts, tables);
      const hidden = new Set(
        system.rows.flatMap(({ key }, at) => (key[0] !== 'Total' && !shown.includes(key.join()) ? [at] : [])),
      );
      return { system, hidden };
    };
    const first = patternOf(crosses.slice(0, 1), []);
    const second = patternOf(crosses.slice(1), ['0,Total,Total', '1,Total,Total']);
    const both = patternOf(crosses, ['0,Total,Total', '1,Total,Total', '0,0,Total']);
    const held = async ({ system, hidden }: ReturnType<typeof patternOf>) =>
      (await attackPattern(system, hidden, [], zerosProtected)).passed;

    const verdicts = [await held(first), await held(second), await held(both)];

    expect(verdicts).toEqual([true, true, false]);
  });

  it('takes in what was published before', async () => {
    const system = twoWay([
      [5, 7],
      [6, 9],
    ]);
    const hidden = new Set([0, 1, 2, 3]);
    const fact = { terms: [[0, 1] as const, [1, -1] as const], low: -2, high: -2 };

    const alone = await attackPattern(system, hidden, [], zerosProtected);
    const together = await attackPattern({ ...system, facts: [fact] }, hidden, [], zerosProtected);

    expect([alone.passed, together.determined]).toEqual([true, 4]);
  });

  it('keeps a secret that no row shows', async () => {
    const system = twoWay([
      [5, 7],
      [6, 9],
    ]);
    const secret = (width: number) => ({
      name: 'a',
      terms: [[0, 1] as const, [3, 1] as const],
      width,
      whole: true,
    });
    const hidden = new Set([0, 1, 2, 3]);
    const attack = (width: number) =>
      attackPattern({ ...system, secrets: [secret(width)] }, hidden, [], zerosProtected);

    const [wide, narrow] = [await attack(22), await attack(23)];

    expect(wide.passed).toBe(true);
    expect(narrow.weaknesses).toEqual([{ subject: { secret: 0 }, low: 4, high: 26, needed: 23 }]);
  });

  it('needs no truth to tell how wide an interval is', async () => {
    const system = twoWay([
      [5, 7],
      [6, 9],
    ]);
    const hidden = new Set([0, 1, 2, 3]);
    const sensitive = [{ row: 0, quantity: 0, rule: 'threshold' as const, width: 11 }];
    const unknown = { ...system, truth: [null, 7, 6, 9] };

    const holding = await attackPattern(unknown, hidden, sensitive, zerosProtected);
    const failing = await attackPattern(
      unknown,
      hidden,
      sensitive.map((one) => ({ ...one, width: 12 })),
      zerosProtected,
    );

    expect([holding.passed, failing.passed, holding.narrowest]).toEqual([true, false, 11]);
  });

  it('counts on nobody in a cell who knows that he is there, unless the policy says so', async () => {
    const system = twoWay([
      [1, 3],
      [2, 50],
    ]);
    const hidden = new Set([0, 1, 2, 3]);
    const sensitive = [{ row: 0, quantity: 0, rule: 'threshold' as const, width: 3 }];

    const outsider = await attackPattern(system, hidden, sensitive, zerosProtected);
    const insider = await attackPattern(system, hidden, sensitive, { zeros: 'protected', insiders: 1 });

    expect(outsider.passed).toBe(true);
    expect(insider.weaknesses).toEqual([
      { subject: { row: 0, quantity: 0 }, low: 1, high: 3, needed: 3, fromInside: true },
    ]);
  });

  it('lets the only contributor to a sum subtract what is his', async () => {
    const sensitive = [0, 1].map((row) => ({ row, quantity: 0, rule: 'contributors' as const, width: 20 }));
    const attack = (contributors: readonly number[], insiders: 0 | 2) =>
      attackPattern(amounts([100, 80, 500], contributors), new Set([0, 1]), sensitive, {
        zeros: 'protected',
        insiders,
      });

    const [single, pair, pairInside] = [
      await attack([1, 5, 9], 0),
      await attack([2, 5, 9], 0),
      await attack([2, 5, 9], 2),
    ];

    expect(single.weaknesses).toEqual([
      { subject: { row: 1, quantity: 0 }, low: 80, high: 80, needed: 20, fromInside: true },
    ]);
    expect([pair.passed, pairInside.passed]).toEqual([true, false]);
  });

  it.each([
    { sizes: [3, 4], threshold: 4 },
    { sizes: [2, 3, 3], threshold: 3 },
    { sizes: [4, 5], threshold: 6 },
  ])('sees a pattern of $sizes weakened by one row', async ({ sizes, threshold }) => {
    const cells = sizes.reduce((product, size) => product * size, 1);
    const counts = Array.from({ length: cells }, (_, at) => ((at * 7) % 5 === 1 ? 1 + (at % 3) : 12 + at));
    const system = cube(sizes, counts, [sizes.map((_, at) => at)]);
    const policy = aPolicy({ threshold });
    const { hidden, sensitive } = await protectSystem(system, policy);

    const weakened = (row: number) =>
      attackPattern(system, new Set([...hidden].filter((at) => at !== row)), sensitive, zerosProtected);
    const primary = new Set(sensitive.map(({ row }) => row));
    const complementary = [...hidden].filter((at) => !primary.has(at));

    const ofPrimary = await Promise.all([...primary].map(weakened));
    const ofComplementary = await Promise.all(complementary.map(weakened));

    expect(ofPrimary.filter(({ passed }) => passed)).toEqual([]);
    expect(ofComplementary.filter(({ passed }) => !passed).length).toBeGreaterThan(0);
  });

  it('gives back the memory of its solver, also where it ends in an error', async () => {
    const highs = await solver();
    const create = highs.createModel.bind(highs);
    const made: ReturnType<typeof create>[] = [];
    using _ = vi.spyOn(highs, 'createModel').mockImplementation((source) => {
      const model = create(source);
      made.push(model);
      return model;
    });
    const system = cube(
      [3, 3, 3],
      Array.from({ length: 27 }, (_, at) => 1 + (at % 5)),
      [[0, 1, 2]],
    );
    const hidden = new Set(system.rows.flatMap(({ key }, at) => (key.includes('Total') ? [] : [at])));
    const sensitive = sensitiveQuantities(system, aPolicy()).filter(({ row }) => hidden.has(row));

    await attackPattern(system, hidden, sensitive, { zeros: 'protected', insiders: 1 });
    const failing = attackPattern(system, hidden, sensitive, zerosProtected, { limit: 40 });

    await expect(failing).rejects.toThrow('did not end within its limit');
    expect(made.length).toBeGreaterThan(2);
    expect(made.filter(({ disposed }) => !disposed)).toEqual([]);
  });

  it('does not grow over a hundred tables', async () => {
    const highs = await solver();
    const system = cube([3, 3, 3], new Array<number>(27).fill(2), [[0, 1, 2]]);
    const hidden = new Set(system.rows.flatMap(({ key }, at) => (key.includes('Total') ? [] : [at])));
    const attack = () => attackPattern(system, hidden, [], zerosProtected);
    await attack();
    const before = highs.memoryBytes;

    for (let time = 0; time < 100; time += 1) await attack();

    expect(highs.memoryBytes).toBe(before);
  });
});
