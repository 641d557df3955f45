import type { Agreement, DatasetId } from '../workspace/workspace.ts';
import type { Scope } from './run-plan.ts';

/**
 * The maximal sets of datasets that agreements name together. What lies in no common set is never compared nor
 * joined, not through a third dataset either, since person ids are made within one scope.
 * @param agreements those in force, ordered by id
 * @param known datasets that have a contract; others are left out
 * @returns ordered by id; each called after the first agreement that has exactly its datasets
 */
export function scopesOf(
  agreements: readonly Agreement[],
  known: (dataset: DatasetId) => boolean,
): readonly Scope[] {
  const sets = new Map<string, { datasets: readonly DatasetId[]; agreements: string[] }>();
  for (const { id, datasets } of agreements) {
    const named = [...new Set(datasets)].filter(known).sort();
    if (named.length === 0) continue;
    const key = named.join(' ');
    const same = sets.get(key) ?? { datasets: named, agreements: [] };
    same.agreements.push(id);
    sets.set(key, same);
  }
  const all = [...sets.values()];
  return all
    .filter(
      ({ datasets }) =>
        !all.some(
          (other) => other.datasets.length > datasets.length && includesAll(other.datasets, datasets),
        ),
    )
    .map(({ datasets, agreements: ids }) => ({ id: ids[0] ?? '', agreements: ids, datasets: [...datasets] }))
    .sort((a, b) => (a.id < b.id ? -1 : 1));
}

/** Whether records of the two datasets may be held against each other. */
export function mayCompare(scopes: readonly Scope[], a: DatasetId, b: DatasetId): boolean {
  return scopes.some(({ datasets }) => datasets.includes(a) && datasets.includes(b));
}

export function includesAll<T>(whole: readonly T[], part: readonly T[]): boolean {
  return part.every((one) => whole.includes(one));
}
