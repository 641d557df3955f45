import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import type { DemoResult } from '../../lib/cli/demo-screen.ts';
import { makeCounty } from '../../lib/demo/county.ts';
import { tributary } from './command-line.ts';
import { aFolder } from './small-workspace.ts';

describe('the demo', { timeout: 600_000 }, () => {
  const folder = aFolder('demo');
  let result: DemoResult;

  beforeAll(async () => {
    writeFileSync(join(folder, 'my-notes.txt'), 'keep me');
    const answer = await tributary(['--json', 'demo', '--people', '1200', '--out', folder]);
    expect(answer.code, answer.err).toBe(0);
    result = JSON.parse(answer.out);
  }, 600_000);

  it('plays its script: each delivery ends as the story has it', () => {
    const scripted = makeCounty({ people: 1200, seed: '1' }).cycles.flatMap(({ deliveries }) => deliveries);
    const played = result.cycles.flatMap(({ deliveries }) => deliveries);

    expect(played).toHaveLength(scripted.length);
    scripted.forEach(({ dataset, period, outcome }, at) => {
      const { status } = played[at] ?? { status: 'missing' };
      const expected =
        outcome === undefined ? ['accepted', 'accepted_with_errors', 'partially_accepted'] : [outcome];
      expect(expected, `${dataset} ${period}`).toContain(status);
    });
  });

  it('has two releases, both in part, each saying what is missing', () => {
    expect(result.cycles.map(({ release, complete }) => [release, complete])).toEqual([
      ['0001', false],
      ['0002', false],
    ]);
    expect(result.cycles[0]?.text).toContain('kindergarten_readiness');
    expect(result.cycles[1]?.text).toContain('attendance');
  });

  it('finds people nearly as they are', () => {
    expect(result.evaluation.precision).toBeGreaterThan(0.95);
    expect(result.evaluation.recall).toBeGreaterThan(0.9);
    expect(Math.abs((result.linkage?.recall ?? 0) - result.evaluation.recall)).toBeLessThan(0.1);
  });

  it('joins two earlier people in its second cycle, and keeps the old id resolvable', async () => {
    const { DuckDBInstance } = await import('@duckdb/node-api');
    const connection = await (await DuckDBInstance.create(':memory:')).connect();
    const reader = await connection.runAndReadAll(
      `SELECT count(*) FROM read_parquet('${folder}/.tributary/crosswalk/runs/r0002/registry/*.parquet') WHERE merged_into IS NOT NULL`,
    );

    expect(Number(reader.getRowsJson()[0]?.[0])).toBeGreaterThan(0);
  });

  it('shows suppressed cells as suppressed', () => {
    const values = (result.children?.rows ?? []).flatMap((row) => row.values);

    expect(values).toContain(null);
    expect(values.some((value) => value !== null && Number(value) >= 11)).toBe(true);
    expect(values.every((value) => value === null || Number(value) === 0 || Number(value) >= 11)).toBe(true);
  });

  it('never opens the truth but to evaluate: a run without it is the same', () => {
    const plan = readFileSync(join(folder, '.tributary', 'audit', 'r0002', 'plan.json'), 'utf8');

    expect(plan).not.toContain('truth');
    expect(existsSync(join(folder, 'truth', 'people.csv'))).toBe(true);
  });

  it('replaces an earlier demo and nothing else', async () => {
    const again = await tributary(['--json', 'demo', '--people', '300', '--seed', '7', '--out', folder]);

    expect(again.code, again.err).toBe(0);
    expect(readFileSync(join(folder, 'my-notes.txt'), 'utf8')).toBe('keep me');
    expect(readdirSync(join(folder, '.tributary', 'release')).filter((name) => /^\d{4}$/.test(name))).toEqual(
      ['0001', '0002'],
    );
  });

  it('leaves a folder alone that holds a workspace of somebody', async () => {
    const foreign = aFolder('foreign');
    writeFileSync(join(foreign, 'collaborative.yaml'), 'name: mine\n');

    const answer = await tributary(['demo', '--people', '300', '--out', foreign]);

    expect(answer.code).toBe(2);
    expect(readFileSync(join(foreign, 'collaborative.yaml'), 'utf8')).toBe('name: mine\n');
  });
});
