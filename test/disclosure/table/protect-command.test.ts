import { copyFile, readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Desk } from './command.ts';

const data = (name: string) => join(import.meta.dirname, '..', 'data', name);

let desk: Desk;
beforeEach(async () => {
  desk = await Desk.open();
});
afterEach(() => desk.close());

const Z1 = 'count: ant\ndimensions: { region: {}, hovedint: {} }\npolicy: { threshold: 4, zeros: protect }\n';

describe('tributary protect', () => {
  it('writes the protected table, its audit and a report, and prints what was hidden', async () => {
    await desk.write('policy.yaml', Z1);

    const { code, out, err } = await desk.protect(data('z1.csv'));

    const table = (await desk.read('out/table.csv')).split('\n');
    expect(code).toBe(0);
    expect(await readdir(desk.path('out'))).toEqual(['audit.json', 'report.html', 'table.csv']);
    expect(table[0]).toBe('region,hovedint,value,status');
    expect(table).toContain('B,arbeid,,suppressed');
    expect(table).toContain('Total,Total,596,published');
    expect(await desk.audit()).toMatchObject({
      passed: true,
      method: { name: 'suppress', threshold: 4, zeros: 'protect' },
      cells: 45,
      primary: 3,
      exactly_determined: 0,
      narrower_than_required: 0,
      people: 596,
      tables: [{ dimensions: ['region', 'hovedint'], cells: 45 }],
      seconds: { total: expect.any(Number), suppress: expect.any(Number), audit: expect.any(Number) },
    });
    expect(out).toContain('hidden to protect those (complementary)');
    expect(err).toContain('suppress …');
  });

  it('answers with one JSON document where it is asked to: what audit.json holds', async () => {
    await desk.write('policy.yaml', Z1);

    const { out } = await desk.protect('--json', data('z1.csv'));

    expect(JSON.parse(out)).toEqual(await desk.audit());
  });

  it('takes several hierarchies of a dimension, of any depth, relative to the policy', async () => {
    await desk.write(
      'place/a.csv',
      'code,parent\nx,west\ny,west\nz,east\nwest,coast\ncoast,Total\neast,Total\n',
    );
    await desk.write('place/b.csv', 'code,parent\nx,urban\nz,urban\n');
    await desk.write(
      'place/policy.yaml',
      'count: n\ndimensions: { where: { hierarchies: [a.csv, b.csv] } }\npolicy: { threshold: 4 }\n',
    );
    await desk.write('table.csv', 'where,n\nx,10\ny,20\nz,40\nnowhere,80\n');

    const { code } = await desk.protect('--policy', desk.path('place/policy.yaml'), desk.path('table.csv'));

    expect(code).toBe(0);
    expect(await desk.cells()).toEqual({
      nowhere: 80,
      x: 10,
      y: 20,
      z: 40,
      coast: 30,
      east: 40,
      west: 30,
      urban: 50,
      Total: 150,
    });
  });

  it('counts each row where rows are units, and leaves out cells that no row is in', async () => {
    await desk.write(
      'policy.yaml',
      'records: true\ndimensions: { a: {}, b: {} }\npolicy: { threshold: 2 }\n',
    );
    await desk.write('table.csv', `a,b\n${'x,p\n'.repeat(5)}${'y,p\n'.repeat(4)}${'y,q\n'.repeat(3)}`);

    await desk.protect();

    expect(await desk.cells()).toEqual({
      'x/p': 5,
      'x/Total': 5,
      'y/p': 4,
      'y/q': 3,
      'y/Total': 7,
      'Total/p': 9,
      'Total/q': 3,
      'Total/Total': 12,
    });
  });

  it('counts a unit once in a cell, however many rows it has there or below', async () => {
    const rows = Array.from({ length: 20 }, (_, at) => [
      `p${at},food`,
      `p${at},food`,
      ...(at < 12 ? [`p${at},rent`] : []),
    ]).flat();
    await desk.write(
      'policy.yaml',
      'records: true\nunit: person\ndimensions: { program: {} }\npolicy: { threshold: 2 }\n',
    );
    await desk.write('table.csv', `person,program\n${rows.join('\n')}\n`);

    await desk.protect();

    expect(await desk.cells()).toEqual({ food: 20, rent: 12, Total: 20 });
  });

  it('knows that programs that people share do not add up: one small program need not hide another', async () => {
    const rows = Array.from({ length: 40 }, (_, at) => [
      `p${at},food`,
      ...(at % 2 === 0 ? [`p${at},rent`] : []),
      ...(at < 3 ? [`p${at},legal`] : []),
    ]).flat();
    await desk.write(
      'policy.yaml',
      'records: true\nunit: person\ndimensions: { program: {} }\npolicy: { threshold: 5, zeros: publish }\n',
    );
    await desk.write('table.csv', `person,program\n${rows.join('\n')}\n`);

    const { code } = await desk.protect();

    expect(code).toBe(0);
    expect(await desk.cells()).toMatchObject({ food: 40, rent: 20, legal: null, Total: 40 });
    expect(await desk.audit()).toMatchObject({
      primary: 1,
      exactly_determined: 0,
      narrower_than_required: 0,
    });
  });

  it('publishes roll-ups alone where the codes are not to be shown', async () => {
    await desk.write('areas.csv', 'code,parent\na,west\nb,west\nc,east\n');
    await desk.write(
      'policy.yaml',
      'count: n\ndimensions: { area: { hierarchies: [areas.csv], publish: rollups } }\npolicy: { threshold: 5 }\n',
    );
    await desk.write('table.csv', 'area,n\na,2\nb,30\nc,40\n');

    await desk.protect();

    expect(await desk.cells()).toEqual({ west: 32, east: 40, Total: 72 });
  });

  it('does not let two roll-ups tell the few people between them', async () => {
    await desk.write('old.csv', 'code,parent\na,north\nb,north\nd,south\ne,south\n');
    await desk.write('new.csv', 'code,parent\na,north-west\nb,north-west\nc,north-west\nd,east\n');
    await desk.write(
      'policy.yaml',
      'count: n\ndimensions: { area: { hierarchies: [old.csv, new.csv], publish: rollups } }\npolicy: { threshold: 5 }\n',
    );
    await desk.write('table.csv', 'area,n\na,40\nb,50\nc,3\nd,60\ne,70\n');

    await desk.protect();

    const cells = await desk.cells();
    expect([cells['north'], cells['north-west']].filter((value) => value === null)).not.toEqual([]);
    expect(await desk.audit()).toMatchObject({ primary: 0, exactly_determined: 0 });
  });

  it('hides what is to be kept only where nothing else does', async () => {
    await desk.write('table.csv', 'a,b,n\nx,p,2\nx,q,50\nx,r,60\ny,p,55\ny,q,40\ny,r,30\n');
    const policy = (keep: string) =>
      `count: n\ndimensions: { a: {}, b: {} }\npolicy: { threshold: 5, keep: [${keep}] }\n`;

    await desk.write('policy.yaml', policy('{ a: x, b: q }, { a: y, b: q }'));
    await desk.protect('--out', desk.path('q'));
    await desk.write('policy.yaml', policy('{ a: x, b: r }, { a: y, b: r }'));
    await desk.protect('--out', desk.path('r'));

    expect(await desk.cells('q')).toMatchObject({ 'x/p': null, 'x/q': 50, 'y/q': 40 });
    expect(await desk.cells('r')).toMatchObject({ 'x/p': null, 'x/r': 60, 'y/r': 30 });
  });

  it('refuses a table that cannot be protected, and leaves what an earlier run wrote', async () => {
    await desk.write('policy.yaml', 'count: n\ndimensions: { a: {} }\npolicy: { threshold: 11 }\n');
    await desk.write('table.csv', 'a,n\nx,40\ny,60\n');
    await desk.protect();
    await desk.write('table.csv', 'a,n\nx,4\ny,3\n');

    const { code, err } = await desk.protect();

    expect(code).toBe(1);
    expect(err).toContain('Everything in this table would have to be hidden');
    expect(await desk.cells()).toEqual({ x: 40, y: 60, Total: 100 });
    expect((await readdir(desk.folder)).sort()).toEqual(['out', 'policy.yaml', 'table.csv']);
  });

  it('says where a policy is wrong and what was meant', async () => {
    await desk.write('policy.yaml', Z1.replace('threshold', 'treshold'));

    const { code, err } = await desk.protect(data('z1.csv'));

    expect(code).toBe(2);
    expect(err).toMatch(/policy\.yaml:3:11: .*Did you mean "threshold"/);
  });

  it('says that a file is not there', async () => {
    await desk.write('policy.yaml', Z1);

    const { code, err } = await desk.protect(desk.path('none.csv'));

    expect(code).toBe(2);
    expect(err).toContain('does not exist');
  });

  it('asks for a folder where the place of the results is taken by a file', async () => {
    await desk.write('policy.yaml', Z1);
    await copyFile(data('z1.csv'), desk.path('table.csv'));

    const { code, err } = await desk.protect('--out', desk.path('policy.yaml'));

    expect(code).toBe(2);
    expect(err).toContain('which is a file');
    expect((await stat(desk.path('policy.yaml'))).isFile()).toBe(true);
  });
});
