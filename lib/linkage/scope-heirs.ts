/** How many records of a scope belonged to persons of a scope of the run before. */
export interface Overlap {
  readonly scope: string;
  readonly earlier: string;
  readonly records: number;
}

/** What is known of the scopes of two runs in succession. */
export interface ScopeSuccession {
  readonly scopes: readonly string[];
  readonly earlier: readonly string[];
  readonly overlaps: readonly Overlap[];
  /** By scope: records that belonged to a person of any scope of the run before. */
  readonly known: ReadonlyMap<string, number>;
  /** The run before. */
  readonly previous: string;
}

/**
 * Under which name each scope of the run before goes on. A scope is called after an agreement, and an agreement that
 * is renewed under another id must not give everybody a new person id: a scope inherits from the one in which most
 * of its known records were, whatever that was called. One that most of no scope's records were in goes on under its
 * own name, or, where another has taken that, under a name that says until when it was. No two scopes inherit from
 * one: ids that they had in common would join what only one of them may join.
 */
export function nameHeirs({
  scopes,
  earlier,
  overlaps,
  known,
  previous,
}: ScopeSuccession): ReadonlyMap<string, string> {
  const heirs = new Map<string, string>();
  const served = new Set<string>();
  const ownName = ({ scope, earlier: before }: Overlap) => (scope === before ? 0 : 1);
  const claims = overlaps
    .filter(({ scope, records }) => 2 * records > (known.get(scope) ?? 0))
    .toSorted(
      (a, b) =>
        b.records - a.records ||
        ownName(a) - ownName(b) ||
        (`${a.scope} ${a.earlier}` < `${b.scope} ${b.earlier}` ? -1 : 1),
    );
  for (const { scope, earlier: before } of claims) {
    if (served.has(scope) || heirs.has(before)) continue;
    served.add(scope);
    heirs.set(before, scope);
  }
  for (const before of earlier) {
    if (heirs.has(before)) continue;
    const taken = scopes.includes(before) && served.has(before);
    heirs.set(before, taken ? `${before} until ${previous}` : before);
  }
  return heirs;
}
