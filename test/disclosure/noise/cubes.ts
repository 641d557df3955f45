import {
  type CubeCell,
  finestBelow,
  finestCodes,
  finestCount,
  publishedCells,
} from '../../../lib/disclosure/model/cube.ts';
import type { DescribedTable } from '../../../lib/disclosure/model/described-table.ts';
import { EMPTY_SYSTEM, type Quantity } from '../../../lib/disclosure/model/system.ts';
import type { Axis } from '../../../lib/indicators/measure.ts';

/** An axis of codes `a0`, `a1`, …; groups by code. */
export function anAxis(
  name: string,
  size: number,
  groups: Readonly<Record<string, readonly number[]>> = {},
): Axis {
  const codes = Array.from({ length: size }, (_, at) => `${name}${at}`);
  return {
    name,
    codes,
    groups: Object.entries(groups).map(([code, members]) => ({
      code,
      members: members.map((at) => codes[at] ?? ''),
    })),
    total: true,
  };
}

/**
 * A table of persons, each in one finest cell.
 * @param count of a finest cell; null where it is impossible
 */
export function aCube(
  axes: readonly Axis[],
  count: (codes: readonly string[], number: number) => number | null,
  crosses: readonly (readonly string[])[] = [axes.map(({ name }) => name)],
): DescribedTable {
  const listed = Array.from({ length: finestCount(axes) }, (_, number) => ({
    number,
    value: count(finestCodes(axes, number), number),
  })).filter(({ value }) => value !== null);
  const variableOf = new Map(listed.map(({ number }, variable) => [number, variable]));
  const truth = listed.map(({ value }) => value ?? 0);
  const formOf = (members: CubeCell['members']) =>
    finestBelow(axes, { key: [], members }).flatMap((number) => variableOf.get(number) ?? []);
  const cells = publishedCells(axes, crosses);
  return {
    axes,
    cells,
    formOf,
    system: {
      ...EMPTY_SYSTEM,
      variables: truth.length,
      truth,
      rows: cells.map(({ key, members }) => {
        const form = formOf(members);
        return { key, root: 0, quantities: [aCount('count', form, truth)] };
      }),
    },
  };
}

/** A shown count. */
export function aCount(
  name: string,
  form: readonly number[],
  truth: readonly number[],
  role: Quantity['role'] = 'count',
): Quantity {
  return { name, role, shown: true, form, value: form.reduce((sum, at) => sum + (truth[at] ?? 0), 0) };
}

/**
 * A table of a rate beside all persons: of every finest cell [numerator, denominator, persons], with what is not shown
 * but follows from it.
 */
export function aRateCube(
  axes: readonly Axis[],
  counts: (number: number) => readonly [numerator: number, denominator: number, persons: number],
): DescribedTable {
  const finest = finestCount(axes);
  // Four variables a cell: all persons; those of the numerator, of the denominator only, outside of it.
  const truth = Array.from({ length: finest }, (_, number) => {
    const [numerator, denominator, persons] = counts(number);
    return [persons, numerator, denominator - numerator, persons - denominator];
  }).flat();
  const at = (members: CubeCell['members'], kinds: readonly number[]) =>
    finestBelow(axes, { key: [], members }).flatMap((number) => kinds.map((kind) => number * 4 + kind));
  const kinds: Readonly<Record<string, readonly number[]>> = {
    persons: [0],
    rate_numerator: [1],
    rate_denominator: [1, 2],
    rate_complement: [2],
    rate_remainder: [3],
  };
  const cells = publishedCells(axes, [axes.map(({ name }) => name)]);
  return {
    axes,
    cells,
    formOf: (members, quantity) => at(members, kinds[quantity] ?? []),
    system: {
      ...EMPTY_SYSTEM,
      variables: truth.length,
      truth,
      relations: Array.from({ length: finest }, (_, number) => ({
        left: [number * 4],
        right: [1, 2, 3].map((kind) => number * 4 + kind),
      })),
      rows: cells.map(({ key, members }) => ({
        key,
        root: 0,
        quantities: [
          aCount('persons', at(members, [0]), truth),
          aCount('rate_numerator', at(members, [1]), truth),
          aCount('rate_denominator', at(members, [1, 2]), truth, 'denominator'),
          { ...aCount('rate_complement', at(members, [2]), truth, 'complement'), shown: false },
          { ...aCount('rate_remainder', at(members, [3]), truth, 'remainder'), shown: false },
        ],
      })),
    },
  };
}

/** Every row's first number by its key, as text. */
export function rowOf(table: DescribedTable, ...key: readonly string[]): number {
  return table.cells.findIndex((cell) => cell.key.join('|') === key.join('|'));
}
