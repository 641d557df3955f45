import type { EarlierTable } from './earlier-table.ts';
import type { Partition, PeriodSum } from './period-sums.ts';

/** What the period that is about to be published is called where nobody says what it is. */
const THIS_PERIOD = 'this period';

/**
 * The data of one period as they were at one time. The first vintage is the data about to be published, which are
 * known; every other period has one for its data as they are today, which are not; then each release has one for
 * each period of which it published a table.
 */
export interface Vintage {
  readonly period: string;
  /** Null for the data as they are today. */
  readonly release: string | null;
  /** The next newer vintage of the same period. */
  readonly newer: number | null;
}

export interface Vintages {
  readonly list: readonly Vintage[];
  /** Which vintage an earlier table is of, in the order of the tables. */
  readonly ofTable: readonly number[];
  /** Sums of periods, all of them known here, by the vintage of today's data. */
  readonly sums: readonly {
    readonly whole: number;
    readonly parts: readonly number[];
    readonly complete: boolean;
  }[];
}

/** @param earlier the oldest first */
export function vintagesOf(earlier: readonly EarlierTable[], partition: Partition | undefined): Vintages {
  const current = partition?.period ?? THIS_PERIOD;
  const periodOf = ({ period }: EarlierTable) => (period.is === 'same' ? current : period.id);
  const periods = [...new Set([current, ...earlier.map(periodOf)])];
  const list: Vintage[] = periods.map((period) => ({ period, release: null, newer: null }));
  const ofTable: number[] = earlier.map(() => 0);
  for (const period of periods) {
    let newer = periods.indexOf(period);
    for (const [at, table] of [...earlier.entries()].reverse()) {
      if (periodOf(table) !== period) continue;
      if (list[newer]?.release !== table.name) {
        list.push({ period, release: table.name, newer });
        newer = list.length - 1;
      }
      ofTable[at] = newer;
    }
  }
  return { list, ofTable, sums: sumsBetween(periods, partition?.sums ?? guessed(earlier, current)) };
}

/** Without a calendar no more is known than that a part is no more than its whole. */
function guessed(earlier: readonly EarlierTable[], current: string): readonly PeriodSum[] {
  return earlier.flatMap(({ period: { id, is } }) => {
    if (is === 'same') return [];
    const [whole, part] = is === 'part' ? [current, id] : [id, current];
    return [{ whole, parts: [part], complete: false }];
  });
}

function sumsBetween(periods: readonly string[], sums: readonly PeriodSum[]): Vintages['sums'] {
  return sums.flatMap(({ whole, parts, complete }) => {
    const known = parts.map((part) => periods.indexOf(part)).filter((at) => at >= 0);
    const at = periods.indexOf(whole);
    return at < 0 || known.length === 0
      ? []
      : [{ whole: at, parts: known, complete: complete && known.length === parts.length }];
  });
}
