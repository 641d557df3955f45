import { attackPattern, type Verdict } from '../../../lib/disclosure/attack/attack.ts';
import type { ProtectedTable } from '../../../lib/disclosure/protect.ts';
import { readerOf } from '../../../lib/disclosure/protect-system.ts';
import { sensitiveQuantities } from '../../../lib/disclosure/rules/needs.ts';
import { policyInForce } from '../../../lib/disclosure/table/table-policy.ts';
import { tableToProtect } from '../../../lib/disclosure/table/table-to-protect.ts';
import { attackSheets, type Bounds, type PublishedTable } from '../apart/attack-apart.ts';
import { policyOf, protectedOrNull, sheetOf, tooClose } from '../apart/protected.ts';
import type { Codes, SmallTable } from '../apart/random-tables.ts';

/** A table of counts by two dimensions, with its margins. */
export function grid(
  [first, second]: readonly [string, string],
  counts: Readonly<Record<string, Readonly<Record<string, number>>>>,
): readonly Codes[] {
  return Object.entries(counts).flatMap(([one, line]) =>
    Object.entries(line).map(([other, n]) => ({ [first]: one, [second]: other, n: String(n) })),
  );
}

/** A pattern that somebody might publish, and what becomes of it. */
export interface Naive {
  readonly published: PublishedTable;
  /** What the attack written apart bounds each hidden cell to: the key written as `a × b`. */
  readonly bounds: ReadonlyMap<string, Pick<Bounds, 'low' | 'high'>>;
  /** Hidden cells that this attack bounds more closely than the policy allows. */
  readonly learnt: readonly string[];
  /** What the product's own audit says of it. */
  readonly verdict: Verdict;
}

/** Publishes a table with nothing hidden but these cells, and attacks it from both sides. */
export async function naively(table: SmallTable, hidden: readonly string[]): Promise<Naive> {
  const document = policyOf(table);
  const policy = policyInForce(document);
  const { described } = tableToProtect(document, table.rows, new Map());
  const { axes, cells, system } = described;
  const places = hidden.map((name) => cells.findIndex(({ key }) => key.join(' × ') === name));
  if (places.includes(-1)) throw new Error(`no cell ${hidden[places.indexOf(-1)]}`);
  const published = {
    dimensions: axes.map(({ name }) => name),
    rows: cells.map(({ key }, at) => ({
      key,
      value: places.includes(at) ? null : (system.rows[at]?.quantities[0]?.value ?? 0),
    })),
  };
  const sensitive = sensitiveQuantities(system, policy).filter(({ row }) => places.includes(row));
  const bounds = await attackSheets([sheetOf(table, published)], table.rows.length);
  return {
    published,
    bounds: new Map(bounds.map(({ key, low, high }) => [key.join(' × '), { low, high }])),
    learnt: await tooClose(table, published),
    verdict: await attackPattern(system, new Set(places), sensitive, readerOf(policy)),
  };
}

/** The table as the product protects it. */
export async function protectedTable(table: SmallTable): Promise<ProtectedTable> {
  const result = await protectedOrNull(policyOf(table), table.rows);
  if (result === null) throw new Error('this table can be protected');
  return result;
}

/** Cells that a table hides, written as `a × b`. */
export function hiddenIn({ rows }: PublishedTable): readonly string[] {
  return rows.flatMap(({ key, value }) => (value === null ? [key.join(' × ')] : []));
}

/** What a table shows in a cell. */
export function shownIn({ rows }: PublishedTable, name: string): number | null | undefined {
  return rows.find(({ key }) => key.join(' × ') === name)?.value;
}
