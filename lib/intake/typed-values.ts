import { quoteName, quoteText } from '../sql/quote.ts';
import type { Column, Contract } from '../workspace/model.ts';
import { type DateFormat, ISO_DATE, readDateFormat } from './date-formats.ts';
import { DateFormatUnknown } from './errors.ts';

/**
 * SQL (DuckDB) for the value of a column from its text; null where the text is no value of the type. Strings
 * stay as they are, leading zeros included.
 * @param text SQL that yields trimmed text, null where empty
 * @throws DateFormatUnknown
 */
export function typedValue(contract: Contract, column: Column, text: string): string {
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
      const dates = dateFormats(contract, column).map((format) => dateValue(format, text));
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

function dateValue({ expression, strptime, hasTime }: DateFormat, text: string): string {
  const date = hasTime ? `regexp_extract(${text}, ${quoteText(`^${expression}$`)}, 1)` : text;
  return `CASE WHEN regexp_full_match(${text}, ${quoteText(expression)}) THEN CAST(TRY_STRPTIME(${date}, ${quoteText(strptime)}) AS DATE) END`;
}

/** The name under which a relation carries the text that column number `at` of the contract had. */
export function textName(at: number): string {
  return `_text_${at}`;
}

/**
 * A SELECT of every readable row with typed columns under the contract's names, their text beside them
 * (`_text_<n>`), and `row_number`.
 * @param source a SELECT as `openSource` gives it
 */
export function typedRows(contract: Contract, source: string): string {
  const typed = contract.columns.map(
    (column, at) => `${typedValue(contract, column, textName(at))} AS ${quoteName(column.name)}`,
  );
  const texts = contract.columns.map((column, at) => `${quoteName(column.name)} AS ${textName(at)}`);
  return [
    `SELECT row_number, ${[...typed, ...contract.columns.map((_, at) => textName(at))].join(', ')}`,
    `FROM (SELECT row_number, ${texts.join(', ')} FROM (${source}) AS delivered WHERE _flaw IS NULL) AS texts`,
  ].join('\n');
}
