import type { DisclosurePolicy } from '../../workspace/workspace.ts';
import { attackPattern, type Verdict } from '../attack/attack.ts';
import { AuditTooLarge } from '../errors.ts';
import type { Pattern, Sensitive } from '../model/system.ts';
import { protectSystem, readerOf } from '../protect-system.ts';
import { type CodedShare, codableShares } from './coded-shares.ts';
import { type FamilyKnowledge, knownByCodes, ofMember, toldBefore } from './family-knowledge.ts';
import type { Showing } from './published-rows.ts';

/** What becomes of the rows of a member. */
export interface HiddenRows {
  readonly showings: readonly Showing[];
  /** By the member's own rows. */
  readonly sensitive: readonly Sensitive[];
}

export interface HiddenFamily {
  /** In the order of the members. */
  readonly members: readonly HiddenRows[];
  readonly verdict: Verdict;
}

/** A coded share of a member, by the member's place in the family. */
interface FamilyCode extends CodedShare {
  readonly member: number;
}

/**
 * Finds what to hide in a family, and which extreme shares may be coded all the same.
 * @throws NothingLeftToPublish, AuditTooLarge, PublishedCellsDisagree
 */
export async function hideCells(knowledge: FamilyKnowledge, policy: DisclosurePolicy): Promise<HiddenFamily> {
  const { system, members, places } = knowledge;
  const { hidden, sensitive, verdict } = await protectSystem(system, policy, knowledge);
  const told = toldBefore(knowledge);
  const sensitiveOf = (at: number) => {
    const [member, place] = [members[at], places[at]];
    return member === undefined || place === undefined ? [] : ofMember(sensitive, member, place);
  };
  const codable = members.flatMap(({ indicator, table }, member) =>
    codableShares(indicator, table.system.rows, sensitiveOf(member), policy).map((coded) => ({
      ...coded,
      member,
    })),
  );
  const coded = await harmlessCodes(knowledge, hidden, sensitive, policy, codable);
  return {
    members: members.map((member, at) => ({
      showings: member.table.cells.map((_, row): Showing => {
        const joint = row + (places[at]?.row ?? 0);
        if (!hidden.has(joint)) return { kind: told.has(joint) ? 'suppressed' : 'shown' };
        const earlier = member.held.get(row);
        if (earlier !== undefined) return { kind: 'held', earlier };
        const codes = codesByRow(coded.codes, at).get(row);
        return codes === undefined ? { kind: 'suppressed' } : { kind: 'coded', codes };
      }),
      sensitive: sensitiveOf(at),
    })),
    verdict: coded.verdict ?? verdict,
  };
}

/**
 * The codes that give nothing away: those with which the pattern still holds. A code never makes more be hidden; where
 * it would have to, the row says no more than that it is suppressed.
 * @returns the verdict on the pattern with the codes; null where there are none
 */
async function harmlessCodes(
  { system, members, places }: FamilyKnowledge,
  hidden: Pattern,
  sensitive: readonly Sensitive[],
  policy: DisclosurePolicy,
  candidates: readonly FamilyCode[],
): Promise<{ readonly codes: readonly FamilyCode[]; readonly verdict: Verdict | null }> {
  let codes = candidates;
  while (codes.length > 0) {
    const facts = members.flatMap((member, at) => {
      const place = places[at];
      return place === undefined ? [] : knownByCodes(member, place, codesByRow(codes, at), policy);
    });
    const known = { ...system, facts: [...system.facts, ...facts] };
    const verdict = await attackUnlessTooLarge(known, hidden, sensitive, policy);
    if (verdict === null) break;
    if (verdict.passed) return { codes, verdict };
    const weak = new Set(
      verdict.weaknesses.flatMap(({ subject }) => ('row' in subject ? [subject.row] : [])),
    );
    const rest = codes.filter(({ member, row }) => !weak.has(row + (places[member]?.row ?? 0)));
    // What is weak may be another row than the coded one that gives it away.
    codes = rest.length === codes.length ? [] : rest;
  }
  return { codes: [], verdict: null };
}

/** Row → measure → code, of one member. */
function codesByRow(
  codes: readonly FamilyCode[],
  member: number,
): ReadonlyMap<number, ReadonlyMap<string, string>> {
  const byRow = new Map<number, Map<string, string>>();
  for (const { row, measure, code } of codes.filter((one) => one.member === member)) {
    const ofRow = byRow.get(row) ?? new Map<string, string>();
    byRow.set(row, ofRow.set(measure, code));
  }
  return byRow;
}

async function attackUnlessTooLarge(
  ...[system, hidden, sensitive, policy]: [
    Parameters<typeof attackPattern>[0],
    Pattern,
    readonly Sensitive[],
    DisclosurePolicy,
  ]
): Promise<Verdict | null> {
  try {
    return await attackPattern(system, hidden, sensitive, readerOf(policy));
  } catch (error) {
    if (error instanceof AuditTooLarge) return null;
    throw error;
  }
}
