import type { Reader, Secret, System } from '../model/system.ts';
import { tooNarrow } from './attack-of-earlier.ts';
import type { HeldRow } from './revisions.ts';

/**
 * Which rows can be held without telling too much: that today's number is near the earlier one is knowledge too. Those
 * that bear on something which they leave too narrow are suppressed in place of being held.
 * @param kept everything that earlier releases leave to be kept, with its width
 * @throws AuditTooLarge
 */
export async function tenableRows(
  system: System,
  held: ReadonlyMap<number, HeldRow>,
  kept: readonly Secret[],
  reader: Reader,
): Promise<ReadonlyMap<number, HeldRow>> {
  let left = held;
  while (left.size > 0) {
    const facts = [...system.facts, ...[...left.values()].flatMap((row) => row.facts)];
    const narrow = await tooNarrow({ ...system, facts }, kept, reader);
    if (narrow.size === 0) return left;
    const touched = new Set(
      [...narrow.keys()].flatMap((at) => (kept[at]?.terms ?? []).map(([variable]) => variable)),
    );
    const far = [...left].filter(
      ([, row]) => !row.facts.some(({ terms }) => terms.some(([variable]) => touched.has(variable))),
    );
    left = new Map(far.length < left.size ? far : []);
  }
  return left;
}
