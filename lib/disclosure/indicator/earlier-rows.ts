import { type Axis, rateColumns, TOTAL } from '../../indicators/measure.ts';
import type { SqlRow } from '../../ports/query-engine.ts';
import type { Indicator } from '../../workspace/workspace.ts';
import type { EarlierRow, EarlierTable } from '../earlier/earlier-table.ts';
import type { EarlierRelease } from './family-to-protect.ts';
import { codedColumn, numberColumns } from './published-columns.ts';

/** An earlier release's rows of an indicator as a reader has them, and which published row each comes from. */
export interface EarlierRows {
  readonly table: EarlierTable;
  readonly published: ReadonlyMap<EarlierRow, SqlRow>;
}

/** Columns that every published table has beside its dimensions and numbers. */
const OTHER_COLUMNS: ReadonlySet<string> = new Set([
  'status',
  'period',
  'reliability',
  'margin',
  'release_id',
]);

/** Rows in these states show numbers. */
const SHOWN: ReadonlySet<unknown> = new Set(['published', 'held', 'rounded', 'noisy']);

/**
 * Reads what an earlier release published of an indicator. Numbers of measures that the indicator no longer has are
 * left out: nothing that is published now is made of them.
 */
export function earlierRows(
  indicator: Indicator,
  axes: readonly Axis[],
  { release, period, rows }: EarlierRelease,
  is: EarlierTable['period']['is'],
): EarlierRows {
  const dimensions = dimensionsOf(indicator, axes, rows);
  const read = rows.map((row) => [earlierRow(indicator, dimensions, row), row] as const);
  const margins = rows.flatMap((row) => (row['status'] === 'rounded' ? [Number(row['margin'] ?? 0)] : []));
  return {
    table: {
      name: release,
      period: { id: period, is },
      dimensions,
      rows: read.map(([row]) => row),
      ...(margins.length === 0 ? {} : { roundedTo: Math.max(...margins) + 1 }),
      ...(rows.some(({ status }) => status === 'noisy') ? { noisy: true } : {}),
    },
    published: new Map(read),
  };
}

function earlierRow(indicator: Indicator, dimensions: readonly string[], row: SqlRow): EarlierRow {
  const key = dimensions.map((name) => String(row[name] ?? TOTAL));
  if (!SHOWN.has(row['status'])) return { key, values: null, also: codedShares(indicator, row) };
  const values = numberColumns(indicator).flatMap(({ definition: { name }, quantity }) => {
    const value = row[name];
    return quantity === undefined || value === undefined || value === null
      ? []
      : [[quantity, Number(value)] as const];
  });
  return { key, values: Object.fromEntries(values), ...(row['status'] === 'held' ? { held: true } : {}) };
}

/** What codes such as `<5` said of a row that was withheld, in terms of its quantities. */
function codedShares(indicator: Indicator, row: SqlRow): NonNullable<EarlierRow['also']> {
  return indicator.measures.flatMap(({ kind, name }) => {
    const code = row[codedColumn(name)];
    return kind === 'rate' && typeof code === 'string' ? sharesOfCode(code, name) : [];
  });
}

/**
 * What a reader learns from a code: the denominator is not zero, and on which side of the limit the numerator lies, in
 * whole numbers.
 * @returns nothing where the text is no code
 */
export function sharesOfCode(code: string, measure: string): NonNullable<EarlierRow['also']> {
  const [, side, limit] = /^([<>])(\d+(?:\.\d+)?)$/.exec(code) ?? [];
  if (side === undefined || limit === undefined) return [];
  // Multiplied until the limit is whole, so that "less than" is "less by one at least".
  const scale = 10 ** (limit.split('.')[1]?.length ?? 0);
  const sign = side === '<' ? 1 : -1;
  const { numerator, denominator } = rateColumns(measure);
  return [
    { terms: [[denominator, 1]], low: 1, high: Number.POSITIVE_INFINITY },
    {
      terms: [
        [numerator, sign * 100 * scale],
        [denominator, -sign * Math.round(Number(limit) * scale)],
      ],
      low: Number.NEGATIVE_INFINITY,
      high: -1,
    },
  ];
}

/**
 * Dimensions of the earlier table: those of today that it had, and any other column of codes. One that read `Total`
 * throughout divided nothing.
 */
function dimensionsOf(
  indicator: Indicator,
  axes: readonly Axis[],
  rows: readonly SqlRow[],
): readonly string[] {
  const numbers = new Set([
    ...numberColumns(indicator).map(({ definition }) => definition.name),
    ...indicator.measures.map(({ name }) => codedColumn(name)),
  ]);
  const columns = Object.keys(rows[0] ?? {}).filter(
    (name) => !OTHER_COLUMNS.has(name) && !numbers.has(name) && !name.endsWith('_coded'),
  );
  return columns.filter((name) => {
    const codes = rows.map((row) => row[name]);
    if (axes.some((axis) => axis.name === name)) return true;
    return codes.some(isCode) && codes.some((code) => code !== TOTAL);
  });
}

/** A text that is no decimal, as sums and rates are written. */
function isCode(value: SqlRow[string] | undefined): boolean {
  return typeof value === 'string' && !/^-?\d+\.\d{4}$/.test(value);
}
