import type { Finding } from '../finding.ts';
import type { Column } from '../model.ts';
import { columnPath } from './column-path.ts';
import { type ColumnPlace, customAt, isWritten } from './column-place.ts';

/** Whether a column's limits, pattern and formats fit its type. */
export function checkLimits(place: ColumnPlace): readonly Finding[] {
  const { yaml, index, document, column } = place;
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
  if (options.format !== undefined && column.type !== 'date') {
    findings.push(
      yaml.finding(at('format'), {
        code: 'not_run',
        severity: 'warning',
        message: `Tributary checks formats of dates only, not of the type ${column.type}.`,
        remedy: 'Use a pattern or limits, or leave it to the engine that checks it.',
      }),
    );
  }
  if (document.logicalTypeOptions !== undefined && !isWritten(place, 'logicalType')) {
    findings.push(
      yaml.finding(columnPath(index, 'logicalTypeOptions'), {
        code: 'value',
        severity: 'warning',
        message: 'The standard wants a logicalType beside logicalTypeOptions; it is taken to be string.',
        remedy: 'Add logicalType to the column, so that other programs read the contract alike.',
        atKey: true,
      }),
    );
  }
  for (const format of column.formats) {
    if (isDateFormat(format)) continue;
    const where = document.customProperties.formats === undefined ? at('format') : customAt(place, 'formats');
    findings.push(
      yaml.finding(where, {
        code: 'value',
        message: `"${format.slice(0, 40)}" is no format of a date: it needs a year (y), a month (M) and a day (d).`,
        remedy: 'Write it as yyyy-MM-dd, M/d/yyyy or dd-MMM-yyyy.',
      }),
    );
  }
  if (column.type !== 'date' && document.customProperties.formats !== undefined) {
    findings.push(
      yaml.finding(customAt(place, 'formats'), {
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
