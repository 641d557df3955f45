import type { SqlRow } from '../../ports/query-engine.ts';
import { attackPattern } from '../attack/attack.ts';
import { ProtectionFailed, PublishedRowsDiffer } from '../errors.ts';
import { readerOf, sensitiveIn } from '../protect-system.ts';
import { alterationsOf } from './alter-numbers.ts';
import { codesOfRow } from './coded-shares.ts';
import {
  describeMembers,
  type FamilyKnowledge,
  familyKnowledge,
  knownByCodes,
  type Member,
  toldBefore,
} from './family-knowledge.ts';
import type { FamilyToAudit, FamilyVerdict } from './family-to-protect.ts';
import { hideSmallNoise } from './hide-small-noise.ts';
import { alteredBy, hidesCells } from './method.ts';
import { codedColumn, publishedColumns } from './published-columns.ts';
import { type Publication, publishedRow, type Showing } from './published-rows.ts';

/**
 * Attacks what is about to be published of a family, from the rows themselves: they are read as a reader reads them,
 * and must be the ones that were measured, or what rounding and noise make of them. Where numbers are altered in place
 * of being hidden, that they are altered as the policy says is all there is to audit.
 * @throws ProtectionFailed where something hidden can be learnt; PublishedRowsDiffer, AuditTooLarge, and whatever
 * describing the family throws
 */
export async function auditFamily(family: FamilyToAudit): Promise<FamilyVerdict> {
  const { policy } = family;
  const altered = alteredBy(policy);
  if (!hidesCells(policy)) {
    const members = describeMembers({ members: family.members, policy });
    readPublished(family, members, ({ kind }, at, publication) => {
      const expected = hideSmallNoise(publication).showings[at]?.kind;
      return expected === kind ? null : `row ${at + 1} is ${kind} and should be ${expected}`;
    });
    return { passed: true, attack: null, altered };
  }
  const knowledge = await familyKnowledge(family);
  const showings = readPublished(family, knowledge.members, () => null);
  const attack = await attackPublished(knowledge, showings, policy);
  if (!attack.passed)
    throw new ProtectionFailed({
      table: family.members.map(({ indicator }) => indicator.id).join(', '),
      determined: attack.determined,
      narrow: attack.narrow,
    });
  return { passed: true, attack, altered };
}

function attackPublished(
  knowledge: FamilyKnowledge,
  showings: readonly (readonly Showing[])[],
  policy: FamilyToAudit['policy'],
) {
  const { system, members, places } = knowledge;
  const told = toldBefore(knowledge);
  const withheld = new Set(
    showings.flatMap((ofRows, at) =>
      ofRows.flatMap(({ kind }, row) => (kind === 'shown' ? [] : [row + (places[at]?.row ?? 0)])),
    ),
  );
  const facts = members.flatMap((member, at) => {
    const place = places[at];
    const codes = (showings[at] ?? []).flatMap((showing, row) =>
      showing.kind === 'coded' ? [[row, showing.codes] as const] : [],
    );
    return place === undefined ? [] : knownByCodes(member, place, new Map(codes), policy);
  });
  return attackPattern(
    { ...system, facts: [...system.facts, ...facts] },
    withheld.difference(told),
    sensitiveIn(system, policy, knowledge),
    readerOf(policy),
  );
}

/**
 * What the rows of a candidate say of themselves, by member and row.
 * @param refused what is wrong with a row's status, or null
 * @throws PublishedRowsDiffer where a row is not what its status makes of the measured one
 */
function readPublished(
  family: FamilyToAudit,
  members: readonly Member[],
  refused: (showing: Showing, at: number, publication: Publication) => string | null,
): readonly (readonly Showing[])[] {
  const alterations = alterationsOf(family, members);
  return members.map((member, place) => {
    const { indicator, rows, table } = member;
    const refuse = (what: string) => {
      throw new PublishedRowsDiffer({ indicator: indicator.id, what });
    };
    const published = family.published.get(indicator.id) ?? [];
    if (published.length !== table.cells.length)
      refuse(`it has ${published.length} rows and not ${table.cells.length}`);
    const columns = publishedColumns(indicator, family.policy).map(({ name }) => name);
    const alteration = alterations[place]?.alteration ?? null;
    const { policy, period } = family;
    const publication: Publication = { indicator, rows, table, policy, period, alteration };
    return table.cells.map((_, at) => {
      const row = published[at] ?? {};
      const showing = showingOf(member, at, row, policy);
      const expected = publishedRow(publication, at, showing);
      for (const column of columns) {
        if (String(row[column] ?? null) !== String(expected[column] ?? null))
          refuse(`row ${at + 1} differs in column '${column}'`);
      }
      const wrong = refused(showing, at, publication);
      if (wrong !== null) refuse(wrong);
      return showing;
    });
  });
}

/** Reads a row's status; one that it does not have by right shows in the columns. */
function showingOf(
  { indicator, table, held }: Member,
  at: number,
  row: SqlRow,
  policy: FamilyToAudit['policy'],
): Showing {
  const status = row['status'];
  const earlier = held.get(at);
  if (status === 'held' && earlier !== undefined) return { kind: 'held', earlier };
  if (status === 'coded') {
    const measured = codesOfRow(indicator, { quantities: table.system.rows[at]?.quantities ?? [] }, policy);
    const codes = measured.filter(({ measure }) => row[codedColumn(measure)] !== null);
    if (codes.length > 0)
      return { kind: 'coded', codes: new Map(codes.map(({ measure, code }) => [measure, code])) };
  }
  return { kind: status === 'suppressed' ? 'suppressed' : 'shown' };
}
