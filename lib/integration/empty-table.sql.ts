import type { ColumnDefinition } from '../ports/catalogue.ts';
import { quoteName, spellType } from '../sql/quote.ts';

/** No rows of the given columns: where nothing declares spells, asking for them answers "none", not an error. */
export function emptySelect(columns: readonly ColumnDefinition[]): string {
  const typed = columns.map(({ name, type }) => `CAST(NULL AS ${spellType(type)}) AS ${quoteName(name)}`);
  return `SELECT ${typed.join(', ')} WHERE 1 = 0`;
}
