import type { Indicator } from '../workspace/workspace.ts';

/** Of an indicator, what says which others it shares cells with. */
export type Sharing = Pick<Indicator, 'id'> & { readonly sharesCells?: readonly { readonly with: string }[] };

/**
 * Indicators whose cells equal one another's belong to one family: whoever reads one reads the other, so they are
 * measured, protected, attacked and lost together. An indicator that shares with none is a family by itself.
 * @param indicators those that a run publishes; one that is left out binds nobody: its cells are not in the release
 * @returns id → the family's name, which is the first id of its members by code point
 */
export function familiesOf(indicators: readonly Sharing[]): ReadonlyMap<string, string> {
  const ids = new Set(indicators.map(({ id }) => id));
  const neighbours = new Map([...ids].map((id) => [id, new Set<string>()]));
  for (const { id, sharesCells = [] } of indicators)
    for (const { with: other } of sharesCells) {
      if (!ids.has(other)) continue;
      neighbours.get(id)?.add(other);
      neighbours.get(other)?.add(id);
    }
  const families = new Map<string, string>();
  for (const name of [...ids].sort())
    for (const waiting = [name]; waiting.length > 0; ) {
      const id = waiting.pop() ?? name;
      if (families.has(id)) continue;
      families.set(id, name);
      waiting.push(...(neighbours.get(id) ?? []));
    }
  return families;
}
