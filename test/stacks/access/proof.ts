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
  const known = checks
    // What is allowed stays so when a policy is widened.
    .filter(({ expected }) => expected !== 'yes')
    .map((check) => ({ check, concerns: concernsOf(check) }))
    // What asks a single lock is the quickest to see that it is open.
    .toSorted((one, other) => one.concerns.size - other.concerns.size);
  const found = { killed: 0, survivors: [] as string[], harmless: [] as string[], wronglyListed: [] as string[] };
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

interface Known {
  readonly check: Check;
  readonly concerns: ReadonlySet<string>;
}

function isSeen({ policies, concern, about }: Mutant, known: readonly Known[]): boolean {
  return known.some(
    ({ check, concerns }) =>
      concern(concerns) && check.probes.some(({ request }) => about(request)) && !holds(check, policies),
  );
}
