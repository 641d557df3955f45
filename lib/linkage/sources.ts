import type { DatasetId } from '../workspace/model.ts';
import type { LinkagePlan } from './job.ts';

/** One dataset of people as linkage numbers it. */
export interface Source {
  /** Dense, from 0, in the order of the dataset's id. */
  readonly number: number;
  readonly id: DatasetId;
  readonly deliveries: readonly string[];
  /** Whether two records of it can be one person at all. */
  readonly holdsDuplicates: boolean;
}

/** Which sources a run links, and which of them may be compared with each other. */
export interface Sources {
  readonly all: readonly Source[];
  /** Unordered pairs of numbers, the lower first; a source with itself where it may hold duplicates. */
  readonly comparable: readonly (readonly [number, number])[];
}

/**
 * Numbers the datasets of people that a run's scopes name. Two are comparable where one scope names both; one is
 * compared with itself unless its only delivery says that a person appears once.
 */
export function numberSources(plan: LinkagePlan, oncePerPerson: ReadonlySet<DatasetId>): Sources {
  const deliveries = new Map<DatasetId, string[]>();
  for (const { ofPeople, agency, dataset, deliveryId } of plan.deliveries) {
    const id: DatasetId = `${agency}/${dataset}`;
    const scoped = plan.scopes.some((scope) => scope.datasets.includes(id));
    if (ofPeople && scoped) deliveries.set(id, [...(deliveries.get(id) ?? []), deliveryId]);
  }
  const all = [...deliveries]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([id, ids], number) => ({
      number,
      id,
      deliveries: ids.toSorted(),
      holdsDuplicates: !(oncePerPerson.has(id) && ids.length === 1),
    }));
  const comparable = all.flatMap((a) =>
    all
      .filter((b) => b.number > a.number || (b.number === a.number && a.holdsDuplicates))
      .filter((b) => plan.scopes.some(({ datasets }) => datasets.includes(a.id) && datasets.includes(b.id)))
      .map((b) => [a.number, b.number] as const),
  );
  return { all, comparable };
}

/** Numbers of the sources that a scope joins. */
export function sourcesOfScope({ all }: Sources, datasets: readonly DatasetId[]): readonly number[] {
  return all.filter(({ id }) => datasets.includes(id)).map(({ number }) => number);
}

/** How many pairs may be compared, within a source and between two, from the number of profiles by source. */
export function countComparablePairs(
  { comparable }: Sources,
  profiles: ReadonlyMap<number, number>,
): { readonly within: number; readonly between: number } {
  const size = (source: number) => profiles.get(source) ?? 0;
  const sum = (pairs: readonly (readonly [number, number])[], pairsOf: (a: number, b: number) => number) =>
    pairs.reduce((total, [a, b]) => total + pairsOf(a, b), 0);
  return {
    within: sum(
      comparable.filter(([a, b]) => a === b),
      (a) => (size(a) * (size(a) - 1)) / 2,
    ),
    between: sum(
      comparable.filter(([a, b]) => a !== b),
      (a, b) => size(a) * size(b),
    ),
  };
}
