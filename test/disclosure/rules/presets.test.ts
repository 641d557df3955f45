import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { DISCLOSURE_PRESETS } from '../../../lib/disclosure/protect.ts';
import { PART_OF_POLICY } from '../../../lib/disclosure/rules/part-of-policy.ts';
import type { DisclosurePolicy } from '../../../lib/workspace/workspace.ts';

const text = readFileSync(join(import.meta.dirname, '../../../docs/disclosure-rules.md'), 'utf8');
const page = text.replaceAll(/ +/g, ' ');

/** What a row of the table says beside threshold and zeros. */
function also({
  minimumContributors,
  dominance,
  pPercent,
  extremeShares,
  reliability,
  suppress,
  rounding,
}: DisclosurePolicy): string {
  return [
    ...(minimumContributors === undefined ? [] : [`\`minimumContributors\` ${minimumContributors}`]),
    ...(extremeShares === undefined
      ? []
      : [`\`extremeShares\` ${extremeShares.below}, ${extremeShares.above}`]),
    ...(reliability?.relativeIntervalWidth === undefined
      ? []
      : [`\`reliability\` width ${reliability.relativeIntervalWidth}`]),
    ...(reliability?.relativeStandardError === undefined
      ? []
      : [`\`reliability\` standard error ${reliability.relativeStandardError}`]),
    ...(dominance === undefined ? [] : [`\`dominance\` (${dominance.n}, ${dominance.k})`]),
    ...(pPercent === undefined ? [] : [`\`pPercent\` ${pPercent}`]),
    ...(rounding === undefined
      ? []
      : [
          suppress === false
            ? `\`method: round\`, base ${rounding.base}`
            : `\`rounding\` base ${rounding.base}`,
        ]),
  ].join(', ');
}

describe('the page on disclosure rules', () => {
  it.each(Object.entries(DISCLOSURE_PRESETS))(
    'shows the preset %s with all its parts, its source and what it leaves out',
    (name, { policy, source, leavesOut }) => {
      const cells = [`\`${name}\``, policy.threshold, policy.zeros, also(policy), source, leavesOut ?? ''];
      const row = `| ${cells.map((cell) => (cell === '' ? '|' : `${cell} |`)).join(' ')}`;

      expect(page).toContain(row);
    },
  );

  it('lists no preset that there is not', () => {
    const [, table = ''] = page.split('## Presets');
    const named = [...table.matchAll(/^\| `([a-z-]+)` \|/gm)].map(([, name]) => name);

    expect(named).toEqual(Object.keys(DISCLOSURE_PRESETS));
  });

  it('names the part of the policy in which each rule stands', () => {
    const [, rules = ''] = page.split('## Rules: what is primary');

    const missing = Object.values(PART_OF_POLICY).filter((part) => !rules.includes(`\`${part}\``));

    expect(missing).toEqual([]);
  });
});

describe('the presets', () => {
  it('of the owners whom the field names are all there', () => {
    const owners = ['cms', 'washington-doh', 'texas', 'delaware-doe', 'rhode-island', 'uk-llc'];
    const others = ['nchs-rates', 'stats-nz', 'acro', 'king-county'];

    expect(Object.keys(DISCLOSURE_PRESETS)).toEqual(expect.arrayContaining([...owners, ...others]));
  });

  it('never let a denominator be smaller than a count', () => {
    const lax = Object.entries(DISCLOSURE_PRESETS).filter(
      ([, { policy }]) => policy.minimumDenominator < policy.threshold,
    );

    expect(lax).toEqual([]);
  });
});
