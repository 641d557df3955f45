import type { DescribedTable } from '../model/described-table.ts';
import { incidenceOf, sumRows, turned } from './incidence.ts';
import { fitFreely, fitWithin } from './least-squares.ts';
import type { Grid, MeasuredTable } from './measured-table.ts';
import { wholeNumbers } from './whole-numbers.ts';

/** Row → quantity → number. */
export type Numbers = readonly (readonly number[])[];

/** How `rateColumns` ends the names of a rate's parts. */
const NUMERATOR = '_numerator';
const DENOMINATOR = '_denominator';

/** Largest first, so that what bounds others is settled before them: persons, denominators, numerators. */
function outerFirst(table: DescribedTable, { quantities }: MeasuredTable): readonly number[] {
  const row = table.system.rows[0];
  const rank = (quantity: number) => {
    if (quantity === row?.root) return 0;
    return row?.quantities[quantity]?.role === 'denominator' ? 1 : 2;
  };
  return quantities.toSorted((left, right) => rank(left) - rank(right));
}

/** The measured quantity that is never less than this one: a rate's denominator, or the row's root. */
function boundOf(table: DescribedTable, { stands }: MeasuredTable, quantity: number): number | null {
  const row = table.system.rows[0];
  if (row === undefined || quantity === row.root) return null;
  const name = row.quantities[quantity]?.name ?? '';
  const denominator = row.quantities.findIndex(
    (other) => name.endsWith(NUMERATOR) && other.name === name.slice(0, -NUMERATOR.length) + DENOMINATOR,
  );
  const bound = stands[denominator] ?? (row.root === null ? null : stands[row.root]) ?? null;
  return bound === quantity ? null : bound;
}

/** Made to add up: for each quantity the inner cells that fit its noisy rows best, and what the rows then hold. */
export function consistentNumbers(table: DescribedTable, measured: MeasuredTable, drawn: Numbers): Numbers {
  const { rowStands, weights } = measured;
  const grid: Grid = measured.grid ?? { inner: 0, below: [], possible: new Map() };
  const rows = rowStands.flatMap((stands, row) => (stands === row ? [row] : []));
  const sums = incidenceOf(
    rows.map((row) => grid.below[row] ?? new Int32Array()),
    grid.inner,
  );
  const above = turned(sums);
  const ofRows = Float64Array.from(rows, (row) => weights[row] ?? 1);
  const cells = new Map<number, Float64Array>();
  for (const quantity of outerFirst(table, measured)) {
    const given = Float64Array.from(rows, (row) => drawn[row]?.[quantity] ?? 0);
    const bound = boundOf(table, measured, quantity);
    const outer = bound === null ? undefined : cells.get(bound);
    const possible = grid.possible.get(quantity);
    const most = Float64Array.from({ length: grid.inner }, (_, cell) =>
      possible?.[cell] === 1 ? (outer?.[cell] ?? Number.MAX_SAFE_INTEGER) : 0,
    );
    const free = fitFreely(sums, given, ofRows);
    const target = sumRows(sums, free, given);
    const fit = fitWithin(sums, above, target, most, free);
    cells.set(quantity, wholeNumbers(sums, above, target, fit, most));
  }
  return table.cells.map((_, row) =>
    (table.system.rows[row]?.quantities ?? []).map((_quantity, at) => {
      const inner = cells.get(at);
      if (inner === undefined) return Number.NaN;
      return (grid.below[row] ?? new Int32Array()).reduce((sum, cell) => sum + (inner[cell] ?? 0), 0);
    }),
  );
}

/** Where rows do not add up anyway: no number below zero, none above the one that bounds it. */
export function boundedNumbers(table: DescribedTable, measured: MeasuredTable, drawn: Numbers): Numbers {
  const order = outerFirst(table, measured).map((quantity) => ({
    quantity,
    bound: boundOf(table, measured, quantity),
  }));
  return drawn.map((values) => {
    const row = values.map((value) => Math.max(0, value));
    for (const { quantity, bound } of order) {
      if (bound !== null) row[quantity] = Math.min(row[quantity] ?? 0, row[bound] ?? 0);
    }
    return row;
  });
}
