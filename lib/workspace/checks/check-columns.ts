import type { Finding } from '../finding.ts';
import type { ContractDocument } from '../schemas/contract.ts';
import type { Source } from '../source.ts';
import { checkCodes } from './check-codes.ts';
import { checkKept } from './check-kept.ts';
import { checkLimits } from './check-limits.ts';
import { contractOf, type Known } from './known.ts';

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
