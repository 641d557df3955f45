import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { FINDING_CODES, type FindingCode } from '../../lib/intake/finding-codes.ts';
import { LEVELS } from '../../lib/intake/intake.ts';
import { STATUSES } from '../../lib/intake/receipt.ts';

/** The page, with the cells of its tables as narrow as they can be. */
const page = readFileSync(join(import.meta.dirname, '../../docs/intake.md'), 'utf8').replaceAll(
  / {2,}\|/g,
  ' |',
);
const codes = Object.entries<FindingCode>(FINDING_CODES);

describe('the page for stewards', () => {
  it.each(codes)('explains %s as the program does', (code, { level, severity, means, remedy }) => {
    const spelt = severity === 'contract' ? 'as the contract says' : severity;

    expect(page).toContain(`| \`${code}\` | ${level} | ${spelt} | ${means} | ${remedy} |`);
  });

  it('explains no finding that does not exist', () => {
    const explained = [...page.matchAll(/^\| `([a-z_]+)` \|/gm)].map(([, code]) => code);

    expect(explained).toEqual(codes.map(([code]) => code));
  });

  it.each([...LEVELS, ...STATUSES])('explains %s', (word) => {
    expect(page).toMatch(new RegExp(`^\\| ${word} \\|`, 'm'));
  });
});
