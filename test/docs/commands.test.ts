import { describe, expect, it } from 'vitest';
import { faultOf } from './commands.ts';
import { commandsOf, commandsOfLine, type Page, pageAt } from './pages.ts';

const PAGES = ['README.md', 'docs/deploy.md', 'docs/operator.md', 'docs/alarms.md', 'docs/demo.md'];

/** Commands of a page that nobody could type. */
function faultsOf(page: Page): readonly string[] {
  return commandsOf(page)
    .flatMap(commandsOfLine)
    .flatMap((words) => {
      const fault = faultOf(words);
      return fault === undefined ? [] : [`${words.join(' ')}: ${fault}`];
    });
}

function ours(page: Page): number {
  return commandsOf(page).filter((line) => /\b(?:npx|npm|tributary) /.test(line)).length;
}

describe('commands in pages for people', () => {
  it.each(PAGES)('exist as %s spells them', (path) => {
    const page = pageAt(path);

    const faults = faultsOf(page);

    expect(faults).toEqual([]);
  });

  it('are found where a page has them', () => {
    const found = ours(pageAt('docs/deploy.md'));

    expect(found).toBeGreaterThan(15);
  });

  it.each([
    ['npx tributary --target aws statuses', 'There is no command statuses.'],
    ['npx tributary submit --agenzy a FILE', 'tributary submit has no option --agenzy.'],
    ['AWS_PROFILE=x npx cdk deploi --all', 'cdk has no command deploi.'],
    ['npx cdk deploy --everything', 'cdk deploy has no option --everything.'],
    ['npm run fetch:duck -- --arch arm64', 'package.json has no script fetch:duck.'],
    ['npx tributory check', 'There is no npx tributory.'],
    ['node bench/nothing.ts', 'There is no bench/nothing.ts.'],
  ])('are told apart from "%s"', (line, fault) => {
    const page = { path: 'planted.md', text: `\`\`\`\n${line}   # why\n\`\`\`\n` };

    const faults = faultsOf(page);

    expect(faults).toEqual([expect.stringContaining(fault)]);
  });
});
