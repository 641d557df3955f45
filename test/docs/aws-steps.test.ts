import { describe, expect, it } from 'vitest';
import { STEPS, type StepDeployment } from '../../lib/deployment/steps.ts';
import { pageAt } from './pages.ts';

const page = pageAt('docs/aws-steps.md').text.replaceAll(/ {2,}/g, ' ');

const SCRATCH: Readonly<Record<StepDeployment['scratch'], string>> = {
  small: '512 MB',
  file: 'twice the largest file and 1 GB',
  large: '10 GB',
};

describe('the page on steps', () => {
  it.each(STEPS.map((step) => [step.name, step] as const))('says how %s is deployed and grows', (_, step) => {
    const { name, workflow, bundle, memoryMegabytes, timeoutSeconds, scratch, growth } = step;

    const row = `| ${name} | ${workflow} | ${bundle} | ${memoryMegabytes.toLocaleString('en-US')} | ${timeoutSeconds / 60} | ${SCRATCH[scratch]} | ${growth} |`;

    expect(page).toContain(row);
  });

  it('has no step that is not deployed', () => {
    const [, table = ''] = page.split('## Each function');
    const named = [...table.matchAll(/^\| (\w+) \| (?:intake|integration|watch) \|/gm)].map(
      ([, name]) => name,
    );

    expect(named).toEqual(STEPS.map(({ name }) => name));
  });
});
