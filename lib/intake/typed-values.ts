import { quoteName, quoteText } from '../sql/quote.ts';
import type { Column, Contract } from '../workspace/model.ts';
import type { IsoDate } from '../workspace/workspace.ts';
import { type DateFormat, ISO_DATE, readDateFormat } from './date-formats.ts';
import { DateFormatUnknown } from './errors.ts';
import { limitLiteral } from './limits.ts';

/**
 * SQL (DuckDB) for the value of a column from its text; null where the text is no value of the type. Strings
 * stay as they are, leading zeros included.
 * @param text SQL that yields trimmed text, null where empty
 * @param bornBy the last day of which a birth date can be; left out, years of two digits go by 1969 to 2068
 * @throws DateFormatUnknown, LimitNotAllowed
 */
export function typedValue(contract: Contract, column: Column, text: string, bornBy?: IsoDate): string {
  switch (column.type) {
    case 'string':
      return text;
    case 'integer':
      return `CASE WHEN regexp_full_match(${text}, '[+-]?[0-9]{1,18}([.]0*)?') THEN TRY_CAST(${text} AS BIGINT) END`;
    case 'number':
      return `CASE WHEN regexp_full_match(${text}, '[+-]?([0-9]{1,14}([.][0-9]*)?|[.][0-9]+)') THEN TRY_CAST(${text} AS DECIMAL(18,4)) END`;
    case 'boolean':
      return [
        `CASE WHEN lower(${text}) IN ('true', 't', 'yes', 'y', '1') THEN true`,
        `WHEN lower(${text}) IN ('false', 'f', 'no', 'n', '0') THEN false END`,
      ].join(' ');
    case 'date': {
      const newest = newestDate(contract, column, bornBy);
      const dates = dateFormats(contract, column).map((format) => dateValue(format, text, newest));
      return dates.length === 1 ? dates.join() : `COALESCE(${dates.join(', ')})`;
    }
  }
}

/** SQL for a single made-up row, typed as `typedRows` types it, which the engine cannot work out beforehand. */
export function madeUpRow(contract: Contract): string {
  const values = contract.columns.map(
    ({ name, type }) => `CASE WHEN range >= 0 THEN ${MADE_UP[type]} END AS ${quoteName(name)}`,
  );
  return `SELECT ${values.join(', ')} FROM range(1)`;
}

const MADE_UP = {
  string: "'x'",
  integer: 'CAST(1 AS BIGINT)',
  number: 'CAST(1 AS DECIMAL(18,4))',
  date: "DATE '2000-01-01'",
  boolean: 'true',
} as const satisfies Record<Column['type'], string>;

/** The date patterns of a column in order of trial. */
export function datePatterns(column: Column): readonly string[] {
  return column.formats.length === 0 ? [ISO_DATE] : column.formats;
}

function dateFormats(contract: Contract, column: Column): readonly DateFormat[] {
  return datePatterns(column).map((pattern) => {
    const format = readDateFormat(pattern);
    if (format === undefined) throw new DateFormatUnknown(contract.id, column.name, pattern);
    return format;
  });
}

/**
 * SQL for the last day that a date of the column can be: the contract's maximum, and for births the day when the
 * file was made. Undefined where nothing is known.
 */
function newestDate(contract: Contract, column: Column, bornBy: IsoDate | undefined): string | undefined {
  const limits = [
    ...(column.maximum === undefined ? [] : [limitLiteral(contract, column, column.maximum)]),
    ...(column.role === 'birth_date' && bornBy !== undefined ? [`DATE ${quoteText(bornBy)}`] : []),
  ];
  return limits.toSorted()[0];
}

function dateValue(
  { expression, strptime, hasTime, twoDigitYear }: DateFormat,
  text: string,
  newest: string | undefined,
): string {
  const date = hasTime ? `regexp_extract(${text}, ${quoteText(`^${expression}$`)}, 1)` : text;
  const read = `CASE WHEN regexp_full_match(${text}, ${quoteText(expression)}) THEN CAST(TRY_STRPTIME(${date}, ${quoteText(strptime)}) AS DATE) END`;
  return twoDigitYear && newest !== undefined ? inItsCentury(read, newest) : read;
}

/** A date that lies too late for what can be is one of the century before; 29 February need not be there. */
function inItsCentury(read: string, newest: string): string {
  const before = `CAST(${read} - INTERVAL 100 YEAR AS DATE)`;
  return `CASE WHEN ${read} <= ${newest} THEN ${read} WHEN day(${before}) = day(${read}) THEN ${before} END`;
}

/** The name under which a relation carries the text that column number `at` of the contract had. */
export function textName(at: number): string {
  return `_text_${at}`;
}

/** The name under which a relation carries the value that this text was read as, whether or not it counts. */
export function valueName(at: number): string {
  return `_value_${at}`;
}
