import type { ColumnDefinition, SqlType, TableDefinition } from '../ports/catalogue.ts';
import { quoteName, quoteText, spellType } from '../sql/quote.ts';
import type { Column, ColumnType, Contract, Derivation, Kept } from '../workspace/model.ts';
import { textOf } from './identities.ts';
import { PLACEHOLDERS } from './normalise/placeholders.ts';

const TYPES: Record<ColumnType, SqlType> = {
  string: 'varchar',
  integer: 'bigint',
  number: 'decimal',
  date: 'date',
  boolean: 'boolean',
};

const DERIVED_TYPES: Record<Exclude<Derivation, 'value'>, SqlType> = {
  birth_year: 'bigint',
  birth_month: 'varchar',
  age_at: 'bigint',
  zip3: 'varchar',
  tract: 'varchar',
  county: 'varchar',
};

/** One attribute that leaves the landing zone, with the contract's column that it comes from. */
export interface KeptColumn {
  readonly column: Column;
  readonly kept: Kept;
  readonly type: SqlType;
}

/** A contract's kept attributes, in the contract's order. */
export function keptColumns(contract: Contract): readonly KeptColumn[] {
  return contract.columns.flatMap((column) =>
    column.keep.map((kept) => ({
      column,
      kept,
      type: kept.derive === 'value' ? TYPES[column.type] : DERIVED_TYPES[kept.derive],
    })),
  );
}

/**
 * The table `records.<agency>_<dataset>`: `record_id`, `period` and the kept columns. Numbers are decimal(18,4),
 * since what is added up later must not depend on the order of rows.
 */
export function recordsTable(contract: Contract): TableDefinition {
  const name = `${contract.agency}_${contract.dataset}`;
  const columns: readonly ColumnDefinition[] = [
    { name: 'record_id', type: 'varchar', comment: 'keyed digest of agency, dataset and row key' },
    { name: 'period', type: 'varchar', comment: 'the reporting period of the delivery' },
    ...keptColumns(contract).map(({ column, kept, type }) => ({
      name: kept.as,
      type,
      ...(column.description === undefined ? {} : { comment: column.description }),
    })),
  ];
  return { database: 'records', name, zone: 'records', path: name, columns, partition: 'delivery_id' };
}

/**
 * A kept attribute in DuckDB's SQL.
 * @param periodEnd ISO date; a birth after it is a mistake and counts as missing
 * For `zip3` this is the raw code, which `records-part.ts` looks up in the mapping of its distinct values.
 */
export function deriveKept({ column, kept, type }: KeptColumn, periodEnd: string): string {
  const text = `trim(CAST(${quoteName(column.name)} AS varchar))`;
  const birth = birthDate(column.name, periodEnd);
  switch (kept.derive) {
    case 'value':
      return type === 'varchar'
        ? `nullif(${text}, '')`
        : `TRY_CAST(${quoteName(column.name)} AS ${spellType(type)})`;
    case 'birth_year':
      return `year(${birth})`;
    case 'birth_month':
      return `strftime(${birth}, '%Y-%m')`;
    case 'age_at':
      return ageAt(birth, kept.at ?? 'period_end', periodEnd);
    case 'zip3':
      return textOf([column.name]);
    case 'tract':
      return `nullif(regexp_extract(${text}, '^\\d{11}'), '')`;
    case 'county':
      return `nullif(regexp_extract(${text}, '^\\d{5}'), '')`;
  }
}

// DuckDB's date_sub counts whole years elapsed; date_diff would count New Year's Eves.
function ageAt(birth: string, at: string, periodEnd: string): string {
  const day = at === 'period_end' ? dateLiteral(periodEnd) : `TRY_CAST(${quoteName(at)} AS date)`;
  return `CASE WHEN ${birth} <= ${day} THEN date_sub('year', ${birth}, ${day}) END`;
}

function birthDate(column: string, periodEnd: string): string {
  const date = `TRY_CAST(${quoteName(column)} AS date)`;
  const placeholders = PLACEHOLDERS.birth_date.values.map((value) =>
    dateLiteral(`${value.slice(0, 4)}-${value.slice(4, 6)}-${value.slice(6)}`),
  );
  return `CASE WHEN ${date} <= ${dateLiteral(periodEnd)} AND ${date} NOT IN (${placeholders.join(', ')}) THEN ${date} END`;
}

function dateLiteral(isoDate: string): string {
  return `DATE ${quoteText(isoDate)}`;
}
