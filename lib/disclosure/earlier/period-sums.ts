import { type Calendar, contains, parsePeriod } from '../../workspace/workspace.ts';

/** Periods that exclude one another and lie within another one. */
export interface PeriodSum {
  readonly whole: string;
  readonly parts: readonly string[];
  /** Together they are the whole. */
  readonly complete: boolean;
}

/** What is about to be published among the periods that add up. */
export interface Partition {
  readonly period: string;
  readonly sums: readonly PeriodSum[];
}

const MONTHS = { month: 1, quarter: 3, year: 12 } as const;

/**
 * Which of some periods add up to which: for each period, the known ones of one length that lie within it.
 * @param ids the period about to be published, and those of earlier releases
 * @throws PeriodUnknown
 */
export function periodSums(ids: readonly string[], calendar: Calendar): readonly PeriodSum[] {
  const periods = [...new Map(ids.map((id) => [id, parsePeriod(id, calendar)])).values()];
  return periods.flatMap((whole) =>
    (['month', 'quarter'] as const).flatMap((frequency) => {
      if (MONTHS[frequency] >= MONTHS[whole.frequency]) return [];
      const parts = periods.filter((part) => part.frequency === frequency && contains(whole, part));
      if (parts.length === 0) return [];
      return [
        {
          whole: whole.id,
          parts: parts.map(({ id }) => id).sort(),
          complete: parts.length * MONTHS[frequency] === MONTHS[whole.frequency],
        },
      ];
    }),
  );
}

/**
 * Which earlier periods bear on one that is about to be published, where periods add up: itself, those within it, those
 * around it, and everything within these (a quarter less two of its months is the third).
 * @returns period → how it stands to the one to be published; what lies beside it in a known whole is a part of that
 * @throws PeriodUnknown
 */
export function periodsThatBear(
  period: string,
  earlier: readonly string[],
  calendar: Calendar,
): ReadonlyMap<string, 'same' | 'part' | 'whole'> {
  const own = parsePeriod(period, calendar);
  const others = [...new Set(earlier)].map((id) => ({ id, period: parsePeriod(id, calendar) }));
  const wholes = others.filter(({ period: other }) => other.id !== own.id && contains(other, own));
  return new Map(
    others.flatMap(({ id, period: other }): readonly (readonly [string, 'same' | 'part' | 'whole'])[] => {
      if (other.id === own.id) return [[id, 'same']];
      if (contains(other, own)) return [[id, 'whole']];
      return [own, ...wholes.map((whole) => whole.period)].some((around) => contains(around, other))
        ? [[id, 'part']]
        : [];
    }),
  );
}
