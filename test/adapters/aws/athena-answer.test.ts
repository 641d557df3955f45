import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { answerRows } from '../../../lib/adapters/aws/athena-answer.ts';
import type { WrittenValue } from '../../../lib/adapters/aws/athena-values.ts';
import { collect } from '../../collect.ts';

/** As Athena writes it. */
function written(rows: readonly (readonly WrittenValue[])[]): string {
  const cell = (value: WrittenValue) => (value === null ? '' : `"${value.replaceAll('"', '""')}"`);
  return rows.map((row) => `${row.map(cell).join(',')}\n`).join('');
}

async function* cut(bytes: Uint8Array, places: readonly number[]): AsyncIterable<Uint8Array> {
  const ends = [...places.map((place) => place % (bytes.length + 1)), bytes.length].sort((a, b) => a - b);
  for (const [at, end] of ends.entries()) yield bytes.subarray(ends[at - 1] ?? 0, end);
}

const read = async (text: string, places: readonly number[] = []) =>
  (await collect(answerRows(cut(new TextEncoder().encode(text), places)))).flat();

describe('the file of an answer', () => {
  it('tells NULL from an empty text', async () => {
    expect(await read('"a","b"\n,""\n"",\n')).toEqual([
      [null, ''],
      ['', null],
    ]);
  });

  it('has no rows where nothing was found', async () => {
    expect(await read('"a","b"\n')).toEqual([]);
    expect(await read('')).toEqual([]);
  });

  it('is read to its end where that has no line break', async () => {
    expect(await read('"a"\n"1"\n"2"')).toEqual([['1'], ['2']]);
  });

  it('gives every row as it was written, wherever the network has cut it', async () => {
    const value = fc.option(fc.string({ unit: fc.constantFrom('a', '"', ',', '\n', 'ü', '𝕏', ' ') }));
    const table = fc
      .integer({ min: 1, max: 4 })
      .chain((width) => fc.array(fc.array(value, { minLength: width, maxLength: width }), { maxLength: 8 }));

    await fc.assert(
      fc.asyncProperty(table, fc.array(fc.nat(), { maxLength: 6 }), async (rows, places) => {
        // A row of one NULL is an empty line, as in Athena's own file.
        const header = (rows[0] ?? ['n']).map((_, at) => `c${at}`);
        expect(await read(written([header, ...rows]), places)).toEqual(rows);
      }),
    );
  });
});
