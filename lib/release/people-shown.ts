import { rateColumns, sumColumns, TOTAL } from '../indicators/measure.ts';
import type { SqlRow } from '../ports/query-engine.ts';
import type { Dimension, Indicator, Measure } from '../workspace/workspace.ts';

/** The denominators of shares with four decimals. */
const SCALE = 10_000n;

/**
 * Which share of the people in an indicator's total stand in finest cells that are shown: the worst of its crosses.
 * Made of shown numbers alone, so that a reader could have made it too.
 * @param rows as they are published
 * @returns with four decimals; null where the total is not shown, or codes do not add up to it
 */
export function peopleShown(indicator: Indicator, rows: readonly SqlRow[]): string | null {
  const column = indicator.measures.map(peopleColumn).find((name) => name !== null);
  if (column === undefined || column === null) return null;
  const count = (row: SqlRow): bigint | null => {
    const value = row[column];
    return value === null || value === undefined ? null : BigInt(String(value));
  };
  const { dimensions } = indicator;
  const whole = rows.find((row) => dimensions.every(({ name }) => row[name] === TOTAL));
  const total = whole === undefined ? null : count(whole);
  if (total === null || total <= 0n) return null;
  const shares = indicator.crosses
    .map((cross) => ({
      crossed: dimensions.filter(({ name }) => cross.includes(name)),
      others: dimensions.filter(({ name }) => !cross.includes(name)),
    }))
    .filter(({ crossed }) => crossed.every(({ multiple }) => !multiple))
    .map(({ crossed, others }) =>
      rows
        .filter(
          (row) =>
            crossed.every((dimension) => isFinest(dimension, String(row[dimension.name]))) &&
            others.every(({ name }) => row[name] === TOTAL),
        )
        .reduce((sum, row) => sum + (count(row) ?? 0n), 0n),
    );
  const [least] = shares.toSorted((a, b) => Number(a - b));
  if (least === undefined) return null;
  const share = least >= total ? SCALE : (least * SCALE) / total;
  return `${share / SCALE}.${String(share % SCALE).padStart(4, '0')}`;
}

function isFinest({ rollups }: Dimension, code: string): boolean {
  return code !== TOTAL && !Object.values(rollups).some((groupOf) => Object.values(groupOf).includes(code));
}

/** The published column that counts people; null for sums, which have none. */
function peopleColumn(measure: Measure): string | null {
  const { kind, name } = measure;
  switch (kind) {
    case 'persons':
      return name;
    case 'rate':
      return name === 'rate' ? 'denominator' : rateColumns(name).denominator;
    case 'ratio':
      return name === 'rate' ? 'numerator' : rateColumns(name).numerator;
    case 'mean':
      return sumColumns(name).count;
    case 'sum':
      return null;
  }
}
