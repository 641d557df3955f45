import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

const root = join(import.meta.dirname, '..', '..');

/** Every class of errors with its code, as the sources declare them. */
const declared = ['lib', 'lambdas'].flatMap((folder) =>
  readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .flatMap((name) => {
      const text = readFileSync(join(root, folder, name), 'utf8');
      return [
        ...text.matchAll(
          /class (\w+) extends (?:TributaryError|\w+Error|\w+Refused)\b[^}]*?readonly code = '([^']+)'/gs,
        ),
      ].map(([, className = '', code = '']) => ({ className, code }));
    }),
);

describe('error codes', () => {
  it('are many, so the search finds them', () => {
    expect(declared.length).toBeGreaterThan(30);
  });

  it('are written in one way', () => {
    expect(declared.filter(({ code }) => !/^[A-Z][A-Z0-9]*(_[A-Z0-9]+)+$/.test(code))).toEqual([]);
  });

  it('mean one thing each', () => {
    const codes = declared.map(({ code }) => code);

    expect(codes.filter((code, at) => codes.indexOf(code) !== at)).toEqual([]);
  });

  it('that the operator’s page explains, exist', () => {
    const page = readFileSync(join(root, 'docs', 'operator.md'), 'utf8');
    const explained = [...page.matchAll(/^\| *`([A-Z_]+)` *\|/gm)].map(([, code = '']) => code);

    expect(explained.length).toBeGreaterThan(3);
    expect(explained.filter((code) => !declared.some((one) => one.code === code))).toEqual([]);
  });
});
