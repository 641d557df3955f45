import { type Check, concernsOf, holds } from './checks.ts';
import { HARMLESS, type Harmless } from './harmless.ts';
import { type Mutant, mutants } from './mutants.ts';
import type { DeployedPolicies } from './policies-of.ts';

export interface Proof {
  readonly killed: number;
  /** Titles of mutants that nobody saw and nobody explained. */
  readonly survivors: readonly string[];
  /** Survivors that are explained. */
  readonly harmless: readonly string[];
  /** Mutants that are said to be harmless, and are seen. */
  readonly wronglyListed: readonly string[];
  /** Explanations of nothing. */
  readonly idle: readonly Harmless[];
}

/** Widens every statement, and looks whether a check sees it. */
export function prove(
  policies: DeployedPolicies,
  checks: readonly Check[],
  judged: (arn: string) => boolean = () => true,
): Proof {
  const known = byConcern(checks);
  const found = {
    killed: 0,
    survivors: [] as string[],
    harmless: [] as string[],
    wronglyListed: [] as string[],
  };
  const used = new Set<Harmless>();
  for (const mutant of mutants(policies, judged)) {
    const listed = HARMLESS.find(({ title }) => title.test(mutant.title));
    if (listed !== undefined) used.add(listed);
    const seen = isSeen(mutant, known);
    if (seen && listed !== undefined) found.wronglyListed.push(mutant.title);
    else if (seen) found.killed += 1;
    else (listed === undefined ? found.survivors : found.harmless).push(mutant.title);
  }
  return { ...found, idle: HARMLESS.filter((entry) => !used.has(entry)) };
}

/**
 * Checks by what they depend on, each once. What asks a single lock comes first, for it is the quickest to see that it
 * is open. What is allowed stays so when a policy is widened, and is left out.
 */
function byConcern(checks: readonly Check[]): ReadonlyMap<string, readonly Check[]> {
  const different = new Map(
    checks.filter(({ expected }) => expected !== 'yes').map((check) => [JSON.stringify(check.probes), check]),
  );
  const found = new Map<string, Check[]>();
  for (const [concerns, check] of [...different.values()]
    .map((check) => [[...concernsOf(check)], check] as const)
    .toSorted(([one], [other]) => one.length - other.length)) {
    const [first = '', ...others] = concerns;
    const keys = others.length === 0 && first.startsWith('boundary') ? [first, `only ${first}`] : concerns;
    for (const key of keys) {
      const of = found.get(key) ?? [];
      found.set(key, of);
      of.push(check);
    }
  }
  return found;
}

function isSeen(
  { policies, concerns, about }: Mutant,
  known: ReadonlyMap<string, readonly Check[]>,
): boolean {
  return concerns.some((concern) =>
    known
      .get(concern)
      ?.some((check) => check.probes.some(({ request }) => about(request)) && !holds(check, policies)),
  );
}
