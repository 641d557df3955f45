import { z } from 'zod';
import type { ObjectStore } from '../ports/object-store.ts';

/** Cuts of one indicator that would withhold less than it does, the best first. */
export const CoarserOfIndicator = z.object({
  indicator: z.string(),
  cuts: z.array(z.object({ cut: z.string(), cells: z.int(), hidden: z.int() })),
});
export type CoarserOfIndicator = z.infer<typeof CoarserOfIndicator>;

const Decided = z.object({ coarser: CoarserOfIndicator.shape.cuts });

/**
 * What a run has found of coarser cuts, by indicator, ordered by id. Their figures are of tables that are not out, so they
 * are kept in the audit zone and told to whoever runs the system, and are never published.
 */
export async function coarserCutsOf(run: string, audit: ObjectStore): Promise<readonly CoarserOfIndicator[]> {
  const found: CoarserOfIndicator[] = [];
  for (const { key } of await audit.list(`${run}/protect-`)) {
    const { coarser } = Decided.parse(JSON.parse(new TextDecoder().decode(await audit.get(key))));
    const indicator = key.slice(`${run}/protect-`.length, -'.json'.length);
    if (coarser.length > 0) found.push({ indicator, cuts: coarser });
  }
  return found;
}

/** Lines of text; empty where there is nothing to propose. */
export function coarserText(found: readonly CoarserOfIndicator[] = []): string {
  if (found.length === 0) return '';
  const lines = found.flatMap(({ indicator, cuts }) =>
    cuts.map(({ cut, cells, hidden }) => `- ${indicator}, ${cut}: ${hidden} of ${cells} rows`),
  );
  return [
    'Coarser cuts that would withhold less (for you alone, these figures are not published):',
    ...lines,
    '',
  ].join('\n');
}
