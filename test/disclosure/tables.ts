import {
  EMPTY_SYSTEM,
  type Pattern,
  type Row,
  type Sensitive,
  type System,
} from '../../lib/disclosure/model/system.ts';
import type { DisclosurePolicy } from '../../lib/workspace/workspace.ts';

export function aPolicy(given: Partial<DisclosurePolicy> = {}): DisclosurePolicy {
  return { threshold: 4, zeros: 'protected', minimumDenominator: 1, cost: 'cells', ...given };
}

/** Counts by row and column with all margins: inner rows first, then row totals, column totals, the total. */
export function twoWay(counts: readonly (readonly number[])[]): System {
  const columns = counts[0]?.length ?? 0;
  const values = counts.flat();
  const row = (key: readonly string[], form: readonly number[]): Row => ({
    key,
    root: 0,
    quantities: [
      {
        name: 'count',
        role: 'count',
        shown: true,
        form,
        value: form.reduce((sum, at) => sum + (values[at] ?? 0), 0),
      },
    ],
  });
  const line = Array.from({ length: columns }, (_, at) => at);
  return {
    ...EMPTY_SYSTEM,
    variables: values.length,
    truth: values,
    rows: [
      ...values.map((_, at) => row([`r${Math.floor(at / columns)}`, `c${at % columns}`], [at])),
      ...counts.map((_, r) =>
        row(
          [`r${r}`, 'Total'],
          line.map((c) => r * columns + c),
        ),
      ),
      ...line.map((c) =>
        row(
          ['Total', `c${c}`],
          counts.map((_, r) => r * columns + c),
        ),
      ),
      row(
        ['Total', 'Total'],
        values.map((_, at) => at),
      ),
    ],
  };
}

/**
 * Whether a pattern holds, found by trying every table of whole numbers up to `most` that a reader cannot rule out.
 * It knows nothing of linear programming.
 */
export function holdsByBruteForce(
  system: System,
  hidden: Pattern,
  sensitive: readonly Sensitive[],
  policy: DisclosurePolicy,
  most: number,
): boolean {
  const seen = system.rows.map(() => ({ low: Number.POSITIVE_INFINITY, high: Number.NEGATIVE_INFINITY }));
  const rowsOf = Array.from({ length: system.variables }, (_, variable) =>
    system.rows.flatMap((row, at) => (row.quantities[0]?.form.includes(variable) ? [at] : [])),
  );
  const lastOf = system.rows.map((row) => Math.max(...(row.quantities[0]?.form ?? [])));
  const sums = system.rows.map(() => 0);
  const value = (at: number) => system.rows[at]?.quantities[0]?.value ?? 0;
  const possible = (at: number, variable: number) => {
    const sum = sums[at] ?? 0;
    const complete = lastOf[at] === variable;
    if (hidden.has(at)) return !complete || policy.zeros === 'protected' || sum >= 1;
    return sum <= value(at) && (!complete || sum === value(at));
  };
  const search = (variable: number) => {
    if (variable === system.variables) {
      seen.forEach((range, at) => {
        range.low = Math.min(range.low, sums[at] ?? 0);
        range.high = Math.max(range.high, sums[at] ?? 0);
      });
      return;
    }
    const touched = rowsOf[variable] ?? [];
    for (let count = 0; count <= most; count += 1) {
      for (const at of touched) sums[at] = (sums[at] ?? 0) + count;
      if (touched.every((at) => possible(at, variable))) search(variable + 1);
      for (const at of touched) sums[at] = (sums[at] ?? 0) - count;
    }
  };
  search(0);
  const width = (at: number) => (seen[at]?.high ?? 0) - (seen[at]?.low ?? 0);
  const secret = [...hidden].filter((at) => value(at) > 0 || policy.zeros === 'protected');
  return (
    secret.every((at) => width(at) >= 1) && sensitive.every(({ row, width: needed }) => width(row) >= needed)
  );
}
