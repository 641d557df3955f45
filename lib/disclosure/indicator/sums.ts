import { sumColumns } from '../../indicators/measure.ts';
import type { SqlRow } from '../../ports/query-engine.ts';
import type { Indicator } from '../../workspace/workspace.ts';
import type { Form, Quantity } from '../model/system.ts';

/** How the amounts of an indicator are made of unknowns: one a finest cell and measure. */
export interface Sums {
  readonly count: number;
  readonly truth: readonly number[];
  readonly signed: ReadonlySet<number>;
  readonly fractional: ReadonlySet<number>;
  /** @param below numbers of finest cells, ascending; null where no measure's sum is called so */
  readonly formOf: (below: readonly number[], quantity: string) => Form | null;
  readonly quantities: (row: SqlRow | undefined, below: readonly number[]) => readonly Quantity[];
}

/**
 * Amounts add up over finest cells even where persons do not.
 * @param first the number of the first unknown
 * @param rowOf the measured row of a finest cell
 */
export function sumsOf(
  indicator: Indicator,
  first: number,
  finest: readonly number[],
  rowOf: (finest: number) => SqlRow | undefined,
  cells: readonly SqlRow[],
): Sums {
  const measures = indicator.measures
    .filter(({ kind }) => kind === 'sum' || kind === 'mean')
    .map(({ name }) => sumColumns(name));
  const placeOf = new Map(finest.map((number, place) => [number, place]));
  const variables = (measure: number) => finest.map((_, place) => first + measure * finest.length + place);
  const amount = (row: SqlRow | undefined, column: string) => Number(row?.[column] ?? 0);
  const formOf = (below: readonly number[], measure: number): Form =>
    below.flatMap((number) => {
      const place = placeOf.get(number);
      return place === undefined ? [] : [first + measure * finest.length + place];
    });
  return {
    count: measures.length * finest.length,
    truth: measures.flatMap(({ sum }) => finest.map((number) => amount(rowOf(number), sum))),
    signed: new Set(
      measures.flatMap(({ negative }, measure) =>
        cells.some((row) => amount(row, negative) > 0) ? variables(measure) : [],
      ),
    ),
    fractional: new Set(measures.flatMap((_, measure) => variables(measure))),
    formOf: (below, quantity) => {
      const measure = measures.findIndex(({ sum }) => sum === quantity);
      return measure < 0 ? null : formOf(below, measure);
    },
    quantities: (row, below) =>
      measures.map((columns, measure) => ({
        name: columns.sum,
        role: 'sum',
        shown: true,
        form: formOf(below, measure),
        value: amount(row, columns.sum),
        contributors: {
          count: amount(row, columns.count),
          largest: amount(row, columns.largest),
          first: amount(row, columns.first),
          second: amount(row, columns.second),
        },
      })),
  };
}
