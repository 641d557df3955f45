import { describe, expect, it } from 'vitest';
import { DeploymentDocument } from '../../lib/workspace/schemas/deployment.ts';
import { pageAt } from './pages.ts';

const [, section = ''] = pageAt('docs/workspace.md').text.split('## deployment');
const [table = ''] = section.split('\n## ');
const rows = [...table.matchAll(/^\| `(\w+)` +\| (.+?) +\|/gm)].map(([, key, standard]) => [key, standard]);
const defaults: Readonly<Record<string, unknown>> = DeploymentDocument.parse({});

function spelt(value: unknown): string {
  if (value === undefined || (Array.isArray(value) && value.length === 0)) return 'none';
  return typeof value === 'boolean' ? (value ? 'true' : 'false') : String(value);
}

describe('the page on the workspace', () => {
  it('explains every setting of a deployment, and no other', () => {
    const explained = rows.map(([key]) => key);

    expect(explained).toEqual(Object.keys(DeploymentDocument.shape));
  });

  it.each(rows)('gives the default of %s', (key = '', standard) => {
    const real = spelt(defaults[key]);

    expect(standard).toBe(real);
  });
});
