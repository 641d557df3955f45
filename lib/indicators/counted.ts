import type { ColumnDefinition } from '../ports/catalogue.ts';
import { quoteName } from '../sql/quote.ts';
import type { Indicator, Measure } from '../workspace/workspace.ts';

/** A yes or no about a person in a cell; the cell's column counts the persons of whom it holds. */
export interface Counted {
  readonly column: string;
  /** SQL over the indicator's query. */
  readonly condition: string;
}

/** An amount of a person in a cell; the cell's columns hold its sum and what dominance needs. */
export interface Added {
  readonly measure: string;
  /** SQL over the indicator's query. */
  readonly amount: string;
}

/** The columns of the cells table that belong to a rate. */
export function rateColumns(measure: string): { readonly numerator: string; readonly denominator: string } {
  return { numerator: `${measure}_numerator`, denominator: `${measure}_denominator` };
}

/** The columns of the cells table that belong to a sum or mean. */
export function sumColumns(measure: string): {
  readonly sum: string;
  readonly count: string;
  /** What the n largest contributors hold together, n being the policy's; contributions without their sign. */
  readonly largest: string;
  /** What the largest holds, and the second largest. */
  readonly first: string;
  readonly second: string;
  /** How many persons contribute less than zero. */
  readonly negative: string;
} {
  return {
    sum: `${measure}_sum`,
    count: `${measure}_count`,
    largest: `${measure}_largest`,
    first: `${measure}_first`,
    second: `${measure}_second`,
    negative: `${measure}_negative`,
  };
}

function countedOf(measure: Measure): readonly Counted[] {
  const is = (column: string) => `${quoteName(column)} = 1`;
  switch (measure.kind) {
    case 'persons':
      return [];
    case 'rate': {
      const { numerator, denominator } = rateColumns(measure.name);
      return [
        { column: denominator, condition: is(measure.denominator) },
        { column: numerator, condition: `${is(measure.numerator)} AND ${is(measure.denominator)}` },
      ];
    }
    case 'ratio':
      return [{ column: rateColumns(measure.name).numerator, condition: is(measure.numerator) }];
    case 'sum':
    case 'mean':
      return [
        { column: sumColumns(measure.name).count, condition: `${quoteName(measure.column)} IS NOT NULL` },
        { column: sumColumns(measure.name).negative, condition: `${quoteName(measure.column)} < 0` },
      ];
  }
}

/** Every yes or no that the indicator's measures count, beside the persons themselves. */
export function countedColumns(indicator: Indicator): readonly Counted[] {
  return indicator.measures.flatMap(countedOf);
}

/** Every amount that the indicator's measures add up. */
export function addedColumns(indicator: Indicator): readonly Added[] {
  return indicator.measures.flatMap((measure) =>
    measure.kind === 'sum' || measure.kind === 'mean'
      ? [{ measure: measure.name, amount: `CAST(${quoteName(measure.column)} AS decimal(18,4))` }]
      : [],
  );
}

/** The columns of the cells table after its dimensions. */
export function measuredColumns(indicator: Indicator): readonly ColumnDefinition[] {
  return [
    { name: 'persons', type: 'bigint', comment: 'distinct persons' },
    ...countedColumns(indicator).map(({ column }) => ({ name: column, type: 'bigint' as const })),
    ...addedColumns(indicator).flatMap(({ measure }) => {
      const { sum, largest, first, second } = sumColumns(measure);
      return [sum, largest, first, second].map((name) => ({ name, type: 'decimal' as const }));
    }),
  ];
}
