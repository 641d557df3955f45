import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fromParameter, LONGEST_PARAMETER, toParameter } from '../../lib/deployment/workspace-parameter.ts';

describe('a file of the workspace as a parameter', () => {
  it('stays readable where it is short and plain', () => {
    expect(toParameter('name: county\n')).toBe('name: county\n');
  });

  it.each([
    ['it is long', `description: ${'a'.repeat(5000)}`],
    ['Systems Manager would take a part of it for a reference', "query: SELECT '{{period}}'"],
    ['it is empty', ''],
    ['it looks compressed', 'gz:abc'],
    ['its letters take more than a byte', 'title: Zürich'],
  ])('is compressed where %s', (_, text) => {
    const value = toParameter(text) ?? '';

    expect(value).toMatch(/^gz:[A-Za-z0-9+/]+=*$/);
    expect(fromParameter(value)).toBe(text);
  });

  it('is none where it is too long even so', () => {
    const digests = Array.from({ length: 100 }, (_, at) =>
      createHash('sha256').update(`${at}`).digest('base64'),
    );

    expect(toParameter(digests.join('\n'))).toBeUndefined();
  });

  it('gives every text back, in a value that Systems Manager takes', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 2000 }), (text) => {
        const value = toParameter(text);
        if (value === undefined) return;
        expect(fromParameter(value)).toBe(text);
        expect(value.length).toBeLessThanOrEqual(LONGEST_PARAMETER);
        expect(value).not.toBe('');
        expect(value).not.toContain('{{');
      }),
    );
  });
});
