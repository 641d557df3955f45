import { quoteText } from '../sql/quote.ts';
import type { Column, Contract, RowRule } from '../workspace/model.ts';
import type { FindingCodeName } from './finding-codes.ts';
import { countOf } from './make-finding.ts';
import type { ReadPlan } from './read-plan.ts';
import { inBrackets } from './rule-expressions.ts';
import { textName } from './typed-values.ts';
import { valueChecks } from './value-checks.ts';

/** One question that is asked of rows, and what is said where the answer is no. */
export interface Check {
  readonly code: FindingCodeName;
  readonly severity: 'error' | 'warning';
  /** The contract's column that it looks at, if it is one alone. */
  readonly column?: Column;
  /** That column by the name that the agency uses. */
  readonly header?: string;
  readonly rule?: string;
  /** @param count how many rows it struck */
  readonly message: (count: number) => string;
}

/** A check that one row answers by itself. */
export interface RowCheck extends Check {
  /** SQL over the typed row: true where the row breaks the rule; false or null where it does not. */
  readonly breaks: string;
  /** What stands in the column then counts as missing. */
  readonly clears?: boolean;
}

/**
 * The checks of levels `value` and `row`, in the order of the contract. A column that the file lacks is asked
 * nothing: the file level has named it.
 * @throws LimitNotAllowed
 */
export function rowChecks(contract: Contract, plan: ReadPlan): readonly RowCheck[] {
  const values = contract.columns.flatMap((column, at) => {
    const header = plan.columns.find(({ name }) => name === column.name)?.header;
    return header === undefined ? [] : valueChecks({ contract, column, at, header });
  });
  return [...values, ...contract.rules.filter(({ level }) => level === 'row').map(ruleCheck)];
}

function ruleCheck(rule: RowRule): RowCheck {
  return {
    code: 'rule_broken',
    severity: rule.severity,
    rule: rule.name,
    breaks: `NOT ${inBrackets(rule.expression)}`,
    message: (count) => `${sentence(rule)} This does not hold in ${countOf(count, 'row')}.`,
  };
}

/** What a rule demands, as a sentence. */
export function sentence({ name, description }: RowRule): string {
  const text = description.trim() === '' ? `The rule "${name}" must hold` : description.trim();
  return /[.!?]$/.test(text) ? text : `${text}.`;
}

/**
 * SQL over the typed row: true where a consent that the contract requires was not given. A code that the contract
 * does not know is an error to be corrected and not an answer.
 */
export function lacksConsent(contract: Contract): string {
  if (contract.requiredConsent.length === 0) return 'false';
  const given = contract.requiredConsent.map(quoteText).join(', ');
  const lacking = contract.columns.flatMap((column, at) => {
    if (column.role !== 'consent') return [];
    const codes = Object.keys(column.codes?.map ?? {}).map(quoteText);
    const understood =
      codes.length === 0 || column.codes?.severity === 'warning'
        ? 'true'
        : `${textName(at)} IN (${codes.join(', ')})`;
    return [`(${textName(at)} IS NULL OR (${textName(at)} NOT IN (${given}) AND ${understood}))`];
  });
  return lacking.length === 0 ? 'true' : lacking.join(' OR ');
}
