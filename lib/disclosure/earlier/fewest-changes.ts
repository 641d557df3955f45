import type { Fact, System } from '../model/system.ts';
import { solver } from '../solver.ts';
import { explain, firstUnexplained, type Question } from './change-program.ts';
import { isSame, type Statement } from './read-earlier.ts';

/** How the numbers of all vintages can be what releases said of them. */
export interface Explanation {
  /** The entries that any release speaks of, and what they stand in relation to; ascending. */
  readonly entries: readonly number[];
  /** Whether what an entry holds in a vintage may differ from what it holds in the next newer one. */
  readonly differs: (vintage: number, entry: number) => boolean;
  /** What an entry may hold in a vintage. */
  readonly example: (vintage: number, entry: number) => number;
}

/**
 * Finds what must have changed between releases, as a reader would: by the explanation in which the fewest people
 * (the least amount, for sums) changed from release to release. Where several explanations change as few, all that
 * any of them changes may have changed. Everything else is taken to be what it was.
 * @returns the first statement that nothing explains, in place of an explanation
 * @throws AuditTooLarge
 */
export async function fewestChanges({
  system,
  vintages,
  statements,
}: Omit<Question, 'entries' | 'today'>): Promise<Explanation | { readonly unexplained: Statement | null }> {
  const entries = entriesConcerned(system, statements);
  const today = (entry: number) => (entry < system.variables ? (system.truth[entry] ?? null) : 0);
  const period = vintages.list[0]?.period;
  const nothingChanged = statements.every((statement) => isTrueOf(statement, today));
  if (nothingChanged && vintages.list.every((vintage) => vintage.period === period))
    return { entries, differs: () => false, example: (_, entry) => today(entry) ?? 0 };
  const question = { system, vintages, statements, entries, today };
  const highs = await solver();
  const changes = explain(question, highs);
  return changes === null
    ? { unexplained: statements[firstUnexplained(question, highs)] ?? null }
    : { entries, differs: changes.changed, example: changes.holding };
}

/** Whether what was said is true of these numbers; not where one of them is unknown. */
export function isTrueOf(
  { terms, low, high }: Pick<Fact, 'terms' | 'low' | 'high'>,
  holding: (entry: number) => number | null,
): boolean {
  let sum = 0;
  for (const [entry, coefficient] of terms) {
    const value = holding(entry);
    if (value === null) return false;
    sum += coefficient * value;
  }
  return (sum >= low || isSame(sum, low)) && (sum <= high || isSame(sum, high));
}

/** Entries in statements, and all that relations tie to them. */
function entriesConcerned(
  { variables, relations }: System,
  statements: readonly Statement[],
): readonly number[] {
  const found = new Set<number>();
  for (const { terms } of statements) for (const [entry] of terms) found.add(entry);
  const tied: number[][] = Array.from({ length: variables }, () => []);
  relations.forEach(({ left, right }, at) => {
    for (const variable of [...left, ...right]) tied[variable]?.push(at);
  });
  const queue = [...found];
  const seen = new Set<number>();
  for (let next = 0; next < queue.length; next += 1) {
    for (const at of tied[queue[next] ?? 0] ?? []) {
      if (seen.has(at)) continue;
      seen.add(at);
      for (const variable of [...(relations[at]?.left ?? []), ...(relations[at]?.right ?? [])]) {
        if (found.has(variable)) continue;
        found.add(variable);
        queue.push(variable);
      }
    }
  }
  return [...found].sort((left, right) => left - right);
}
