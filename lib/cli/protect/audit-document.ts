import type { ProtectedTable } from '../../disclosure/protect.ts';
import type { Seconds } from './phases.ts';

/**
 * `audit.json`: what was asked, what was hidden, and what the attack on the result found. It holds no value of anything
 * hidden, and nothing that tells a primary cell from a complementary one beyond how many there are. A share of people
 * stands in it only where any reader of the table can work it out.
 */
export function auditDocument(table: ProtectedTable, seconds: Seconds, previous: readonly string[] = []) {
  const { verdict } = table;
  const suppressed = table.primary + table.complementary;
  return {
    /** What an attack found; null where numbers are altered and nothing is hidden for fear of one. */
    passed: verdict?.passed ?? null,
    method: methodOf(table),
    cells: table.cells,
    primary: table.primary,
    complementary: table.complementary,
    held: table.held,
    already_public: table.conceded,
    share_hidden: share(table.cells === 0 ? 0 : suppressed / table.cells),
    exactly_determined: verdict?.determined ?? null,
    narrower_than_required: verdict?.narrow ?? null,
    required_interval: verdict === null ? null : requiredInterval(table),
    narrowest_interval: verdict?.narrowest ?? null,
    programs: verdict?.programs ?? 0,
    earlier_tables: previous.length,
    people: total(table),
    tables: table.shares.map(({ dimensions, cells, hidden, peopleShare, readersKnow }) => ({
      dimensions,
      cells,
      hidden,
      share_hidden: share(cells === 0 ? 0 : hidden / cells),
      share_of_people_hidden: readersKnow ? share(peopleShare) : null,
    })),
    coarser_cuts: table.coarser.map(({ cut, cells, hiddenShare, peopleShare }) => ({
      cut,
      cells,
      share_hidden: aboutPercent(hiddenShare),
      share_of_people_hidden: aboutPercent(peopleShare),
    })),
    seconds,
  };
}
export type AuditDocument = ReturnType<typeof auditDocument>;

/** Where chance was drawn from is said nowhere, nor the digest of what it was drawn for: it is one of the true numbers. */
function methodOf({ policy, altered }: ProtectedTable) {
  const hiding = {
    threshold: policy.threshold,
    zeros: policy.zeros === 'published' ? ('publish' as const) : ('protect' as const),
    cost: policy.cost,
    insiders: policy.insiders ?? 0,
  };
  if (altered?.how === 'noisy') {
    const { guarantee, margin, plainMargin, consistent } = altered;
    return {
      name: 'dp' as const,
      threshold: policy.threshold,
      mechanism: policy.noise?.mechanism ?? null,
      rho: guarantee.rho,
      delta: guarantee.delta,
      epsilon: guarantee.epsilon,
      pure_epsilon: guarantee.pureEpsilon,
      cells_per_unit: policy.noise?.cellsPerPerson ?? null,
      error_in_95_of_100: margin,
      error_before_adding_up: plainMargin,
      adds_up: consistent,
    };
  }
  const rounded = altered === null ? {} : { rounded_to: altered.base };
  if (policy.suppress === false) return { name: 'round' as const, ...rounded };
  return { name: 'suppress' as const, ...hiding, ...rounded };
}

function requiredInterval({ policy }: ProtectedTable): number {
  return Math.max(1, policy.minimumInterval ?? policy.threshold - 1);
}

/** How many the table is of, where the table itself says so. */
function total({ rows }: ProtectedTable): number | null {
  return rows.find(({ key }) => key.every((code) => code === 'Total'))?.value ?? null;
}

function share(value: number): number {
  return Math.round(value * 10_000) / 10_000;
}

/** To a whole per cent: enough to choose by, and too coarse to learn a number of a table that is not published. */
function aboutPercent(value: number): number {
  return Math.round(value * 100) / 100;
}
