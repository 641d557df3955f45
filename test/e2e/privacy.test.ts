import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { type Answer, tributary } from './command-line.ts';
import { type Leak, leaksBelow, leaksIn } from './leak-scan.ts';
import { aFolder, PLANTED, SEARCHED, SMALL_WORKSPACE, smallExtracts, writeFiles } from './small-workspace.ts';

const outsideLanding = (path: string) =>
  /^\.tributary[/\\](landing|keys)[/\\]/.test(path) || /^(in|tmp)[/\\]/.test(path);

describe('no identifier leaves a landing zone', () => {
  const folder = aFolder('privacy');
  const temporary = join(folder, 'tmp');
  const said: Answer[] = [];
  const call = async (...args: string[]) => {
    const answer = await tributary(['--workspace', folder, ...args], {
      env: { SOURCE_DATE_EPOCH: '1776700000', TMPDIR: temporary },
    });
    said.push(answer);
    return answer;
  };
  const submit = (dataset: string, file: string) => {
    const [agency = '', name = ''] = dataset.split('/');
    return call(
      'submit',
      '--agency',
      agency,
      '--dataset',
      name,
      '--period',
      '2026-Q1',
      join(folder, 'in', file),
    );
  };

  beforeAll(async () => {
    mkdirSync(temporary, { recursive: true });
    const { patients, visits, pupils } = smallExtracts();
    const p = PLANTED;
    const badRows = [
      `${p.patient_id},${p.first},,${p.last},,${p.born},F,${p.ssn},,,,,,1`,
      `X1,${p.first},,,,${p.born},F,${p.ssn},,,,,,1`,
      `X2,${p.first},,${p.last},,${p.last},Q,${p.email},${p.ssn},${p.ssn},${p.street},${p.city},${p.zip},minus`,
      `X3,${p.first},${p.last}`,
      `X4,${p.first},,"${p.last}`,
    ];
    writeFiles(folder, {
      ...SMALL_WORKSPACE,
      'in/patients.csv': patients,
      'in/visits.csv': visits,
      'in/pupils.csv': pupils,
      'in/bad.csv': `${patients}${badRows.join('\r\n')}\r\n`,
      'in/worse.csv': `${p.last},${p.ssn},${p.email}\n${p.last},${p.ssn},${p.email}\n`,
      'in/orphans.csv': `patient_id,seen_on\n${p.ssn},2026-02-02\n${p.last},${p.born}x\n`,
    });
    await call('validate', '--agency', 'clinic', '--dataset', 'patients', join(folder, 'in', 'bad.csv'));
    await submit('clinic/patients', 'worse.csv');
    await submit('clinic/patients', 'bad.csv');
    await submit('clinic/visits', 'visits.csv');
    await submit('clinic/visits', 'orphans.csv');
    await submit('school/pupils', 'pupils.csv');
    await call('--json', 'run');
    await submit('clinic/patients', 'patients.csv');
    await call('run');
    await call('query', 'SELECT * FROM people');
    await call('query', `SELECT * FROM people WHERE sex = '${'F'}' AND at_school = CAST('x' AS integer)`);
    await call('--json', 'status');
    await call(
      'contract',
      'infer',
      '--agency',
      'clinic',
      '--dataset',
      'again',
      join(folder, 'in', 'patients.csv'),
    );
    await call('check');
  });

  it('has something to find: deliveries accepted, in part and rejected, two releases', () => {
    const codes = said.map(({ code }) => code);

    expect(codes).toContain(0);
    expect(codes).toContain(1);
    expect(readdirSync(join(folder, '.tributary', 'release')).filter((name) => /^\d{4}$/.test(name))).toEqual(
      ['0001', '0002'],
    );
    expect(existsSync(join(folder, '.tributary', 'landing', 'clinic', 'quarantine'))).toBe(true);
  });

  it('in anything that was printed', () => {
    const leaks = said.flatMap(({ out, err }, at) => leaksIn(`call ${at}`, `${out}\n${err}`, SEARCHED));

    expect(leaks).toEqual([]);
  });

  it('in any file outside of it, Parquet decoded, temporary files included', async () => {
    const leaks = await leaksBelow(folder, SEARCHED, outsideLanding);
    const temporaryLeaks = await leaksBelow(temporary, SEARCHED, () => false);

    expect([...leaks, ...temporaryLeaks]).toEqual([]);
  });

  it('in a receipt', async () => {
    const receipts = await leaksBelow(
      join(folder, '.tributary', 'landing'),
      SEARCHED,
      (path) => !/[/\\](receipts|outcomes)[/\\]/.test(path),
    );

    expect(receipts).toEqual([]);
  });

  it('and the search would find one that did', async () => {
    const found: Leak[][] = [];
    const { createHash } = await import('node:crypto');
    const planted = [
      PLANTED.last,
      createHash('sha256').update(PLANTED.ssn).digest('hex'),
      createHash('md5').update(PLANTED.last.toUpperCase()).digest('base64'),
    ];
    for (const leak of planted) {
      const place = aFolder('leak');
      writeFileSync(join(place, 'log.txt'), `something ${leak} something`);
      found.push(await leaksBelow(place, SEARCHED, () => false));
    }

    expect(found.map((leaks) => leaks.length > 0)).toEqual([true, true, true]);
  });

  it('and the search reads Parquet', async () => {
    const place = aFolder('leak');
    const { DuckDBInstance } = await import('@duckdb/node-api');
    const connection = await (await DuckDBInstance.create(':memory:')).connect();
    await connection.run(
      `COPY (SELECT '${PLANTED.last}' AS surname FROM range(500)) TO '${join(place, 'x.parquet')}' (COMPRESSION zstd)`,
    );

    expect((await leaksBelow(place, [PLANTED.last], () => false)).length).toBeGreaterThan(0);
  });
});
