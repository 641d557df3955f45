import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Desk } from './command.ts';

let desk: Desk;
beforeEach(async () => {
  desk = await Desk.open();
});
afterEach(() => desk.close());

const POLICY = 'count: n\ndimensions: { a: {}, b: {} }\npolicy: { threshold: 5, zeros: publish }\n';
const table = (rows: Readonly<Record<string, number>>) =>
  `a,b,n\n${Object.entries(rows)
    .map(([key, n]) => `${key.replace('/', ',')},${n}\n`)
    .join('')}`;
const FIRST = { 'x/p': 2, 'x/q': 50, 'x/r': 60, 'y/p': 55, 'y/q': 40, 'y/r': 30 };

/** Protects `rows`, in the light of the folders named. */
async function release(out: string, rows: Readonly<Record<string, number>>, ...previous: readonly string[]) {
  await desk.write('table.csv', table(rows));
  return desk.protect('--out', desk.path(out), ...previous.flatMap((dir) => ['--previous', desk.path(dir)]));
}

describe('a table after earlier ones', () => {
  it('is the same where nothing changed', async () => {
    await desk.write('policy.yaml', POLICY);
    await release('first', FIRST);

    const { code } = await release('second', FIRST, 'first');

    expect(code).toBe(0);
    expect(await desk.cells('second')).toEqual(await desk.cells('first'));
    expect(await desk.audit('second')).toMatchObject({ earlier_tables: 1 });
  });

  it('does not show what would give an earlier hidden number away, as the naive one does', async () => {
    await desk.write('policy.yaml', POLICY);
    const grown = { ...FIRST, 'x/p': 12 };
    await release('first', FIRST);

    await release('naive', grown);
    await release('ours', grown, 'first');

    const [first, naive, ours] = [
      await desk.cells('first'),
      await desk.cells('naive'),
      await desk.cells('ours'),
    ];
    expect(first['x/p']).toBeNull();
    // What came to x/p is 122 - 112, so it was 12 - 10; and it was 112 - 50 - 60.
    expect([naive['x/p'], naive['x/q'], naive['x/Total'], first['x/Total']]).toEqual([12, 50, 122, 112]);
    expect([ours['x/q'], ours['y/p']]).toEqual([null, null]);
  });

  it('holds a number that changed by little, where the policy says so', async () => {
    await desk.write('policy.yaml', POLICY.replace('publish }', 'publish, revisions: hold }'));
    await release('first', FIRST);

    await release('second', { ...FIRST, 'y/r': 32 }, 'first');

    expect((await desk.cells('second'))['y/r']).toBe(30);
    expect(await desk.read('second/table.csv')).toContain('y,r,30,held');
    expect(await desk.audit('second')).toMatchObject({ held: expect.any(Number) });
    expect(await desk.read('second/report.html')).toContain('<small>held</small>');
  });

  it('takes several earlier tables, the same one twice among them', async () => {
    await desk.write('policy.yaml', POLICY);
    await release('first', FIRST);
    await release('second', FIRST, 'first');

    const { code } = await release('third', FIRST, 'first', 'second', 'first');

    expect(code).toBe(0);
    expect(await desk.audit('third')).toMatchObject({ earlier_tables: 3 });
  });

  it('knows a code again that a spreadsheet would have run as a formula', async () => {
    await desk.write('policy.yaml', POLICY.replace(', b: {}', ''));
    await desk.write('table.csv', 'a,n\n=x,10\n+y,20\n');
    await desk.protect('--out', desk.path('first'));

    const { code, err } = await desk.protect('--out', desk.path('second'), '--previous', desk.path('first'));

    expect(err).not.toContain('tributary:');
    expect(code).toBe(0);
  });

  it('learns nothing for certain from an earlier table with noise', async () => {
    await desk.write('policy.yaml', POLICY.replace('publish }', 'publish, method: dp, dp: { rho: 1 } }'));
    await release('noisy', FIRST);
    await desk.write('policy.yaml', POLICY);

    const { code } = await release('second', FIRST, 'noisy');

    expect(code).toBe(0);
  });

  it('knows an earlier geography by its hierarchy, where areas have been redrawn', async () => {
    const policy = (given: string) =>
      `count: n\ndimensions: { area: { ${given} } }\npolicy: { threshold: 5 }\n`;
    await desk.write('old.csv', 'code,parent\na,north\nb,north\nc,south\nd,south\n');
    await desk.write('new.csv', 'code,parent\na,north-west\nb,north-west\nc,north-west\n');
    await desk.write('table.csv', 'area,n\na,40\nb,50\nc,3\nd,60\n');
    await desk.write('policy.yaml', policy('publish: rollups, hierarchies: [old.csv]'));
    await desk.protect('--out', desk.path('first'));
    await desk.write('policy.yaml', policy('publish: rollups, hierarchies: [new.csv]'));
    await desk.protect('--out', desk.path('naive'));

    const unknown = await desk.protect('--previous', desk.path('first'));
    await desk.write('policy.yaml', policy('publish: rollups, hierarchies: [new.csv], former: [old.csv]'));
    const ours = await desk.protect('--previous', desk.path('first'));

    const [first, naive, shown] = [await desk.cells('first'), await desk.cells('naive'), await desk.cells()];
    // c is what the new north-west has more than the old north.
    expect((naive['north-west'] ?? 0) - (first['north'] ?? 0)).toBe(3);
    expect(unknown.code).not.toBe(0);
    expect(unknown.err).toContain('former');
    expect([ours.code, shown['north-west']]).toEqual([0, null]);
  });

  it('hides a quarter that comes after its months where the two would give a month away', async () => {
    const policy = (given: string) =>
      `count: n\ndimensions: { month: { ${given} }, area: {} }\npolicy: { threshold: 5 }\n`;
    const rows = (more: string) => `month,area,n\n01,x,2\n01,y,50\n02,x,40\n02,y,60\n${more}`;
    await desk.write('quarters.csv', 'code,parent\n01,Q1\n02,Q1\n03,Q1\n');
    await desk.write('policy.yaml', policy(''));
    await desk.write('table.csv', rows(''));
    await desk.protect('--out', desk.path('first'));
    await desk.write('policy.yaml', policy('hierarchies: [quarters.csv]'));
    await desk.write('table.csv', rows('03,x,30\n03,y,70\n'));

    const { code } = await desk.protect('--previous', desk.path('first'));

    const [first, second] = [await desk.cells('first'), await desk.cells()];
    const known = {
      ...first,
      ...Object.fromEntries(Object.entries(second).filter(([, value]) => value !== null)),
    };
    expect(code).toBe(0);
    expect(known['01/x']).toBeNull();
    // Either of these with what else is known would leave 01/x alone.
    expect([second['01/y'], second['02/x']].every((value) => value !== null)).toBe(false);
  });

  it.each([
    ['a folder without a table', {}, 'does not exist'],
    ['a folder without an audit', { 'old/table.csv': 'a,b,value,status\n' }, 'does not exist'],
    [
      'a table in which somebody wrote',
      {
        'old/table.csv': 'a,b,value,status\nx,p,some,published\n',
        'old/audit.json': '{"method":{"name":"suppress"}}',
      },
      'Row 2 is not as',
    ],
    [
      'an audit that says no method',
      { 'old/table.csv': 'a,b,value,status\nx,p,10,published\n', 'old/audit.json': '{}' },
      "by which 'method'",
    ],
  ])('refuses %s', async (_what, files, sentence) => {
    await desk.write('policy.yaml', POLICY);
    for (const [name, content] of Object.entries(files)) await desk.write(name, content);

    const { code, err } = await release('out', FIRST, 'old');

    expect(err).toContain(sentence);
    expect(code).toBe(2);
  });
});
