import { quoteName, quoteText } from '../sql/quote.ts';
import type { Column, Contract, RowRule } from '../workspace/model.ts';
import { LimitNotAllowed } from './errors.ts';
import type { FindingCodeName } from './finding-codes.ts';
import { countOf } from './make-finding.ts';
import type { ReadPlan } from './read-plan.ts';
import { inBrackets } from './rule-expressions.ts';
import { datePatterns, textName } from './typed-values.ts';

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
}

const TYPE_WORDS = {
  string: 'text',
  integer: 'a whole number (digits only, no separators)',
  number: 'a number (digits and a decimal point, no separators)',
  boolean: 'yes or no (true/false, yes/no, y/n, 1/0)',
} as const;

/**
 * The checks of levels `value` and `row`, in the order of the contract. A column that the file lacks is asked
 * nothing: the file level has named it.
 * @throws LimitNotAllowed
 */
export function rowChecks(contract: Contract, plan: ReadPlan): readonly RowCheck[] {
  const values = contract.columns.flatMap((column, at) => {
    const header = plan.columns.find(({ name }) => name === column.name)?.header;
    return header === undefined ? [] : valueChecks(contract, column, header, textName(at));
  });
  return [...values, ...contract.rules.filter(({ level }) => level === 'row').map(ruleCheck)];
}

function valueChecks(contract: Contract, column: Column, header: string, text: string): readonly RowCheck[] {
  const facts = { column, header } as const;
  const error = { ...facts, severity: 'error' } as const;
  const typed = quoteName(column.name);
  const checks: RowCheck[] = [];
  const inKey = contract.rowKey.includes(column.name);
  if (column.required && !inKey && !letsConsentDecide(contract, column)) {
    const rule = 'required';
    checks.push({
      ...error,
      code: 'value_missing',
      rule,
      breaks: `${text} IS NULL`,
      message: (n) => `"${header}" is empty in ${countOf(n, 'row')}; the contract requires it.`,
    });
  }
  if (inKey) {
    const rule = `row key: ${contract.rowKey.join(', ')}`;
    checks.push({
      ...error,
      code: 'row_key_missing',
      rule,
      breaks: `${text} IS NULL`,
      message: (n) => `"${header}" is empty in ${countOf(n, 'row')}; it is part of what names a row.`,
    });
  }
  if (column.type !== 'string') {
    const wanted =
      column.type === 'date'
        ? `a date written as ${datePatterns(column).join(' or ')}`
        : TYPE_WORDS[column.type];
    checks.push({
      ...error,
      code: 'value_wrong_type',
      rule: `type: ${wanted}`,
      breaks: `${text} IS NOT NULL AND ${typed} IS NULL`,
      message: (n) => `"${header}" is not ${wanted} in ${countOf(n, 'row')}.`,
    });
  }
  if (column.pattern !== undefined) {
    const pattern = column.pattern;
    checks.push({
      ...error,
      code: 'value_wrong_pattern',
      rule: `pattern: ${pattern}`,
      breaks: `NOT regexp_full_match(${text}, ${quoteText(pattern)})`,
      message: (n) => `"${header}" does not have the form ${pattern} in ${countOf(n, 'row')}.`,
    });
  }
  if (column.minLength !== undefined) {
    const length = column.minLength;
    checks.push({
      ...error,
      code: 'value_too_short',
      rule: `length: at least ${length}`,
      breaks: `length(${text}) < ${whole(length)}`,
      message: (n) => `"${header}" is shorter than ${countOf(length, 'character')} in ${countOf(n, 'row')}.`,
    });
  }
  if (column.maxLength !== undefined) {
    const length = column.maxLength;
    checks.push({
      ...error,
      code: 'value_too_long',
      rule: `length: at most ${length}`,
      breaks: `length(${text}) > ${whole(length)}`,
      message: (n) => `"${header}" is longer than ${countOf(length, 'character')} in ${countOf(n, 'row')}.`,
    });
  }
  if (column.minimum !== undefined) {
    const limit = column.minimum;
    checks.push({
      ...error,
      code: 'value_too_small',
      rule: `minimum: ${limit}`,
      breaks: `${typed} < ${limitLiteral(contract, column, limit)}`,
      message: (n) =>
        `"${header}" is ${column.type === 'date' ? 'before' : 'below'} ${limit} in ${countOf(n, 'row')}.`,
    });
  }
  if (column.maximum !== undefined) {
    const limit = column.maximum;
    checks.push({
      ...error,
      code: 'value_too_large',
      rule: `maximum: ${limit}`,
      breaks: `${typed} > ${limitLiteral(contract, column, limit)}`,
      message: (n) =>
        `"${header}" is ${column.type === 'date' ? 'after' : 'above'} ${limit} in ${countOf(n, 'row')}.`,
    });
  }
  if (column.codes !== undefined && Object.keys(column.codes.map).length > 0) {
    const { map, severity, vocabulary } = column.codes;
    const codes = Object.keys(map).map(quoteText).join(', ');
    const rule = vocabulary === undefined ? 'codes of the contract' : `codes: ${vocabulary}`;
    checks.push({
      ...facts,
      severity,
      code: 'code_unknown',
      rule,
      breaks: `${text} NOT IN (${codes})`,
      message: (n) => `"${header}" holds codes that are not in the list in ${countOf(n, 'row')}.`,
    });
  }
  return checks;
}

/** An empty consent withholds a row; it does not put it in quarantine. */
function letsConsentDecide(contract: Contract, column: Column): boolean {
  return column.role === 'consent' && contract.requiredConsent.length > 0;
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

function whole(length: number): string {
  return String(Math.trunc(length));
}

function limitLiteral(contract: Contract, column: Column, limit: number | string): string {
  const text = String(limit);
  if (column.type === 'date' && /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(Date.parse(text)))
    return `DATE ${quoteText(text)}`;
  const number = /^-?\d{1,14}(\.\d{1,4})?$/.test(text);
  if ((column.type === 'integer' || column.type === 'number') && number)
    return `CAST(${quoteText(text)} AS DECIMAL(18,4))`;
  throw new LimitNotAllowed(contract.id, column.name);
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
