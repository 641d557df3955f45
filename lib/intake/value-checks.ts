import { quoteText } from '../sql/quote.ts';
import type { Column, Contract } from '../workspace/model.ts';
import type { RowCheck } from './checks.ts';
import { limitLiteral } from './limits.ts';
import { countOf } from './make-finding.ts';
import { datePatterns, textName, valueName } from './typed-values.ts';

/** One column of a contract, as its checks see it. */
interface Place {
  readonly contract: Contract;
  readonly column: Column;
  /** Its number in the contract. */
  readonly at: number;
  /** By the name that the agency uses. */
  readonly header: string;
}

/** The checks of a column, value by value: first whether one is there, then whether it fits. @throws LimitNotAllowed */
export function valueChecks(place: Place): readonly RowCheck[] {
  return [...presenceChecks(place), ...fitChecks(place)];
}

/**
 * SQL over texts and values: true where what stands in the column does not fit, and the contract lets it count as
 * missing. Undefined where the contract does not.
 * @throws LimitNotAllowed
 */
export function countsAsMissing(contract: Contract, column: Column, at: number): string | undefined {
  if (column.invalid !== 'missing') return undefined;
  const clearing = fitChecks({ contract, column, at, header: column.name }).filter(({ clears }) => clears);
  return clearing.length === 0 ? undefined : clearing.map(({ breaks }) => `(${breaks})`).join(' OR ');
}

function presenceChecks({ contract, column, at, header }: Place): readonly RowCheck[] {
  const empty = { column, header, severity: 'error', breaks: `${textName(at)} IS NULL` } as const;
  if (contract.rowKey.includes(column.name)) {
    return [
      {
        ...empty,
        code: 'row_key_missing',
        rule: `row key: ${contract.rowKey.join(', ')}`,
        message: (n) => `"${header}" is empty in ${countOf(n, 'row')}; it is part of what names a row.`,
      },
    ];
  }
  if (!column.required || letsConsentDecide(contract, column)) return [];
  return [
    {
      ...empty,
      code: 'value_missing',
      rule: 'required',
      message: (n) => `"${header}" is empty in ${countOf(n, 'row')}; the contract requires it.`,
    },
  ];
}

/** An empty consent withholds a row; it does not put it in quarantine. */
function letsConsentDecide(contract: Contract, column: Column): boolean {
  return column.role === 'consent' && contract.requiredConsent.length > 0;
}

/** What is asked of a value that is there. Where the contract lets a misfit count as missing, each is a warning. */
function fitChecks(place: Place): readonly RowCheck[] {
  const { column, header } = place;
  const asked = [
    ...typeCheck(place),
    ...patternCheck(place),
    ...lengthChecks(place),
    ...limitChecks(place),
    ...codeCheck(place),
  ];
  return asked.map((question) => {
    const { severity = 'error', message } = question;
    const clears = column.invalid === 'missing' && severity === 'error';
    return {
      ...question,
      column,
      header,
      severity: clears ? 'warning' : severity,
      ...(clears ? { clears, message: (n: number) => `${message(n)} ${COUNTS_AS_MISSING}` } : {}),
    };
  });
}

const COUNTS_AS_MISSING = 'What stands there counts as missing; the rest of the row is kept.';

/** A check in which only what is asked is said. */
type Question = Pick<RowCheck, 'code' | 'rule' | 'breaks' | 'message'> & Partial<Pick<RowCheck, 'severity'>>;

const TYPE_WORDS = {
  string: 'text',
  integer: 'a whole number (digits only, no separators)',
  number: 'a number (digits and a decimal point, no separators)',
  boolean: 'yes or no (true/false, yes/no, y/n, 1/0)',
} as const;

function typeCheck({ column, at, header }: Place): readonly Question[] {
  if (column.type === 'string') return [];
  const wanted =
    column.type === 'date'
      ? `a date written as ${datePatterns(column).join(' or ')}`
      : TYPE_WORDS[column.type];
  return [
    {
      code: 'value_wrong_type',
      rule: `type: ${wanted}`,
      breaks: `${textName(at)} IS NOT NULL AND ${valueName(at)} IS NULL`,
      message: (n) => `"${header}" is not ${wanted} in ${countOf(n, 'row')}.`,
    },
  ];
}

function patternCheck({ column: { pattern }, at, header }: Place): readonly Question[] {
  if (pattern === undefined) return [];
  return [
    {
      code: 'value_wrong_pattern',
      rule: `pattern: ${pattern}`,
      breaks: `NOT regexp_full_match(${textName(at)}, ${quoteText(pattern)})`,
      message: (n) => `"${header}" does not have the form ${pattern} in ${countOf(n, 'row')}.`,
    },
  ];
}

function lengthChecks({ column, at, header }: Place): readonly Question[] {
  const { minLength, maxLength } = column;
  const length = `length(${textName(at)})`;
  const shortest: Question[] =
    minLength === undefined
      ? []
      : [
          {
            code: 'value_too_short',
            rule: `length: at least ${minLength}`,
            breaks: `${length} < ${Math.trunc(minLength)}`,
            message: (n) =>
              `"${header}" is shorter than ${countOf(minLength, 'character')} in ${countOf(n, 'row')}.`,
          },
        ];
  const longest: Question[] =
    maxLength === undefined
      ? []
      : [
          {
            code: 'value_too_long',
            rule: `length: at most ${maxLength}`,
            breaks: `${length} > ${Math.trunc(maxLength)}`,
            message: (n) =>
              `"${header}" is longer than ${countOf(maxLength, 'character')} in ${countOf(n, 'row')}.`,
          },
        ];
  return [...shortest, ...longest];
}

function limitChecks({ contract, column, at, header }: Place): readonly Question[] {
  const { minimum, maximum, type } = column;
  const isDate = type === 'date';
  const least: Question[] =
    minimum === undefined
      ? []
      : [
          {
            code: 'value_too_small',
            rule: `minimum: ${minimum}`,
            breaks: `${valueName(at)} < ${limitLiteral(contract, column, minimum)}`,
            message: (n) =>
              `"${header}" is ${isDate ? 'before' : 'below'} ${minimum} in ${countOf(n, 'row')}.`,
          },
        ];
  const most: Question[] =
    maximum === undefined
      ? []
      : [
          {
            code: 'value_too_large',
            rule: `maximum: ${maximum}`,
            breaks: `${valueName(at)} > ${limitLiteral(contract, column, maximum)}`,
            message: (n) =>
              `"${header}" is ${isDate ? 'after' : 'above'} ${maximum} in ${countOf(n, 'row')}.`,
          },
        ];
  return [...least, ...most];
}

function codeCheck({ column, at, header }: Place): readonly Question[] {
  if (column.codes === undefined || Object.keys(column.codes.map).length === 0) return [];
  const { map, severity, vocabulary } = column.codes;
  return [
    {
      code: 'code_unknown',
      severity,
      rule: vocabulary === undefined ? 'codes of the contract' : `codes: ${vocabulary}`,
      breaks: `${textName(at)} NOT IN (${Object.keys(map).map(quoteText).join(', ')})`,
      message: (n) => `"${header}" holds codes that are not in the list in ${countOf(n, 'row')}.`,
    },
  ];
}
