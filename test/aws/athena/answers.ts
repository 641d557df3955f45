import type { ColumnDefinition, SqlType } from '../../../lib/ports/catalogue.ts';
import type { SqlValue } from '../../../lib/ports/query-engine.ts';

const SHAPES: Readonly<Record<SqlType, { readonly Precision: number; readonly Scale: number }>> = {
  varchar: { Precision: 2_147_483_647, Scale: 0 },
  bigint: { Precision: 19, Scale: 0 },
  boolean: { Precision: 0, Scale: 0 },
  date: { Precision: 0, Scale: 0 },
  double: { Precision: 17, Scale: 0 },
  decimal: { Precision: 18, Scale: 4 },
};

/** A page of rows as GetQueryResults gives it: the names of columns are the first row of the first page. */
export function resultPage(
  columns: readonly ColumnDefinition[],
  rows: readonly (readonly SqlValue[])[],
  from: number,
  most: number,
) {
  const header = columns.map(({ name }) => ({ VarCharValue: name }));
  const all = [header, ...rows.slice(Math.max(0, from - 1), from + most - 1).map((row) => row.map(datum))];
  const page = from === 0 ? all.slice(0, most) : all.slice(1);
  const next = from + page.length;
  return {
    ...{ UpdateCount: 0, ...(next <= rows.length ? { NextToken: String(next) } : {}) },
    ResultSet: {
      Rows: page.map((Data) => ({ Data })),
      ResultSetMetadata: {
        ColumnInfo: columns.map(({ name, type }) => ({
          ...{ CatalogName: 'hive', SchemaName: '', TableName: '', Name: name, Label: name, Type: type },
          ...{ ...SHAPES[type], Nullable: 'UNKNOWN', CaseSensitive: type === 'varchar' },
        })),
      },
    },
  };
}

/** NULL is a datum without a value; an empty text has an empty one. */
function datum(value: SqlValue): { readonly VarCharValue?: string } {
  return value === null ? {} : { VarCharValue: spell(value) };
}

function spell(value: Exclude<SqlValue, null>): string {
  return typeof value === 'number' ? spellDouble(value) : String(value);
}

/** As Java prints a double. */
function spellDouble(value: number): string {
  if (!Number.isFinite(value)) return String(value);
  const size = Math.abs(value);
  if (value === 0) return Object.is(value, -0) ? '-0.0' : '0.0';
  if (size >= 1e-3 && size < 1e7) return Number.isInteger(value) ? `${value}.0` : String(value);
  const [digits = '', exponent = ''] = value.toExponential().split('e');
  return `${digits.includes('.') ? digits : `${digits}.0`}E${Number(exponent)}`;
}

/** The answer's file in S3. */
export function toCsv(columns: readonly ColumnDefinition[], rows: readonly (readonly SqlValue[])[]): string {
  const cell = (value: SqlValue) => (value === null ? '' : `"${spell(value).replaceAll('"', '""')}"`);
  return [columns.map(({ name }) => name), ...rows].map((row) => `${row.map(cell).join(',')}\n`).join('');
}
