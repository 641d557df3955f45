import {
  DuckDBDateValue,
  DuckDBDecimalValue,
  DuckDBListValue,
  DuckDBTimestampValue,
  type DuckDBType,
  DuckDBTypeId,
  type DuckDBValue,
} from '@duckdb/node-api';
import type { SqlValue } from '../../ports/query-engine.ts';

/** Values of a column as the ports promise them: bigint for integers, text for decimals, dates and timestamps. */
export function toSqlValues(values: readonly DuckDBValue[], type: DuckDBType): readonly SqlValue[] {
  return values.map((value) => toSqlValue(value, type));
}

/** One value; lists become JSON text, which only tests and audits ask for. */
export function toSqlValue(value: DuckDBValue, type: DuckDBType): SqlValue {
  if (value === null || typeof value === 'string' || typeof value === 'boolean' || typeof value === 'bigint')
    return value;
  if (typeof value === 'number') return isInteger(type.typeId) ? BigInt(value) : value;
  if (
    value instanceof DuckDBDateValue ||
    value instanceof DuckDBDecimalValue ||
    value instanceof DuckDBTimestampValue
  ) {
    return value.toString();
  }
  if (value instanceof DuckDBListValue)
    return JSON.stringify(value.items.map((item) => (typeof item === 'bigint' ? Number(item) : item)));
  return String(value);
}

const INTEGERS: ReadonlySet<DuckDBTypeId> = new Set([
  DuckDBTypeId.TINYINT,
  DuckDBTypeId.SMALLINT,
  DuckDBTypeId.INTEGER,
  DuckDBTypeId.UTINYINT,
  DuckDBTypeId.USMALLINT,
  DuckDBTypeId.UINTEGER,
]);

function isInteger(type: DuckDBTypeId): boolean {
  return INTEGERS.has(type);
}
