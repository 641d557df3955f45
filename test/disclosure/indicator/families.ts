import { keyedStream } from '../../../lib/disclosure/keyed-stream.ts';
import {
  auditFamily,
  type FamilyToProtect,
  type MemberRows,
  type ProtectedFamily,
  protectFamily,
} from '../../../lib/disclosure/protect.ts';
import type { SqlRow } from '../../../lib/ports/query-engine.ts';
import type { DisclosurePolicy, Indicator } from '../../../lib/workspace/workspace.ts';
import { measured } from '../../indicators/measured.ts';

/** So many people of each kind, as rows of a query: `[codes and flags as SQL, how many]`. */
export function people(groups: readonly (readonly [row: string, count: number])[]): readonly string[] {
  return groups.flatMap(([row, count], group) =>
    Array.from({ length: count }, (_, at) => `'p${group}_${at}', ${row}`),
  );
}

/** A family ready to be protected, measured on the embedded engine. */
export async function aFamily(
  indicators: readonly Indicator[],
  policy: DisclosurePolicy,
  given: Partial<FamilyToProtect> = {},
): Promise<FamilyToProtect> {
  const members: MemberRows[] = [];
  for (const indicator of indicators) members.push({ indicator, rows: await measured(indicator, policy) });
  return {
    members,
    policy,
    boundBy: { threshold: 'health' },
    period: '2026-Q1',
    earlier: [],
    keyedBytes: keyedStream(new Uint8Array(32).fill(7)),
    ...given,
  };
}

/** Protects one indicator by itself. */
export async function protectAlone(
  indicator: Indicator,
  policy: DisclosurePolicy,
  given: Partial<FamilyToProtect> = {},
) {
  const family = await aFamily([indicator], policy, given);
  const { members, verdict } = await protectFamily(family);
  const [member] = members;
  return { family, verdict, published: member?.published ?? [], decisions: member?.decisions ?? [] };
}

/** Audits what was protected, with some members' rows replaced. */
export function auditOf(
  family: FamilyToProtect,
  { members }: Pick<ProtectedFamily, 'members'>,
  replaced: Readonly<Record<string, readonly SqlRow[]>> = {},
) {
  const published = new Map(
    members.map((member) => [member.indicator, replaced[member.indicator] ?? member.published]),
  );
  return auditFamily({ ...family, published });
}
