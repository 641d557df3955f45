import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Desk } from './command.ts';

const z1 = join(import.meta.dirname, '..', 'data', 'z1.csv');

let desk: Desk;
beforeEach(async () => {
  desk = await Desk.open();
});
afterEach(() => desk.close());

const policy = (settings: string) =>
  `count: ant\ndimensions: { region: {}, hovedint: {} }\npolicy: { ${settings} }\n`;

describe('random rounding of a table', () => {
  it('shows every cell as a multiple of the base, near its value, under a key that it makes', async () => {
    await desk.write('exact.yaml', policy('threshold: 1'));
    await desk.protect('--policy', desk.path('exact.yaml'), '--out', desk.path('exact'), z1);
    await desk.write('policy.yaml', policy('method: round, round: { base: 5 }'));

    const { code, err } = await desk.protect(z1);

    const [exact, rounded] = [await desk.cells('exact'), await desk.cells()];
    expect(code).toBe(0);
    expect(Object.keys(rounded)).toEqual(Object.keys(exact));
    for (const [key, value] of Object.entries(rounded)) {
      expect((value ?? 1) % 5).toBe(0);
      expect(Math.abs((value ?? 0) - (exact[key] ?? 0))).toBeLessThan(5);
    }
    expect(err).toContain('A key was made');
    expect((await stat(desk.path('disclosure.key'))).mode & 0o777).toBe(0o600);
    expect(await desk.audit()).toMatchObject({ method: { name: 'round', rounded_to: 5 }, passed: null });
  });

  it('rounds alike under the same key, and otherwise under another', async () => {
    const rounded = async (key: string, out: string) => {
      await desk.write('policy.yaml', policy(`method: round, round: { base: 10, key: ${key} }`));
      await desk.protect('--out', desk.path(out), z1);
      return desk.cells(out);
    };

    const first = await rounded('one.key', 'first');
    const again = await rounded('one.key', 'again');
    const other = await rounded('other.key', 'other');

    expect(again).toEqual(first);
    expect(other).not.toEqual(first);
  });

  it('stands beside suppression: what is shown is rounded, what is hidden stays hidden', async () => {
    await desk.write('policy.yaml', policy('threshold: 4, zeros: protect, round: { base: 3 }'));

    await desk.protect(z1);

    const values = Object.values(await desk.cells());
    expect(values.filter((value) => value === null).length).toBeGreaterThanOrEqual(6);
    expect(values.every((value) => value === null || value % 3 === 0)).toBe(true);
    expect(await desk.audit()).toMatchObject({ method: { name: 'suppress', rounded_to: 3 }, passed: true });
  });
});

describe('differential privacy for a table', () => {
  const DP = 'method: dp, dp: { rho: 0.5, budget: 1 }';

  it('puts noise on every cell, makes them add up, and says what is guaranteed and how wrong it may be', async () => {
    await desk.write('policy.yaml', policy(DP));

    const { code, out } = await desk.protect(z1);

    const cells = await desk.cells();
    const total = (of: (key: string) => boolean) =>
      Object.entries(cells).reduce((sum, [key, value]) => (of(key) ? sum + (value ?? 0) : sum), 0);
    expect(code).toBe(0);
    expect(cells['Total/Total']).toBe(total((key) => !key.includes('Total')));
    expect(Math.abs((cells['Total/Total'] ?? 0) - 596)).toBeLessThan(100);
    expect(out).toContain('largest error in 95 of 100 cases');
    expect(await desk.audit()).toMatchObject({
      method: { name: 'dp', rho: 0.5, delta: 1e-6, epsilon: expect.any(Number), adds_up: true },
      tables: [{ share_of_people_hidden: null }],
    });
  });

  it('charges a ledger beside the key, once for the same table, and never beyond its budget', async () => {
    await desk.write('policy.yaml', policy(DP));
    await desk.write('table.csv', 'region,hovedint,ant\na,x,40\na,y,50\n');

    const first = await desk.protect(z1);
    const table = await desk.read('out/table.csv');
    const again = await desk.protect(z1);
    const second = await desk.protect();
    await desk.write('table.csv', 'region,hovedint,ant\na,x,41\na,y,50\n');
    const third = await desk.protect('--out', desk.path('third'));

    expect([first.code, again.code, second.code, third.code]).toEqual([0, 0, 0, 1]);
    expect(table).not.toBe(await desk.read('out/table.csv'));
    expect(third.err).toContain('more than is left of the budget of 1');
    expect(await readdir(join(desk.path('disclosure.key.ledger'), 'privacy'))).toHaveLength(2);
    expect(await readdir(desk.folder)).not.toContain('third');
  });

  it('tells neither the digest of the true numbers nor the key', async () => {
    await desk.write('policy.yaml', policy(DP));

    const { out } = await desk.protect('--json', z1);

    const key = (await desk.read('disclosure.key')).trim();
    const written = [out, await desk.read('out/audit.json'), await desk.read('out/report.html')].join('\n');
    expect(written).not.toContain(key);
    expect(written).not.toMatch(/[0-9a-f]{64}/);
  });

  it('hides what is small with its noise where a threshold is asked for as well', async () => {
    await desk.write('policy.yaml', policy('method: dp, threshold: 20, dp: { rho: 0.5 }'));

    await desk.protect(z1);

    const values = Object.values(await desk.cells());
    expect(values.some((value) => value === null)).toBe(true);
    expect(values.every((value) => value === null || value === 0 || value >= 20)).toBe(true);
  });

  it('shows every combination of codes where rows are units: which occur is learnt from people', async () => {
    await desk.write(
      'policy.yaml',
      'records: true\ndimensions: { a: {}, b: {} }\npolicy: { method: dp, dp: { rho: 1 } }\n',
    );
    await desk.write('table.csv', `a,b\n${'x,p\n'.repeat(30)}${'y,q\n'.repeat(40)}`);

    await desk.protect();

    expect(Object.keys(await desk.cells())).toContain('x/q');
  });
});
