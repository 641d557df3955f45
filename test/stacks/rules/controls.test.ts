import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { acknowledge } from '../../../lib/stacks/acknowledged.ts';
import { everyOption, type Made } from './apps.ts';
import { CONTROLS } from './controls.ts';
import { controlsPage } from './controls-page.ts';
import { baseControl, ToldNist } from './nist-pack.ts';
import { RULES } from './tributary-pack.ts';

const root = join(import.meta.dirname, '..', '..', '..');

describe('docs/controls.md', () => {
  let made: Made;
  const nist = new ToldNist();
  let page: string;
  beforeAll(async () => {
    made = await everyOption();
    nist.validateScope(made.app);
    page = controlsPage({
      rules: RULES,
      nist: nist.applied,
      explained: acknowledge(made.app, made.workspace),
    });
  });

  it('is what the rules and tables say', async () => {
    await expect(page).toMatchFileSnapshot(join(root, 'docs', 'controls.md'));
  });

  it('names modules and tests that are there', () => {
    const missing = Object.values(CONTROLS)
      .flatMap(({ built, shown }) => [...built, ...shown])
      .filter((file) => !existsSync(join(root, file)));

    expect(missing).toEqual([]);
  });

  it('has a row for each control that a rule of our own serves', () => {
    const served = new Set(RULES.flatMap(({ controls }) => controls.map(baseControl)));

    expect([...served].filter((control) => CONTROLS[control] === undefined)).toEqual([]);
  });

  it('shows each control by a test, and rests on rules that looked at something', () => {
    const unshown = Object.entries(CONTROLS).filter(
      ([, { shown }]) => !shown.some((file) => file.endsWith('.test.ts')),
    );

    expect(unshown).toEqual([]);
    expect(nist.applied.length).toBeGreaterThan(15);
    expect(nist.applied.filter(({ controls }) => !controls.every((id) => /^[A-Z]{2}-\d+/.test(id)))).toEqual(
      [],
    );
  });
});
