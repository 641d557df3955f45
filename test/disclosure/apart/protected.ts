import {
  type Hierarchies,
  type ProtectedTable,
  protectTable,
  type TablePolicy,
  TablePolicyDocument,
} from '../../../lib/disclosure/protect.ts';
import { TributaryError } from '../../../lib/errors/tributary-error.ts';
import { attackSheets, cellsBelow, type PublishedTable, type Sheet } from './attack-apart.ts';
import { isTooClose } from './demands.ts';
import type { Statement } from './puzzle.ts';
import type { Codes, SmallTable } from './random-tables.ts';

/** What `tributary protect` would read of it. */
export function policyOf({
  rows,
  groups,
  tables,
  threshold,
  zeros,
  width,
  protection,
  insiders,
}: SmallTable) {
  const named = ['n', ...Object.keys(groups), ...Object.values(groups).flat()];
  return TablePolicyDocument.parse({
    count: 'n',
    dimensions: Object.fromEntries(
      Object.entries(groups).map(([name, columns]) => [name, { groups: columns }]),
    ),
    tables,
    ignore: Object.keys(rows[0] ?? {}).filter((column) => !named.includes(column)),
    policy: { threshold, zeros, width, protection, insiders },
  });
}

/** The protected table, or null where it was refused: everything would have to go. */
export async function protectedOrNull(
  document: TablePolicy,
  rows: readonly Codes[],
  hierarchies: Hierarchies = new Map(),
): Promise<ProtectedTable | null> {
  try {
    return await protectTable(document, rows, hierarchies);
  } catch (error) {
    if (error instanceof TributaryError && error.code === 'DISCLOSURE_NOTHING_LEFT') return null;
    throw error;
  }
}

/** What inner cells a table's published cells are sums of. */
export function sheetOf(
  { rows, groups, zeros }: Pick<SmallTable, 'rows' | 'groups' | 'zeros'>,
  { dimensions, rows: published }: PublishedTable,
): Sheet {
  const groupsOf = (dimension: string, code: string) => {
    const row = rows.find((one) => one[dimension] === code);
    return (groups[dimension] ?? []).map((column) => row?.[column] ?? '');
  };
  return {
    rows: published,
    zerosShown: zeros === 'publish',
    below: (key) => cellsBelow(dimensions, key, { inner: rows, groupsOf }),
  };
}

/** The true count of a cell. */
export function countBelow(rows: readonly Codes[], cells: readonly number[]): number {
  return cells.reduce((sum, cell) => sum + Number(rows[cell]?.['n']), 0);
}

/** Hidden cells that the attack written apart bounds more closely than the policy allows: none, we hope. */
export async function tooClose(
  table: SmallTable,
  published: PublishedTable,
  also: readonly Statement[] = [],
): Promise<readonly string[]> {
  const sheet = sheetOf(table, published);
  const bounds = await attackSheets([sheet], table.rows.length, { also });
  return bounds
    .filter((bound) => isTooClose(bound, countBelow(table.rows, sheet.below(bound.key)), table))
    .map(({ key, low, high }) => `${key.join(' × ')} is ${low} to ${high}`);
}
