import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { type Answer, tributary } from './command-line.ts';
import { aSmallWorkspace, IN_APRIL, SMALL_WORKSPACE, submitSmall, writeFiles } from './small-workspace.ts';

const env = IN_APRIL;

describe('a run that loses an indicator', { timeout: 300_000 }, () => {
  const folder = aSmallWorkspace('lost');
  const release = join(folder, '.tributary', 'release');
  let answer: Answer;

  beforeAll(async () => {
    for (const dataset of ['school/pupils', 'clinic/patients', 'clinic/visits'] as const)
      await submitSmall(folder, dataset);
    const sound = SMALL_WORKSPACE['indicators/people.yaml'] ?? '';
    writeFiles(folder, {
      'indicators/broken.yaml': sound
        .replace('title: People', 'title: Broken')
        .replace('min(c.sex)', 'CAST(CAST(min(c.sex) AS bigint) AS varchar)'),
      'indicators/sound.yaml': `${sound.replace('title: People', 'title: Sound')}sharesCells:
  - { with: broken, dimensions: { sex: sex, at_school: at_school } }
`,
    });
    answer = await tributary(['--workspace', folder, 'run'], { env });
  }, 300_000);

  it('is no success: it ends with exit code 4 and says which is missing', () => {
    expect(answer.code, answer.err).toBe(4);
    expect(answer.out).toMatch(/in part/);
    expect(answer.out).toMatch(/- indicator broken: .*the query engine did not answer.*\(QueryFailed\)/);
  });

  it('loses with it what shares its cells, and says that it does', () => {
    expect(answer.out).toMatch(
      /- indicator sound: It shares cells with broken, and they are lost together: the query engine/,
    );
    expect(existsSync(join(release, '0001', 'data', 'sound.csv'))).toBe(false);
  });

  it('tells the person who runs it what the engine said', () => {
    expect(answer.err).toMatch(/measuring cells_broken failed: .*a text is no bigint/);
  });

  it('publishes the others, as partial', () => {
    const manifest = JSON.parse(readFileSync(join(release, '0001', 'manifest.json'), 'utf8'));

    expect(manifest.status).toBe('partial');
    expect(existsSync(join(release, '0001', 'data', 'people.csv'))).toBe(true);
    expect(existsSync(join(release, '0001', 'data', 'broken.csv'))).toBe(false);
  });

  it('leaves which queries it sent to auditors, and no candidate', () => {
    const kept = readdirSync(join(folder, '.tributary', 'audit', 'r0001'));

    expect(kept).toContain('asked-ShowViews-9.json');
    expect(kept.filter((name) => name.startsWith('asked-Measure-people'))).toHaveLength(1);
    expect(existsSync(join(release, 'candidates', 'r0001', 'candidate.json'))).toBe(false);
  });

  it('has its publication completed by the next call where it was cut short, though nothing is new', async () => {
    const left = join('.tributary', 'release', 'candidates', 'r0001', 'candidate.json');
    writeFiles(folder, { [left]: 'left' });

    const again = await tributary(['--workspace', folder, '--json', 'run'], { env });

    expect(JSON.parse(again.out)).toEqual({ outcome: 'unchanged', release: '0001' });
    expect(existsSync(join(folder, left))).toBe(false);
  });
});
