import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { pageAt } from './pages.ts';

const LIB = join(import.meta.dirname, '../../lib');

/** Every code that an error of the program can have. */
function codesOfProgram(): ReadonlySet<string> {
  const files = readdirSync(LIB, { recursive: true, encoding: 'utf8' }).filter((name) =>
    name.endsWith('.ts'),
  );
  return new Set(
    files.flatMap((name) =>
      [...readFileSync(join(LIB, name), 'utf8').matchAll(/\bcode = '([A-Z_]+)'/g)].map(
        ([, code = '']) => code,
      ),
    ),
  );
}

describe('the page for operators', () => {
  it('explains no error that the program does not have', () => {
    const [, part = ''] = pageAt('docs/operator.md').text.split('## When something is refused');
    const [table = ''] = part.split('\n## ');
    const known = codesOfProgram();

    const explained = [...table.matchAll(/`([A-Z]+_[A-Z_]+)`/g)].map(([, code = '']) => code);

    expect(explained.length).toBeGreaterThan(15);
    expect(explained.filter((code) => !known.has(code))).toEqual([]);
  });
});
