import { capacityDimensions, rateColumns, sumColumns, TOTAL } from '../../indicators/measure.ts';
import type { ColumnDefinition } from '../../ports/catalogue.ts';
import type { SqlRow, SqlValue } from '../../ports/query-engine.ts';
import type { Indicator, Measure } from '../../workspace/workspace.ts';
import type { CubeCell } from '../model/cube.ts';
import type { IndicatorTable, MeasuredRows } from './indicator-system.ts';

/** Rates, ratios and means are written with four decimals, rounded half up. */
export const RATE_SCALE = 4;

/** How a published column gets its value from a measured row. */
interface PublishedColumn {
  readonly definition: ColumnDefinition;
  readonly value: (row: SqlRow | undefined, capacity: (measure: string) => bigint | null) => SqlValue;
}

/** `numerator`, `denominator` and `rate` for a measure called `rate`; with the measure's name before them elsewhere. */
function partName(measure: string, part: string): string {
  return measure === 'rate' ? part : `${measure}_${part}`;
}

function count(row: SqlRow | undefined, column: string): bigint {
  return BigInt(row?.[column] === undefined || row[column] === null ? 0 : String(row[column]));
}

function columnsOf(measure: Measure): readonly PublishedColumn[] {
  const bigint = (name: string, comment: string, value: PublishedColumn['value']): PublishedColumn => ({
    definition: { name, type: 'bigint', comment },
    value,
  });
  const decimal = (name: string, comment: string, value: PublishedColumn['value']): PublishedColumn => ({
    definition: { name, type: 'decimal', comment },
    value,
  });
  switch (measure.kind) {
    case 'persons':
      return [bigint(measure.name, measure.title, (row) => count(row, 'persons'))];
    case 'rate': {
      const from = rateColumns(measure.name);
      return [
        bigint(partName(measure.name, 'numerator'), `${measure.title}: persons in the numerator`, (row) =>
          count(row, from.numerator),
        ),
        bigint(partName(measure.name, 'denominator'), `${measure.title}: persons in the denominator`, (row) =>
          count(row, from.denominator),
        ),
        decimal(measure.name, `${measure.title}, per ${measure.per}`, (row) =>
          quotient(count(row, from.numerator) * BigInt(measure.per), count(row, from.denominator)),
        ),
      ];
    }
    case 'ratio': {
      const { numerator } = rateColumns(measure.name);
      return [
        bigint(partName(measure.name, 'numerator'), `${measure.title}: persons`, (row) =>
          count(row, numerator),
        ),
        bigint(partName(measure.name, 'denominator'), `${measure.title}: capacity`, (_row, capacity) =>
          capacity(measure.name),
        ),
        decimal(measure.name, `${measure.title}, per ${measure.per} of capacity`, (row, capacity) => {
          const denominator = capacity(measure.name);
          return denominator === null
            ? null
            : quotient(count(row, numerator) * BigInt(measure.per), denominator);
        }),
      ];
    }
    case 'sum': {
      const { sum } = sumColumns(measure.name);
      return [decimal(measure.name, measure.title, (row) => decimalText(tenThousandths(row?.[sum])))];
    }
    case 'mean': {
      const from = sumColumns(measure.name);
      return [
        decimal(measure.name, measure.title, (row) =>
          quotient(tenThousandths(row?.[from.sum]), count(row, from.count), 0),
        ),
        decimal(from.sum, `${measure.title}: sum`, (row) => decimalText(tenThousandths(row?.[from.sum]))),
        bigint(from.count, `${measure.title}: persons`, (row) => count(row, from.count)),
      ];
    }
  }
}

/** The columns of an indicator's published table, in order. */
export function publishedColumns(indicator: Indicator): readonly ColumnDefinition[] {
  return [
    ...indicator.dimensions.map(({ name, title }) => ({ name, type: 'varchar' as const, comment: title })),
    ...indicator.measures.flatMap(columnsOf).map(({ definition }) => definition),
    { name: 'status', type: 'varchar', comment: 'published or suppressed' },
    { name: 'period', type: 'varchar', comment: 'the reporting period' },
  ];
}

/** One published row: codes, measures (all null where it is suppressed), status and period. */
export function publishedRow(
  indicator: Indicator,
  table: IndicatorTable,
  rows: MeasuredRows,
  cell: CubeCell,
  period: string,
  hidden: boolean,
): SqlRow {
  const codes = indicator.dimensions.map(({ name }) => {
    const axis = table.axes.findIndex((known) => known.name === name);
    return [name, axis < 0 ? TOTAL : (cell.key[axis] ?? TOTAL)] as const;
  });
  const capacity = capacityOf(indicator, rows, Object.fromEntries(codes));
  const values = indicator.measures
    .flatMap(columnsOf)
    .map(
      ({ definition, value }) =>
        [definition.name, hidden ? null : value(table.measured(cell), capacity)] as const,
    );
  return Object.fromEntries([
    ...codes,
    ...values,
    ['status', hidden ? 'suppressed' : 'published'],
    ['period', period],
  ]);
}

/** What a ratio divides by in a cell: dimensions that the capacity is not divided by do not count. */
function capacityOf(
  indicator: Indicator,
  rows: MeasuredRows,
  codes: Readonly<Record<string, string>>,
): (measure: string) => bigint | null {
  return (name) => {
    const measure = indicator.measures.find(
      (candidate) => candidate.kind === 'ratio' && candidate.name === name,
    );
    if (measure?.kind !== 'ratio') return null;
    const by = capacityDimensions(indicator, measure).map((dimension) => dimension.name);
    const found = rows.capacity?.find(
      (row) => row['measure'] === name && by.every((dimension) => row[dimension] === codes[dimension]),
    );
    return found === undefined ? null : BigInt(String(found['value']));
  };
}

/** A decimal text as whole ten thousandths. */
function tenThousandths(value: SqlValue | undefined): bigint {
  const [whole = '0', fraction = ''] = String(value ?? '0').split('.');
  const digits = BigInt(`${whole.replace('-', '')}${fraction.padEnd(RATE_SCALE, '0').slice(0, RATE_SCALE)}`);
  return whole.startsWith('-') ? -digits : digits;
}

/** A quotient with four decimals, half away from zero; null over zero. `shift` says how many decimals the dividend lacks. */
function quotient(dividend: bigint, divisor: bigint, shift: number = RATE_SCALE): string | null {
  if (divisor === 0n) return null;
  const scaled = dividend * 10n ** BigInt(shift);
  const size = ((scaled < 0n ? -scaled : scaled) * 2n + divisor) / (2n * divisor);
  return decimalText(scaled < 0n ? -size : size);
}

function decimalText(units: bigint): string {
  const digits = String(units < 0n ? -units : units).padStart(RATE_SCALE + 1, '0');
  return `${units < 0n ? '-' : ''}${digits.slice(0, -RATE_SCALE)}.${digits.slice(-RATE_SCALE)}`;
}
