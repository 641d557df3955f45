import { rateColumns, sumColumns } from '../../indicators/measure.ts';
import type { ColumnDefinition } from '../../ports/catalogue.ts';
import type { SqlValue } from '../../ports/query-engine.ts';
import type { DisclosurePolicy, Indicator, Measure } from '../../workspace/workspace.ts';
import { decimalText, quotient } from './decimal.ts';

/** What a published row is computed from: the numbers as they are shown, by the names of the row's quantities. */
export interface ShownNumbers {
  readonly count: (quantity: string) => bigint;
  /** In whole ten thousandths. */
  readonly sum: (quantity: string) => bigint;
  /** What a ratio divides by; null where it has none here. */
  readonly capacity: (measure: string) => bigint | null;
}

/** A column of an indicator's published table. */
export interface PublishedColumn {
  readonly definition: ColumnDefinition;
  /** The quantity that stands here as it is; missing where the number is computed from others. */
  readonly quantity?: string;
  readonly value: (shown: ShownNumbers) => SqlValue;
}

/** `numerator`, `denominator` and `rate` for a measure called `rate`; with the measure's name before them elsewhere. */
function partName(measure: string, part: string): string {
  return measure === 'rate' ? part : `${measure}_${part}`;
}

function countColumn(name: string, quantity: string, comment: string): PublishedColumn {
  return { definition: { name, type: 'bigint', comment }, quantity, value: ({ count }) => count(quantity) };
}

function sumColumn(name: string, quantity: string, comment: string): PublishedColumn {
  return {
    definition: { name, type: 'decimal', comment },
    quantity,
    value: ({ sum }) => decimalText(sum(quantity)),
  };
}

/** The columns of a measure's numbers, in order. */
function columnsOf(measure: Measure): readonly PublishedColumn[] {
  const { name, title } = measure;
  switch (measure.kind) {
    case 'persons':
      return [countColumn(name, 'persons', title)];
    case 'rate': {
      const { numerator, denominator } = rateColumns(name);
      return [
        countColumn(partName(name, 'numerator'), numerator, `${title}: persons in the numerator`),
        countColumn(partName(name, 'denominator'), denominator, `${title}: persons in the denominator`),
        {
          definition: { name, type: 'decimal', comment: `${title}, per ${measure.per}` },
          value: ({ count }) => quotient(count(numerator) * BigInt(measure.per), count(denominator)),
        },
      ];
    }
    case 'ratio': {
      const { numerator } = rateColumns(name);
      return [
        countColumn(partName(name, 'numerator'), numerator, `${title}: persons`),
        {
          definition: {
            name: partName(name, 'denominator'),
            type: 'bigint',
            comment: `${title}: capacity`,
          },
          value: ({ capacity }) => capacity(name),
        },
        {
          definition: { name, type: 'decimal', comment: `${title}, per ${measure.per} of capacity` },
          value: ({ count, capacity }) => {
            const divisor = capacity(name);
            return divisor === null ? null : quotient(count(numerator) * BigInt(measure.per), divisor);
          },
        },
      ];
    }
    case 'sum':
      return [sumColumn(name, sumColumns(name).sum, title)];
    case 'mean': {
      const from = sumColumns(name);
      return [
        {
          definition: { name, type: 'decimal', comment: title },
          value: ({ count, sum }) => quotient(sum(from.sum), count(from.count), 0),
        },
        sumColumn(from.sum, from.sum, `${title}: sum`),
        countColumn(from.count, from.count, `${title}: persons`),
      ];
    }
  }
}

/** The columns of an indicator's numbers, in order. */
export function numberColumns(indicator: Indicator): readonly PublishedColumn[] {
  return indicator.measures.flatMap(columnsOf);
}

/** The column in which an extreme share of a rate reads `<5` or `>95`. */
export function codedColumn(measure: string): string {
  return `${measure}_coded`;
}

/** What of a policy decides which columns a published table has. */
export type ColumnPolicy = Pick<DisclosurePolicy, 'extremeShares' | 'reliability' | 'rounding' | 'noise'>;

/**
 * The columns of an indicator's published table, in order.
 * @param policy extreme shares, reliability and altered numbers have columns of their own; none where it is missing
 */
export function publishedColumns(
  indicator: Indicator,
  policy: ColumnPolicy = {},
): readonly ColumnDefinition[] {
  const text = (name: string, comment: string) => ({ name, type: 'varchar' as const, comment });
  const rates = indicator.measures.filter(({ kind }) => kind === 'rate');
  return [
    ...indicator.dimensions.map(({ name, title }) => text(name, title)),
    ...numberColumns(indicator).map(({ definition }) => definition),
    ...(policy.extremeShares === undefined
      ? []
      : rates.map(({ name, title }) =>
          text(codedColumn(name), `${title}: below or above a share, where the row is withheld`),
        )),
    ...(policy.reliability === undefined
      ? []
      : [text('reliability', 'reliable or unreliable: how far chance may have moved the numbers')]),
    ...(altersNumbers(policy)
      ? [
          {
            name: 'margin',
            type: 'bigint' as const,
            comment: 'how far the counts of the row may be from the true ones',
          },
        ]
      : []),
    text('status', 'published, suppressed, coded, held, rounded or noisy'),
    text('period', 'the reporting period'),
  ];
}

/** Whether a policy shows other numbers than the measured ones. */
export function altersNumbers({ rounding, noise }: ColumnPolicy): boolean {
  return rounding !== undefined || noise !== undefined;
}
