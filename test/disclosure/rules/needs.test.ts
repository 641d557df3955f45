import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { EMPTY_SYSTEM, type Quantity } from '../../../lib/disclosure/model/system.ts';
import { DISCLOSURE_PRESETS } from '../../../lib/disclosure/protect.ts';
import { sensitiveQuantities } from '../../../lib/disclosure/rules/needs.ts';
import type { DisclosurePolicy } from '../../../lib/workspace/workspace.ts';
import { aPolicy } from '../tables.ts';

function broken(quantity: Partial<Quantity>, policy: Partial<DisclosurePolicy>): readonly string[] {
  const whole: Quantity = { name: 'it', role: 'count', shown: true, form: [0], value: 0, ...quantity };
  const system = {
    ...EMPTY_SYSTEM,
    variables: 1,
    rows: [{ key: [], root: 0, quantities: [whole] }],
  };
  return sensitiveQuantities(system, aPolicy(policy)).map(({ rule, width }) => `${rule} ${width}`);
}

describe('the rules for primary suppression', () => {
  it.each([
    ['a count below the threshold', { value: 10 }, { threshold: 11 }, ['threshold 10']],
    ['no count at the threshold', { value: 11 }, { threshold: 11 }, []],
    ['a zero where zeros are protected', { value: 0 }, { threshold: 11 }, ['zero 10']],
    ['no zero where zeros are published', { value: 0 }, { threshold: 11, zeros: 'published' }, []],
    ['a small complement', { role: 'complement', value: 3 }, { threshold: 11 }, ['complement 10']],
    ['a small remainder', { role: 'remainder', value: 3 }, { threshold: 11 }, ['complement 10']],
    ['no remainder of nobody', { role: 'remainder', value: 0 }, { threshold: 11 }, []],
    [
      'a denominator below its minimum',
      { role: 'denominator', value: 15 },
      { threshold: 11, minimumDenominator: 20 },
      ['minimumDenominator 10'],
    ],
    [
      'a sum of few contributors',
      { role: 'sum', value: 100, contributors: { count: 2, largest: 60 } },
      {},
      ['contributors 30'],
    ],
    [
      'a sum that one dominates',
      { role: 'sum', value: 100, contributors: { count: 9, largest: 90 } },
      { dominance: { n: 1, k: 0.8 } },
      ['dominance 12.5'],
    ],
    [
      'no sum of many',
      { role: 'sum', value: 100, contributors: { count: 9, largest: 20 } },
      { dominance: { n: 1, k: 0.8 } },
      [],
    ],
  ] as const)('hide %s', (_what, quantity, policy, expected) => {
    expect(broken(quantity, policy)).toEqual(expected);
  });

  it('ask for the interval that the policy names', () => {
    expect(broken({ value: 3 }, { threshold: 11, minimumInterval: 25 })).toEqual(['threshold 25']);
  });

  it('are documented: every preset stands in the table with its threshold and source', () => {
    const text = readFileSync(join(import.meta.dirname, '../../../docs/disclosure.md'), 'utf8');
    const page = text.replaceAll(/ +/g, ' ');

    const missing = Object.entries(DISCLOSURE_PRESETS).filter(
      ([name, { policy }]) => !page.includes(`| \`${name}\` | ${policy.threshold} | ${policy.zeros} |`),
    );

    expect(missing).toEqual([]);
  });
});
