import { describe, expect, it } from 'vitest';
import { pageAt } from './pages.ts';

const readme = pageAt('README.md').text.replaceAll(/\s+/g, ' ');

/** How many rows a table under a heading has. */
function rowsUnder(path: string, heading: string): number {
  const [, part = ''] = pageAt(path).text.split(`## ${heading}\n`);
  const [section = ''] = part.split('\n## ');
  return [...section.matchAll(/^\| /gm)].length - 2;
}

describe('figures in the README', () => {
  it.each(['README.md', 'docs/operator.md'])('of costs are in %s those of the page on costs', (path) => {
    const costs = pageAt('docs/costs.md').text;
    const of = (agencies: number) =>
      new RegExp(`\\*\\*${agencies} agencies: (\\$\\d+) a month`).exec(costs)?.[1];

    const text = pageAt(path).text.replaceAll(/\s+/g, ' ');

    expect(text).toContain(`${of(5)} a month with 5 agencies, ${of(50)} with 50`);
  });

  it('of controls and rules are those of the page on controls', () => {
    const controls = rowsUnder('docs/controls.md', 'By control');
    const rules = rowsUnder('docs/controls.md', 'Rules of our own');

    expect(readme).toContain(`${rules} rules of our own`);
    expect(readme).toContain(`[${controls} controls](docs/controls.md)`);
  });
});
