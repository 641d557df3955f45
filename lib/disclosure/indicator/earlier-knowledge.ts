import type { SqlRow } from '../../ports/query-engine.ts';
import type { EarlierTable } from '../earlier/earlier-table.ts';
import { periodSums, periodsThatBear } from '../earlier/period-sums.ts';
import { type Conceded, withEarlier } from '../earlier/with-earlier.ts';
import type { Sensitive, System } from '../model/system.ts';
import { type EarlierRows, earlierRows } from './earlier-rows.ts';
import type { EarlierRelease, FamilyToProtect, MemberRows } from './family-to-protect.ts';
import type { IndicatorTable } from './indicator-system.ts';

/** A member's system with what earlier releases tell of it. */
export interface EarlierKnowledge {
  readonly system: System;
  readonly alsoSensitive: readonly Sensitive[];
  /** Rows that stand as an earlier release has them, by place. */
  readonly held: ReadonlyMap<number, SqlRow>;
  readonly conceded: readonly Conceded[];
}

/** @throws EarlierReleaseUnknown, EarlierReleaseDoesNotAddUp, PeriodUnknown */
export async function earlierKnowledge(
  { policy, period, earlier, calendar }: Omit<FamilyToProtect, 'boundBy'>,
  { indicator, table }: MemberRows & { readonly table: IndicatorTable },
): Promise<EarlierKnowledge> {
  const own = earlier.filter((release) => release.indicator === indicator.id);
  const standing = bearing(own, period, indicator.periods === 'additive' ? calendar : undefined);
  const releases = own.flatMap((release): readonly EarlierRows[] => {
    const is = standing.get(release.period);
    return is === undefined ? [] : [earlierRows(indicator, table.axes, release, is)];
  });
  if (releases.length === 0)
    return { system: table.system, alsoSensitive: [], held: new Map(), conceded: [] };
  const tables = releases.map((release) => release.table);
  const others = tables.map((one) => one.period.id).filter((id) => id !== period);
  const { system, alsoSensitive, held, conceded } = await withEarlier(table, tables, {
    policy,
    ...(calendar === undefined || others.length === 0
      ? {}
      : { partition: { period, sums: periodSums([period, ...others], calendar) } }),
  });
  const published = new Map(releases.flatMap((release) => [...release.published]));
  return {
    system,
    alsoSensitive,
    conceded,
    held: new Map(
      [...held].flatMap(([at, { row }]) => {
        const earlierRow = published.get(row);
        return earlierRow === undefined ? [] : [[at, earlierRow] as const];
      }),
    ),
  };
}

/** Which earlier periods say something of this one, and how they stand to it. */
function bearing(
  releases: readonly EarlierRelease[],
  period: string,
  calendar: FamilyToProtect['calendar'],
): ReadonlyMap<string, EarlierTable['period']['is']> {
  if (calendar === undefined) return new Map([[period, 'same']]);
  return periodsThatBear(
    period,
    releases.map((release) => release.period),
    calendar,
  );
}
