import type { ColumnInfo } from '@aws-sdk/client-athena';
import type { SqlRow, SqlValue } from '../../ports/query-engine.ts';

/** A value as Athena writes it: text, null for NULL. */
export type WrittenValue = string | null;

const INTEGERS: ReadonlySet<string> = new Set(['bigint', 'integer', 'int', 'smallint', 'tinyint']);
const DOUBLES: ReadonlySet<string> = new Set(['double', 'float', 'real']);

/** Rows as the port promises them. */
export function toRows(
  rows: readonly (readonly WrittenValue[])[],
  columns: readonly ColumnInfo[],
): readonly SqlRow[] {
  const names = columns.map(({ Name = '' }) => Name);
  const converters = columns.map(({ Type = '' }) => converterOf(Type.toLowerCase()));
  return rows.map((row) =>
    Object.fromEntries(
      names.map((name, at) => {
        const value = row[at] ?? null;
        return [name, value === null ? null : (converters[at]?.(value) ?? value)];
      }),
    ),
  );
}

/** Text stays text: so do decimals, dates and timestamps. */
function converterOf(type: string): (value: string) => SqlValue {
  if (INTEGERS.has(type)) return (value) => BigInt(value);
  // `1.0E10`, `Infinity` and `NaN` are spelt alike in Java and JavaScript.
  if (DOUBLES.has(type)) return (value) => Number(value);
  if (type === 'boolean') return (value) => value === 'true';
  return (value) => value;
}
