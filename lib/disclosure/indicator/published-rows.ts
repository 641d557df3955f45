import { capacityDimensions, TOTAL } from '../../indicators/measure.ts';
import type { SqlRow } from '../../ports/query-engine.ts';
import type { DisclosurePolicy, Indicator } from '../../workspace/workspace.ts';
import type { Alteration } from '../model/alteration.ts';
import { tenThousandths, wholeNumber } from './decimal.ts';
import type { IndicatorTable, MeasuredRows } from './indicator-system.ts';
import { altersNumbers, codedColumn, numberColumns, type ShownNumbers } from './published-columns.ts';
import { reliabilityOf } from './reliable-rows.ts';

/** What becomes of a row. */
export type Showing =
  | { readonly kind: 'shown' }
  | { readonly kind: 'suppressed' }
  /** Withheld, but for which side of a limit its rates lie on: by the measure's name, `<5` or `>95`. */
  | { readonly kind: 'coded'; readonly codes: ReadonlyMap<string, string> }
  /** An earlier release's row stands again. */
  | { readonly kind: 'held'; readonly earlier: SqlRow };

/** An indicator that is to be published. */
export interface Publication {
  readonly indicator: Indicator;
  readonly rows: MeasuredRows;
  readonly table: IndicatorTable;
  readonly policy: DisclosurePolicy;
  readonly period: string;
  /** Numbers that stand in for the measured ones; null where those are shown. */
  readonly alteration: Alteration | null;
}

/**
 * One published row: codes, numbers, status and period. Numbers are null where it is withheld. Rates and means are
 * computed from the numbers that stand beside them, never the other way round.
 * @param at which row of the table
 */
export function publishedRow(publication: Publication, at: number, showing: Showing): SqlRow {
  const { indicator, policy, period, alteration } = publication;
  const codes = codesOf(publication, at);
  const columns = numberColumns(indicator);
  const shown = shownNumbers(publication, at, codes);
  const numbers = columns.map(({ definition: { name }, value }) => {
    if (showing.kind === 'shown') return [name, value(shown)] as const;
    return [name, showing.kind === 'held' ? (showing.earlier[name] ?? null) : null] as const;
  });
  const rates = indicator.measures.filter(({ kind }) => kind === 'rate');
  const coded = rates.map(
    ({ name }) =>
      [codedColumn(name), showing.kind === 'coded' ? (showing.codes.get(name) ?? null) : null] as const,
  );
  const visible = showing.kind === 'shown' || showing.kind === 'held';
  return Object.fromEntries([
    ...Object.entries(codes),
    ...numbers,
    ...(policy.extremeShares === undefined ? [] : coded),
    ...(policy.reliability === undefined
      ? []
      : [['reliability', visible ? reliabilityOf(indicator, policy, Object.fromEntries(numbers)) : null]]),
    ...(altersNumbers(policy) ? [['margin', visible ? marginOf(publication, at) : null]] : []),
    ['status', statusOf(showing, alteration, policy)],
    ['period', period],
  ]);
}

function statusOf(showing: Showing, alteration: Alteration | null, policy: DisclosurePolicy): string {
  if (showing.kind !== 'shown') return showing.kind;
  if (alteration === null) return 'published';
  return policy.noise === undefined ? 'rounded' : 'noisy';
}

/** Dimension to code, in the indicator's order. */
export function codesOf(
  { indicator, table }: Pick<Publication, 'indicator' | 'table'>,
  at: number,
): Readonly<Record<string, string>> {
  return Object.fromEntries(
    indicator.dimensions.map(({ name }) => {
      const axis = table.axes.findIndex((known) => known.name === name);
      return [name, (axis < 0 ? undefined : table.cells[at]?.key[axis]) ?? TOTAL];
    }),
  );
}

/** The largest margin of the row's counts, rounded up; null where nothing is altered. */
function marginOf({ table, alteration }: Publication, at: number): bigint | null {
  if (alteration === null) return null;
  const margins = (table.system.rows[at]?.quantities ?? []).flatMap(({ shown, role }, quantity) =>
    shown && role !== 'sum' ? [alteration.marginOf(at, quantity)] : [],
  );
  return BigInt(Math.ceil(Math.max(0, ...margins)));
}

function shownNumbers(
  { indicator, rows, table, alteration }: Publication,
  at: number,
  codes: Readonly<Record<string, string>>,
): ShownNumbers {
  const cell = table.cells[at];
  const measured = cell === undefined ? undefined : table.measured(cell);
  const quantities = table.system.rows[at]?.quantities ?? [];
  const altered = (name: string, unitsPerOne: number) => {
    const quantity = quantities.findIndex((one) => one.name === name);
    if (alteration === null || quantity < 0) return null;
    return BigInt(Math.round(alteration.valueOf(at, quantity) * unitsPerOne));
  };
  return {
    count: (quantity) => altered(quantity, 1) ?? wholeNumber(measured?.[quantity]),
    sum: (quantity) => altered(quantity, 10_000) ?? tenThousandths(measured?.[quantity]),
    capacity: (measure) => capacityOf(indicator, rows, codes, measure),
  };
}

/** What a ratio divides by in a cell: dimensions that the capacity is not divided by do not count. */
function capacityOf(
  indicator: Indicator,
  rows: MeasuredRows,
  codes: Readonly<Record<string, string>>,
  name: string,
): bigint | null {
  const measure = indicator.measures.find(
    (candidate) => candidate.kind === 'ratio' && candidate.name === name,
  );
  if (measure?.kind !== 'ratio') return null;
  const by = capacityDimensions(indicator, measure).map((dimension) => dimension.name);
  const found = rows.capacity?.find(
    (row) => row['measure'] === name && by.every((dimension) => row[dimension] === codes[dimension]),
  );
  return found === undefined ? null : wholeNumber(found['value']);
}
