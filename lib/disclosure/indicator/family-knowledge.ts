import type { SqlRow } from '../../ports/query-engine.ts';
import type { Conceded } from '../earlier/with-earlier.ts';
import { rowsToKeep } from '../model/keep.ts';
import type { Fact, Sensitive } from '../model/system.ts';
import { secretsOfRules } from '../rules/needs.ts';
import { factsOfCodes } from './coded-shares.ts';
import { earlierKnowledge } from './earlier-knowledge.ts';
import { type JointSystem, joinTables, type Place } from './family-system.ts';
import type { FamilyToProtect, MemberRows } from './family-to-protect.ts';
import { type IndicatorTable, indicatorTable } from './indicator-system.ts';

/** A member of a family with its table described. */
export interface Member extends MemberRows {
  readonly table: IndicatorTable;
  /** Rows that stand as an earlier release has them, by place: a revision that is itself small is held back. */
  readonly held: ReadonlyMap<number, SqlRow>;
}

/** All that is published together of a family, and what readers know beside it. */
export interface FamilyKnowledge extends JointSystem {
  readonly members: readonly Member[];
  /** Sensitive because of earlier releases, by rows of the joint system. */
  readonly alsoSensitive: readonly Sensitive[];
  /** Given away for good by earlier releases, likewise. */
  readonly conceded: readonly Conceded[];
  /** Rows of the joint system that stand as an earlier release has them. */
  readonly held: ReadonlySet<number>;
  /** Rows of the joint system that are hidden only where nothing else does. */
  readonly keep: ReadonlySet<number>;
}

/** The family without what was published of it before: enough where no cells are hidden. @throws as `indicatorTable` */
export function describeMembers({
  members,
  policy,
  earlier = [],
}: Pick<FamilyToProtect, 'members' | 'policy'> & Partial<FamilyToProtect>): readonly Member[] {
  return members.map(({ indicator, rows }) => ({
    indicator,
    rows,
    table: indicatorTable(indicator, rows, policy, {
      hasEarlier: earlier.some((release) => release.indicator === indicator.id),
    }),
    held: new Map(),
  }));
}

/**
 * The joint system of a family with everything that earlier releases tell.
 * @throws UndeclaredCodes, AmbiguousCodes, CellsDoNotAddUp, SharedCellsDiffer, EarlierReleaseUnknown
 */
export async function familyKnowledge(family: Omit<FamilyToProtect, 'boundBy'>): Promise<FamilyKnowledge> {
  const parts = await Promise.all(
    describeMembers(family).map(async (member) => ({
      ...member,
      ...(await earlierKnowledge(family, member)),
    })),
  );
  const joint = joinTables(
    parts.map(({ indicator, table, system }) => ({
      indicator,
      table,
      system: { ...system, secrets: [...system.secrets, ...secretsOfRules(table.system, family.policy)] },
    })),
  );
  const rowsFrom = (at: number) => joint.places[at]?.row ?? 0;
  const moved = <Of extends { readonly row: number }>(all: readonly Of[], at: number) =>
    all.map((one) => ({ ...one, row: one.row + rowsFrom(at) }));
  return {
    ...joint,
    members: parts.map(({ indicator, rows, table, held }) => ({ indicator, rows, table, held })),
    alsoSensitive: parts.flatMap(({ alsoSensitive }, at) => moved(alsoSensitive, at)),
    conceded: parts.flatMap(({ conceded }, at) => moved(conceded, at)),
    held: new Set(parts.flatMap(({ held }, at) => [...held.keys()].map((row) => row + rowsFrom(at)))),
    keep: new Set(
      parts.flatMap(({ indicator, table }, at) =>
        [...rowsToKeep(table.cells, table.axes, indicator.keep ?? [])].map((row) => row + rowsFrom(at)),
      ),
    ),
  };
}

/** What of the joint system's rows belongs to a member, by the member's own rows. */
export function ofMember<Of extends { readonly row: number }>(
  all: readonly Of[],
  { table }: Member,
  { row: first }: Place,
): readonly Of[] {
  return all
    .filter(({ row }) => row >= first && row < first + table.cells.length)
    .map((one) => ({ ...one, row: one.row - first }));
}

/**
 * What the codes of a member's rows tell, in the joint system's unknowns.
 * @param codes row → measure → code
 */
export function knownByCodes(
  { table }: Member,
  { variable: offset }: Place,
  codes: ReadonlyMap<number, ReadonlyMap<string, string>>,
  policy: FamilyToProtect['policy'],
): readonly Fact[] {
  return [...codes].flatMap(([at, ofRow]) => {
    const row = table.system.rows[at];
    if (row === undefined) return [];
    return factsOfCodes(ofRow, row, policy).map((fact) => ({
      ...fact,
      terms: fact.terms.map(([variable, coefficient]) => [variable + offset, coefficient] as const),
    }));
  });
}

/**
 * Rows of which an earlier release told outright what today's rules would hide. They stay withheld, for what the
 * owners ask today; the attack grants readers to know them.
 */
export function toldBefore({ conceded }: FamilyKnowledge): ReadonlySet<number> {
  return new Set(conceded.flatMap(({ row, width }) => (width < 1 ? [row] : [])));
}
