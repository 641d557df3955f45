import type { DisclosurePolicy } from '../../workspace/workspace.ts';
import { EarlierReleaseDoesNotAddUp } from '../errors.ts';
import type { DescribedTable } from '../model/described-table.ts';
import type { Secret, Sensitive, System } from '../model/system.ts';
import { sensitiveQuantities } from '../rules/needs.ts';
import { alreadyKnown, type Conceded } from './already-known.ts';
import { asSecret } from './attack-of-earlier.ts';
import { earlierSecrets, keyOf } from './earlier-secrets.ts';
import type { EarlierTable } from './earlier-table.ts';
import { earlierVariables } from './earlier-variables.ts';
import { fewestChanges } from './fewest-changes.ts';
import type { Partition } from './period-sums.ts';
import { readEarlier } from './read-earlier.ts';
import { type HeldRow, revisions } from './revisions.ts';
import { tenableRows } from './tenable-rows.ts';
import { vintagesOf } from './vintages.ts';

export type { Conceded } from './already-known.ts';

export interface EarlierSettings {
  readonly policy: DisclosurePolicy;
  /** Which periods add up to which (see `periodSums`); only for earlier tables of other periods. */
  readonly partition?: Partition;
}

export interface WithEarlier {
  /** The table's system with what earlier releases tell: more variables, relations, facts and secrets; the same rows. */
  readonly system: System;
  readonly alsoSensitive: readonly Sensitive[];
  /** Rows that show again what an earlier release showed, by place: that release's name, and the very row given. */
  readonly held: ReadonlyMap<number, HeldRow>;
  /** What is sensitive today and cannot be called back, because a laxer policy published it. */
  readonly conceded: readonly Conceded[];
}

/**
 * Adds to a table what readers know of it from earlier releases, and what those releases hid. What a reader is taken
 * to believe of data that may have changed in between is in `fewestChanges`; docs/attacker.md has it in words.
 * @param earlier in the order of their publication, the oldest first
 * @throws EarlierReleaseUnknown, EarlierReleaseDoesNotAddUp, AuditTooLarge
 */
export async function withEarlier(
  table: DescribedTable,
  earlier: readonly EarlierTable[],
  { policy, partition }: EarlierSettings,
): Promise<WithEarlier> {
  const nothing = { system: table.system, alsoSensitive: [], held: new Map(), conceded: [] };
  const telling = earlier.filter(({ noisy }) => noisy !== true);
  if (telling.length === 0) return nothing;
  const vintages = vintagesOf(telling, partition);
  const reading = readEarlier(table, telling, vintages.ofTable, policy);
  const explanation = await fewestChanges({
    system: table.system,
    vintages,
    statements: reading.statements,
  });
  if ('unexplained' in explanation) {
    const { release = '', cell = [] } = explanation.unexplained ?? {};
    throw new EarlierReleaseDoesNotAddUp({ release, cell });
  }
  const variables = earlierVariables(
    table.system,
    reading.vanished,
    vintages,
    reading.statements,
    explanation,
  );
  const revised = revisions(reading, vintages, variables, explanation, table.system, policy);
  const { system } = variables;
  const reader = { zeros: policy.zeros, insiders: policy.insiders ?? 0 };
  const sensitive = [...sensitiveQuantities(table.system, policy), ...revised.sensitive];
  const hidden = earlierSecrets(reading, variables, explanation, table.system, policy);
  const asked = withoutSensitive([...hidden, ...revised.secrets], system, sensitive);
  const doubted = mayBeGivenAway(system, table.system, telling, sensitive) ? sensitive : [];
  const { secrets, conceded } = await alreadyKnown(system, asked, doubted, reader);
  const held = await tenableRows(
    system,
    revised.held,
    [...secrets, ...stillKept(system, sensitive, conceded)],
    reader,
  );
  return {
    system: {
      ...system,
      facts: [...system.facts, ...[...held.values()].flatMap(({ facts }) => facts)],
      secrets: [...table.system.secrets, ...secrets],
    },
    alsoSensitive: revised.sensitive,
    held,
    conceded,
  };
}

/**
 * Whether earlier releases may leave less of today's sensitive numbers than is asked now. Each was attacked when it was
 * published, so where nothing has changed since there is no need to, unless a laxer policy showed what is sensitive now.
 */
function mayBeGivenAway(
  system: System,
  table: System,
  earlier: readonly EarlierTable[],
  sensitive: readonly Sensitive[],
): boolean {
  if (system.variables > table.variables || earlier.some(({ roundedTo }) => roundedTo !== undefined))
    return true;
  const told = new Set(system.facts.flatMap(({ terms, low, high }) => (low === high ? [keyOf(terms)] : [])));
  return sensitive.some((one) => told.has(keyOf(asSecret(system, one).terms)));
}

/** What is sensitive today, each with no more than what earlier releases leave of it. */
function stillKept(
  system: System,
  sensitive: readonly Sensitive[],
  conceded: readonly Conceded[],
): readonly Secret[] {
  const left = new Map(conceded.map(({ row, quantity, width }) => [`${row}/${quantity}`, width]));
  return sensitive.flatMap((one) => {
    const width = left.get(`${one.row}/${one.quantity}`) ?? one.width;
    return width > 0 ? [asSecret(system, { ...one, width })] : [];
  });
}

/** Secrets that are not the same sum as a number which today's rules protect as well. */
function withoutSensitive(
  secrets: readonly Secret[],
  { rows }: System,
  sensitive: readonly Sensitive[],
): readonly Secret[] {
  const widths = new Map<string, number>();
  for (const { row, quantity, width } of sensitive) {
    const key = keyOf((rows[row]?.quantities[quantity]?.form ?? []).map((at) => [at, 1] as const));
    widths.set(key, Math.max(width, widths.get(key) ?? 0));
  }
  return secrets.filter(({ terms, width }) => (widths.get(keyOf(terms)) ?? 0) < width);
}
