import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { stringify } from 'yaml';
import { renderFindings } from '../../lib/cli/render-findings.ts';
import { readWorkspace } from '../../lib/workspace/workspace.ts';
import { TODAY, workspaceFiles } from './a-workspace.ts';

const PATHS = [...workspaceFiles().keys()];

/** Pieces that YAML, zod and our own checks have reasons to stumble over. */
const PIECES = [
  '{',
  '}',
  '[',
  ']',
  ':',
  ': ',
  '- ',
  '\n',
  '\n  ',
  '"',
  "'",
  '#',
  '&a ',
  '*a',
  '!!binary ',
  '|',
  '>',
  '<<: *a',
  '? ',
  '---\n',
  '...',
  '%YAML 1.2\n',
  '__proto__',
  'constructor',
  'customProperties',
  'property',
  'value',
  'schema',
  'properties',
  'name',
  'null',
  '~',
  'true',
  '1e999',
  '.nan',
  '0x1F',
  '007',
  '2026-Q1',
  'role',
  'keep',
  'dimensions',
  'rollups',
  'query',
  'FROM a.b',
  '\u0000',
  '\u2028',
  '😀',
  '\uFEFF',
  '\t',
];
const yamlish = fc
  .array(fc.oneof(fc.constantFrom(...PIECES), fc.string({ maxLength: 8 })), { maxLength: 40 })
  .map((pieces) => pieces.join(''));
const paths = fc.oneof(
  fc.constantFrom(...PATHS),
  fc.string({ maxLength: 20 }).map((name) => `agencies/${name}.yaml`),
  fc.string({ maxLength: 20 }),
);

describe('whatever an operator writes', () => {
  it('is answered with findings and never with a crash', () => {
    fc.assert(
      fc.property(paths, yamlish, (path, text) => {
        const { findings } = readWorkspace(workspaceFiles({ [path]: text }), {
          folder: 'fuzz',
          today: TODAY,
        });

        for (const { line, column, message, remedy } of findings) {
          expect(line).toBeGreaterThanOrEqual(1);
          expect(column).toBeGreaterThanOrEqual(1);
          expect(message).not.toBe('');
          expect(remedy).not.toBe('');
        }
      }),
      { numRuns: 150 },
    );
  });

  it('is answered alike when a value of any other kind stands in place of the right one', () => {
    const values = fc.jsonValue({ maxDepth: 2 });
    const places = fc.constantFrom(...PATHS).chain((path) => {
      const lines = (workspaceFiles().get(path) ?? '').split('\n');
      const keyed = lines.flatMap((line, index) => (/^\s*(- )?[A-Za-z]+: \S/.test(line) ? [index] : []));
      return fc.tuple(fc.constant(path), fc.constantFrom(...keyed));
    });

    fc.assert(
      fc.property(places, values, ([path, index], value) => {
        const lines = (workspaceFiles().get(path) ?? '').split('\n');
        const flow = stringify(value, { collectionStyle: 'flow', lineWidth: 0 }).trim();
        lines[index] = (lines[index] ?? '').replace(/: .*$/, () => `: ${flow}`);

        const { findings } = readWorkspace(workspaceFiles({ [path]: lines.join('\n') }), {
          folder: 'fuzz',
          today: TODAY,
        });

        expect(renderFindings(findings)).toMatch(/\.\n$/);
      }),
      { numRuns: 150 },
    );
  });
});
