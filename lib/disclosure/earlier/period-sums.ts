import { byCodePoint } from '../../indicators/measure.ts';
import { type Calendar, contains, type Period, readPeriod } from '../../workspace/workspace.ts';

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
 * @param ids the period about to be published, and those of earlier releases; what the calendar cannot read adds up to
 *   nothing, and of two names for the same days the first counts
 */
export function periodSums(ids: readonly string[], calendar: Calendar): readonly PeriodSum[] {
  const read = ids.flatMap((id) => readAs(id, calendar));
  const periods = [...new Map(read.toReversed().map((one) => [one.period.id, one])).values()].reverse();
  return periods.flatMap((whole) =>
    (['month', 'quarter'] as const).flatMap((frequency) => {
      const months = MONTHS[whole.period.frequency];
      if (MONTHS[frequency] >= months) return [];
      const parts = periods.filter(
        ({ period }) => period.frequency === frequency && contains(whole.period, period),
      );
      if (parts.length === 0) return [];
      return [
        {
          whole: whole.id,
          parts: parts.map(({ id }) => id).sort(byCodePoint),
          complete: parts.length * MONTHS[frequency] === months,
        },
      ];
    }),
  );
}

/**
 * Which earlier periods bear on one that is about to be published, where periods add up: itself, those within it, those
 * around it, and everything within these (a quarter less two of its months is the third).
 * @returns period → how it stands to the one to be published; what lies beside it in a known whole is a part of that
 */
export function periodsThatBear(
  id: string,
  earlier: readonly string[],
  calendar: Calendar,
): ReadonlyMap<string, 'same' | 'part' | 'whole'> {
  const [own] = readAs(id, calendar);
  if (own === undefined) return new Map([[id, 'same']]);
  const others = [...new Set(earlier)].flatMap((other) => readAs(other, calendar));
  const isSame = ({ period }: Named) => period.id === own.period.id;
  const wholes = others.filter((other) => isSame(other) || contains(other.period, own.period));
  return new Map(
    others.flatMap((other): readonly (readonly [string, 'same' | 'part' | 'whole'])[] => {
      if (isSame(other)) return [[other.id, 'same']];
      if (wholes.includes(other)) return [[other.id, 'whole']];
      return [own, ...wholes].some(({ period }) => contains(period, other.period))
        ? [[other.id, 'part']]
        : [];
    }),
  );
}

/** A period by the name that a release has for it. */
interface Named {
  readonly id: string;
  readonly period: Period;
}

function readAs(id: string, calendar: Calendar): readonly Named[] {
  const period = readPeriod(id, calendar);
  return period === undefined ? [] : [{ id, period }];
}
