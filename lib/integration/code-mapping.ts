import type { ColumnDefinition } from '../ports/catalogue.ts';
import { quoteName, quoteText } from '../sql/quote.ts';
import type { Column, Contract } from '../workspace/workspace.ts';

/**
 * How a kept column reads in the integrated table: an SQL expression over the records table, and its type.
 * A column with a code list carries the shared vocabulary's codes, as text. What is on no list got past intake
 * with a warning only; no vocabulary has it, so it becomes NULL and counts as missing.
 * @param table the alias of the records table
 */
export function sharedCodes(
  contract: Contract,
  column: ColumnDefinition,
  table: string,
): { readonly definition: ColumnDefinition; readonly expression: string } {
  const source = `${table}.${quoteName(column.name)}`;
  const codes = sourceColumn(contract, column.name)?.codes;
  if (codes === undefined) return { definition: column, expression: source };
  const text = column.type === 'varchar' ? source : `CAST(${source} AS varchar)`;
  const mapped = Object.entries(codes.map).toSorted(([a], [b]) => (a < b ? -1 : 1));
  const whens = mapped.map(([own, shared]) => `WHEN ${quoteText(own)} THEN ${quoteText(shared)}`);
  const expression = mapped.length === 0 ? text : `CASE ${text} ${whens.join(' ')} END`;
  return { definition: { ...column, type: 'varchar' }, expression };
}

/** The contract's column of which `name` is the value as it is; a coarsened derivative has no codes. */
function sourceColumn(contract: Contract, name: string): Column | undefined {
  return contract.columns.find(({ keep }) =>
    keep.some((kept) => kept.as === name && kept.derive === 'value'),
  );
}
