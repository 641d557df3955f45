import { suggest } from '../did-you-mean.ts';
import type { Finding } from '../finding.ts';
import { type Column, KEEPABLE_ROLES, type Kept } from '../model.ts';
import { likelyRole } from '../role-guess.ts';
import type { ColumnDocument, ContractDocument } from '../schemas/contract.ts';
import type { Source } from '../source.ts';
import type { FindingText, Path, YamlFile } from '../yaml-document.ts';
import { columnPath, customPath } from './column-path.ts';
import { contractOf, isTotal, type Known, totalFinding } from './known.ts';

/** Attributes that every table has by itself. */
const OWN_COLUMNS = ['person_id', 'record_id', 'period', 'delivery_id'];

interface Place {
  readonly yaml: YamlFile;
  readonly index: number;
  readonly document: ColumnDocument;
  readonly column: Column;
  /** Date columns of the contract. */
  readonly dates: readonly string[];
}

/** What each column of a contract says about itself: roles, what is kept, codes, limits. */
export function checkColumns(
  { yaml, folder, name, document }: Source<ContractDocument>,
  known: Known,
): readonly Finding[] {
  const columns = contractOf(known, `${folder}/${name}`)?.columns ?? [];
  const properties = document.schema[0]?.properties ?? [];
  const dates = columns.filter(({ type }) => type === 'date').map((column) => column.name);
  return properties.flatMap((property, index) => {
    const column = columns[index];
    if (column === undefined) return [];
    const place = { yaml, index, document: property, column, dates };
    return [...checkKept(place), ...checkCodes(place, known), ...checkLimits(place)];
  });
}

function customAt({ yaml, index }: Place, property: string): Path {
  return customPath(yaml.value, columnPath(index), property);
}

function checkKept(place: Place): readonly Finding[] {
  const { yaml, column } = place;
  const at = customAt(place, 'keep');
  const told = column.keep.map((kept) => keptProblem(place, kept)).filter((problem) => problem !== undefined);
  const guess =
    column.role === undefined && column.keep.some(({ derive }) => derive === 'value')
      ? likelyRole(column.name)
      : undefined;
  const looks: readonly FindingText[] =
    guess === undefined
      ? []
      : [
          {
            code: 'looks_identifying',
            severity: 'warning',
            message: `"${column.name}" is kept as it is, and its name looks like an identifier (${guess}).`,
            remedy: `If it identifies people, give it the role ${guess} and do not keep it.`,
          },
        ];
  return [...told, ...looks].map((problem) => yaml.finding(at, problem));
}

/** Roles whose columns may be coarsened, and into what. */
const COARSER: Readonly<Partial<Record<NonNullable<Column['role']>, readonly Kept['derive'][]>>> = {
  birth_date: ['birth_year', 'birth_month', 'age_at'],
  postal_code: ['zip3'],
};

function keptProblem({ column, dates }: Place, { as, derive, at }: Kept): FindingText | undefined {
  const { name, role, type } = column;
  if (OWN_COLUMNS.includes(as)) {
    return {
      code: 'reserved',
      message: `"${as}" is a column that every table has by itself.`,
      remedy: `Keep "${name}" under another name, with "as".`,
    };
  }
  const allowed =
    role === undefined
      ? undefined
      : KEEPABLE_ROLES.includes(role)
        ? ['value' as const]
        : (COARSER[role] ?? []);
  if (allowed !== undefined && !allowed.includes(derive)) {
    const instead =
      allowed.length === 0
        ? 'Take "keep" out: nothing of it may leave the landing zone.'
        : `What may be kept of it: ${allowed.join(', ')}.`;
    return derive === 'value'
      ? {
          code: 'role_kept',
          message: `"${name}" identifies people (${role}) and cannot be kept as it is.`,
          remedy: instead,
        }
      : { code: 'derivation', message: `There is no ${derive} of "${name}" (${role}).`, remedy: instead };
  }
  const ofDates = derive === 'birth_year' || derive === 'birth_month' || derive === 'age_at';
  if (ofDates && type !== 'date') {
    return {
      code: 'derivation',
      message: `${derive} is made from a date, and "${name}" is of type ${type}.`,
      remedy: 'Write logicalType: date at the column.',
    };
  }
  if (!ofDates && derive !== 'value' && type !== 'string') {
    return {
      code: 'derivation',
      message: `${derive} is made from a text, and "${name}" is of type ${type}.`,
      remedy: 'Write logicalType: string at the column.',
    };
  }
  if (derive !== 'age_at') {
    return at === undefined
      ? undefined
      : {
          code: 'derivation',
          message: `"at" belongs to age_at, not to ${derive}.`,
          remedy: 'Take "at" out.',
        };
  }
  if (at === undefined) {
    return {
      code: 'derivation',
      message: 'age_at needs to know when.',
      remedy: 'Add at: period_end, or at: and a date column.',
    };
  }
  return at === 'period_end' || dates.includes(at)
    ? undefined
    : {
        code: 'unknown_name',
        message: `"${at}" is no date column of this contract.`,
        remedy: suggest(at, [...dates, 'period_end']),
      };
}

