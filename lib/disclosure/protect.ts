import type { SqlRow } from '../ports/query-engine.ts';
import type { DisclosurePolicy, Indicator } from '../workspace/workspace.ts';
import { attackPattern, type Verdict } from './attack/attack.ts';
import { ProtectionFailed, PublishedRowsDiffer } from './errors.ts';
import { type IndicatorTable, indicatorTable, type MeasuredRows } from './indicator/indicator-system.ts';
import { publishedColumns, publishedRow } from './indicator/published-rows.ts';
import type { Sensitive } from './model/system.ts';
import { protectSystem, readerOf } from './protect-system.ts';
import { sensitiveQuantities } from './rules/needs.ts';

export type { Verdict } from './attack/attack.ts';
export { publishedColumns, RATE_SCALE } from './indicator/published-rows.ts';
export { DISCLOSURE_PRESETS, type Preset } from './rules/presets.ts';
export { type ProtectedTable, protectTable } from './table/table.ts';
export { type TablePolicy, TablePolicyDocument } from './table/table-policy.ts';
export type { MeasuredRows };

/** Why a row is hidden. For the audit zone alone: to know which cells are primary helps an attacker. */
export interface Decision {
  /** Dimension to code. */
  readonly cell: Readonly<Record<string, string>>;
  readonly kind: 'primary' | 'complementary';
  readonly reasons: readonly {
    readonly quantity: string;
    readonly rule: Sensitive['rule'];
    /** The owner or agreement whose policy it is. */
    readonly boundBy: string | null;
  }[];
}

export interface IndicatorToProtect {
  readonly indicator: Indicator;
  /** The strictest of the owners mixed. */
  readonly policy: DisclosurePolicy;
  /** Part of the policy → whose it is. */
  readonly boundBy: Readonly<Record<string, string>>;
  readonly period: string;
  /** The rows of the tables that `measuredTables` names. */
  readonly rows: MeasuredRows;
}

export interface ProtectedIndicator {
  /** Columns as `publishedColumns` lists them; ordered by cross, then declared code. */
  readonly published: readonly SqlRow[];
  readonly decisions: readonly Decision[];
  readonly verdict: Verdict;
}

/** Which part of a policy a rule stands in. */
const PART_OF_POLICY: Readonly<Record<Sensitive['rule'], keyof DisclosurePolicy>> = {
  threshold: 'threshold',
  complement: 'threshold',
  contributors: 'threshold',
  zero: 'zeros',
  minimumDenominator: 'minimumDenominator',
  dominance: 'dominance',
  pPercent: 'pPercent',
  groupDisclosure: 'groupDisclosure',
  extremeShare: 'extremeShares',
  earlierRelease: 'revisions',
  revision: 'revisions',
};

/**
 * Hides what may not be learnt of an indicator, and no more than that takes: a row is shown or hidden whole, zero
 * cells included.
 * @throws UndeclaredCodes, AmbiguousCodes, CellsDoNotAddUp, AuditTooLarge, PublishedCellsDisagree
 */
export async function protectIndicator({
  indicator,
  policy,
  boundBy,
  period,
  rows,
}: IndicatorToProtect): Promise<ProtectedIndicator> {
  const table = indicatorTable(indicator, rows, policy);
  const { hidden, sensitive, verdict } = await protectSystem(table.system, policy);
  return {
    published: table.cells.map((cell, at) =>
      publishedRow(indicator, table, rows, cell, period, hidden.has(at)),
    ),
    decisions: [...hidden]
      .sort((left, right) => left - right)
      .map((at) => decisionOn(table, at, sensitive, boundBy)),
    verdict,
  };
}

function decisionOn(
  table: IndicatorTable,
  at: number,
  sensitive: readonly Sensitive[],
  boundBy: Readonly<Record<string, string>>,
): Decision {
  const reasons = sensitive
    .filter(({ row }) => row === at)
    .map(({ quantity, rule }) => ({
      quantity: table.system.rows[at]?.quantities[quantity]?.name ?? '',
      rule,
      boundBy: boundBy[PART_OF_POLICY[rule]] ?? null,
    }));
  return {
    cell: Object.fromEntries(table.axes.map(({ name }, axis) => [name, table.cells[at]?.key[axis] ?? ''])),
    kind: reasons.length > 0 ? 'primary' : 'complementary',
    reasons,
  };
}

/**
 * Attacks what is about to be published of an indicator, from the rows themselves: they are read as a reader reads
 * them, and must be the ones that were measured.
 * @throws ProtectionFailed where something hidden can be learnt; PublishedRowsDiffer, AuditTooLarge
 */
export async function auditIndicator({
  indicator,
  policy,
  period,
  rows,
  published,
}: Omit<IndicatorToProtect, 'boundBy'> & { readonly published: readonly SqlRow[] }): Promise<Verdict> {
  const table = indicatorTable(indicator, rows, policy);
  const hidden = hiddenRows(indicator, table, rows, period, published);
  const verdict = await attackPattern(
    table.system,
    hidden,
    sensitiveQuantities(table.system, policy),
    readerOf(policy),
  );
  if (!verdict.passed)
    throw new ProtectionFailed({
      table: indicator.id,
      determined: verdict.determined,
      narrow: verdict.narrow,
    });
  return verdict;
}

function hiddenRows(
  indicator: Indicator,
  table: IndicatorTable,
  rows: MeasuredRows,
  period: string,
  published: readonly SqlRow[],
): ReadonlySet<number> {
  const refuse = (what: string) => {
    throw new PublishedRowsDiffer({ indicator: indicator.id, what });
  };
  if (published.length !== table.cells.length)
    refuse(`it has ${published.length} rows and not ${table.cells.length}`);
  const columns = publishedColumns(indicator).map(({ name }) => name);
  const hidden = new Set<number>();
  table.cells.forEach((cell, at) => {
    const row = published[at] ?? {};
    const isHidden = row['status'] === 'suppressed';
    const expected = publishedRow(indicator, table, rows, cell, period, isHidden);
    for (const column of columns) {
      if (String(row[column] ?? null) !== String(expected[column]))
        refuse(`row ${at + 1} differs in column '${column}'`);
    }
    if (isHidden) hidden.add(at);
  });
  return hidden;
}
