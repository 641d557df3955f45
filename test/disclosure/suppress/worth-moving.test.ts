import { describe, expect, it } from 'vitest';
import { EMPTY_SYSTEM, type System } from '../../../lib/disclosure/model/system.ts';
import { freedom, knownLines } from '../../../lib/disclosure/suppress/freedom.ts';
import { type Lines, linesOf } from '../../../lib/disclosure/suppress/lines.ts';
import { worthMoving } from '../../../lib/disclosure/suppress/worth-moving.ts';

const STRATA = 25;

/** Areas by two programs, inner cells by stratum besides; the rows by area and program come first. */
function areasAndPrograms(areas: number): { readonly system: System; readonly inner: number } {
  const places = Array.from({ length: areas * 2 * STRATA }, (_, at) => at);
  const truth = places.map((at) => 1 + ((at * 7) % STRATA));
  const row = (key: string, form: readonly number[]) => ({
    key: [key],
    root: 0,
    quantities: [
      {
        name: 'persons',
        role: 'count' as const,
        form,
        value: form.reduce((sum, at) => sum + (truth[at] ?? 0), 0),
        shown: true,
      },
    ],
  });
  const rowsBy = (count: number, groupOf: (at: number) => number) =>
    Array.from({ length: count }, (_, group) =>
      row(
        `${count}/${group}`,
        places.filter((at) => groupOf(at) === group),
      ),
    );
  const cells = rowsBy(areas * 2, (at) => Math.floor(at / STRATA));
  const totals = rowsBy(areas, (at) => Math.floor(at / STRATA / 2));
  const margins = rowsBy(2 * STRATA, (at) => at % (2 * STRATA));
  return {
    system: {
      ...EMPTY_SYSTEM,
      variables: places.length,
      truth,
      rows: [...cells, ...totals, ...margins],
    },
    inner: cells.length,
  };
}

function chosen(areas: number) {
  const { system, inner } = areasAndPrograms(areas);
  const lines = linesOf(system, [], { zeros: 'protected', insiders: 0 });
  const base = Float64Array.from(system.truth, (value) => value ?? 0);
  const values = Float64Array.from(lines.low);
  const before = freedom(
    lines,
    knownLines(lines, (row) => row < inner),
    base,
  );
  return { lines, before, after: worthMoving(lines, before, base, values) };
}

function freeIn({ free }: { readonly free: Uint8Array }): number {
  return free.reduce((sum, mark) => sum + mark, 0);
}

/** Members of each known line that may still move. */
function movingByLine(lines: Lines, free: Uint8Array, known: Uint8Array): readonly number[] {
  return Array.from({ length: lines.count }, (_, line) => line)
    .filter((line) => known[line] === 1)
    .map((line) =>
      lines.members
        .slice(lines.starts[line], lines.starts[line + 1])
        .reduce((sum, variable) => sum + (free[variable] ?? 0), 0),
    );
}

describe('the variables that a program over the whole table moves', () => {
  it('are all that are free where they are few', () => {
    const { before, after } = chosen(20);

    expect(freeIn(before)).toBe(1000);
    expect(after).toBe(before);
  });

  it('are fewer where they are many, and none that is not free', () => {
    const { before, after } = chosen(200);

    expect(freeIn(before)).toBe(10_000);
    expect(freeIn(after)).toBeLessThan(7500);
    expect(after.free.every((mark, variable) => mark <= (before.free[variable] ?? 0))).toBe(true);
  });

  it('can make up for each other in every known sum that they lie in, in all areas', () => {
    const { lines, after } = chosen(200);

    const moving = movingByLine(lines, after.free, after.known);

    expect(moving.filter((count) => count === 1)).toEqual([]);
    expect(moving.slice(0, 200).every((count) => count > 1)).toBe(true);
  });
});
