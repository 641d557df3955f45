import { RecordInTwoClusters } from './errors.ts';

/** Pairs by outcome, and what follows. Precision and recall are 1 where there is nothing to get wrong. */
export interface Evaluation {
  readonly records: number;
  readonly truePairs: number;
  readonly foundPairs: number;
  readonly rightPairs: number;
  readonly falsePairs: number;
  readonly missedPairs: number;
  readonly precision: number;
  readonly recall: number;
  readonly f1: number;
}

/** Lines of a CSV of clusters or truth: record id and person id. An empty person in the truth: nobody knows. */
export type Assignment = readonly (readonly [record: string, person: string])[];

/**
 * Compares clusters with the truth over all true pairs, so that pairs which blocking lost count as missed. A
 * record that one of the two does not list stands alone there; one whose person the truth leaves empty is left out on
 * both sides, so that neither joining nor parting it counts.
 * @throws RecordInTwoClusters where a record is listed with two persons
 */
export function evaluate(clusters: Assignment, truth: Assignment): Evaluation {
  const undecided = new Set(truth.flatMap(([record, person]) => (person === '' ? [record] : [])));
  const decided = (lines: Assignment) =>
    undecided.size === 0 ? lines : lines.filter(([record]) => !undecided.has(record));
  const [found, real] = [numbered(decided(clusters), 'clusters'), numbered(decided(truth), 'truth')];
  const [foundSizes, realSizes, commonSizes] = [
    new Map<number, number>(),
    new Map<number, number>(),
    new Map<string, number>(),
  ];
  const count = <K>(sizes: Map<K, number>, key: K) => sizes.set(key, (sizes.get(key) ?? 0) + 1);
  for (const [record, cluster] of found) {
    count(foundSizes, cluster);
    const person = real.get(record);
    if (person !== undefined) count(commonSizes, `${cluster} ${person}`);
  }
  for (const person of real.values()) count(realSizes, person);
  const [foundPairs, truePairs, rightPairs] = [pairsIn(foundSizes), pairsIn(realSizes), pairsIn(commonSizes)];
  const precision = foundPairs === 0 ? 1 : rightPairs / foundPairs;
  const recall = truePairs === 0 ? 1 : rightPairs / truePairs;
  return {
    records: new Set([...found.keys(), ...real.keys()]).size,
    truePairs,
    foundPairs,
    rightPairs,
    falsePairs: foundPairs - rightPairs,
    missedPairs: truePairs - rightPairs,
    precision,
    recall,
    f1: precision + recall === 0 ? 0 : (2 * precision * recall) / (precision + recall),
  };
}

function pairsIn(sizes: ReadonlyMap<unknown, number>): number {
  return sizes.values().reduce((pairs, size) => pairs + (size * (size - 1)) / 2, 0);
}

/** Persons as small numbers, so that a million records cost a map of numbers and no more text. */
function numbered(assignment: Assignment, file: 'clusters' | 'truth'): ReadonlyMap<string, number> {
  const persons = new Map<string, number>();
  const records = new Map<string, number>();
  let contradictions = 0;
  for (const [record, person] of assignment) {
    const number = persons.get(person) ?? persons.size;
    persons.set(person, number);
    if ((records.get(record) ?? number) !== number) contradictions += 1;
    records.set(record, number);
  }
  if (contradictions > 0) throw new RecordInTwoClusters(file, contradictions);
  return records;
}