function checkCodes(place: Place, { workspace }: Known): readonly Finding[] {
  const { yaml, document, column } = place;
  const codes = document.customProperties.codes;
  if (codes === undefined || column.codes === undefined) return [];
  const at = customAt(place, 'codes');
  const { vocabulary: vocabularyName } = column.codes;
  const vocabularies = workspace.collaborative.vocabularies;
  const vocabulary = vocabularyName === undefined ? undefined : vocabularies.get(vocabularyName);
  if (vocabularyName !== undefined && vocabulary === undefined) {
    return [
      yaml.finding(at, {
        code: 'unknown_name',
        message: `There is no vocabulary "${vocabularyName}" in collaborative.yaml.`,
        remedy: suggest(vocabularyName, vocabularies.keys()),
      }),
    ];
  }
  const findings: Finding[] = [];
  const forms = [codesHave(codes, 'list'), codesHave(codes, 'map')].filter(Boolean).length;
  if (forms === 2 || (vocabulary === undefined && forms === 0)) {
    findings.push(
      yaml.finding(at, {
        code: 'value',
        message:
          forms === 2
            ? 'Codes are either a list or a map.'
            : 'These codes name neither a vocabulary nor a list.',
        remedy: "Write a vocabulary's name, a list, or { vocabulary, map }.",
      }),
    );
  }
  const shared = vocabulary?.codes.map(({ code }) => code);
  for (const [code, target] of Object.entries(column.codes.map)) {
    const place = [...at, 'map', code];
    if (isTotal(target)) findings.push(totalFinding(yaml, place));
    if (shared === undefined || shared.includes(target)) continue;
    findings.push(
      yaml.finding(place, {
        code: 'unknown_name',
        message: `The vocabulary ${vocabularyName} has no code "${target}".`,
        remedy: suggest(target, shared),
      }),
    );
  }
  return findings;
}

function codesHave(codes: object, key: 'list' | 'map'): boolean {
  return (codes as Record<string, unknown>)[key] !== undefined;
}

function checkLimits({ yaml, index, document, column }: Place): readonly Finding[] {
  const options = document.logicalTypeOptions ?? {};
  const at = (key: string) => columnPath(index, 'logicalTypeOptions', key);
  const findings: Finding[] = [];
  const refuse = (key: string, message: string, remedy: string) =>
    findings.push(yaml.finding(at(key), { code: 'value', message, remedy }));

  for (const key of ['minLength', 'maxLength', 'pattern'] as const) {
    if (options[key] !== undefined && column.type !== 'string') {
      refuse(
        key,
        `"${key}" is for texts, and "${column.name}" is of type ${column.type}.`,
        'Take it out, or write logicalType: string.',
      );
    }
  }
  if (options.pattern !== undefined && !isPattern(options.pattern)) {
    refuse(
      'pattern',
      'This pattern is no regular expression.',
      'Look for a bracket that is not closed; put it in single quotes.',
    );
  }
  for (const key of ['minimum', 'maximum'] as const) {
    const problem = limitProblem(column, options[key]);
    if (problem !== undefined)
      refuse(
        key,
        `"${key}" ${problem}.`,
        column.type === 'date' ? 'Write an ISO date: 2026-03-31.' : 'Write a number.',
      );
  }
  if (out(options.minimum, options.maximum))
    refuse('maximum', 'The maximum lies below the minimum.', 'Swap the two.');
  if (out(options.minLength, options.maxLength))
    refuse('maxLength', 'The maxLength lies below the minLength.', 'Swap the two.');
  for (const key of ['exclusiveMinimum', 'exclusiveMaximum', 'multipleOf'] as const) {
    if (options[key] === undefined) continue;
    findings.push(
      yaml.finding(at(key), {
        code: 'not_run',
        severity: 'warning',
        message: `Tributary does not check "${key}".`,
        remedy: 'Use minimum and maximum, or a check with engine: tributary.',
      }),
    );
  }
  for (const format of column.formats) {
    if (isDateFormat(format)) continue;
    const place =
      document.customProperties.formats === undefined
        ? at('format')
        : customPath(yaml.value, columnPath(index), 'formats');
    findings.push(
      yaml.finding(place, {
        code: 'value',
        message: `"${format.slice(0, 40)}" is no format of a date: it needs a year (y), a month (M) and a day (d).`,
        remedy: 'Write it as yyyy-MM-dd, M/d/yyyy or dd-MMM-yyyy.',
      }),
    );
  }
  if (column.type !== 'date' && document.customProperties.formats !== undefined) {
    findings.push(
      yaml.finding(customPath(yaml.value, columnPath(index), 'formats'), {
        code: 'value',
        message: `"formats" is for dates, and "${column.name}" is of type ${column.type}.`,
        remedy: 'Write logicalType: date at the column.',
      }),
    );
  }
  return findings;
}

function isPattern(pattern: string): boolean {
  try {
    return new RegExp(pattern, 'u').source !== '';
  } catch {
    return false;
  }
}

function limitProblem({ type }: Column, limit: number | string | undefined): string | undefined {
  if (limit === undefined) return undefined;
  if (type === 'date') return typeof limit === 'string' && isDay(limit) ? undefined : 'of a date is a date';
  if (type === 'integer' || type === 'number')
    return typeof limit === 'number' ? undefined : 'of a number is a number';
  return `is for numbers and dates, not for the type ${type}`;
}

function isDay(text: string): boolean {
  const time = Date.parse(`${text}T00:00:00Z`);
  return (
    /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(time) && new Date(time).toISOString().startsWith(text)
  );
}

function out(low: number | string | undefined, high: number | string | undefined): boolean {
  return typeof low === typeof high && low !== undefined && high !== undefined && low > high;
}

/** JDK letters: u and y are years, M and L months, d days; quoted texts count for nothing. */
function isDateFormat(format: string): boolean {
  const bare = format.replace(/'[^']*'/g, '');
  return /[yu]/.test(bare) && /[ML]/.test(bare) && /d/.test(bare);
}
