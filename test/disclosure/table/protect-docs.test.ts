import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { TablePolicyDocument } from '../../../lib/disclosure/table/table-policy.ts';

const page = readFileSync(join(import.meta.dirname, '..', '..', '..', 'docs', 'protect.md'), 'utf8');
const policies = [...page.matchAll(/```yaml\n(.*?)```/gs)].map(([, text = '']) => parse(text) as object);

describe('docs/protect.md', () => {
  it('shows policies that the command takes', () => {
    const read = policies.map((policy) =>
      TablePolicyDocument.safeParse({ count: 'n', dimensions: { region: {} }, ...policy }),
    );

    expect(read.length).toBeGreaterThanOrEqual(4);
    expect(read.flatMap(({ error }) => error?.issues ?? [])).toEqual([]);
  });

  it('names every part of a policy', () => {
    const { policy, ...parts } = TablePolicyDocument.shape;
    const names = [...Object.keys(parts), ...Object.keys(policy.def.innerType.shape)];

    const missing = names.filter((name) => !new RegExp(`\\b${name}:`).test(page));

    expect(missing).toEqual([]);
  });
});
