import type { DisclosurePolicy } from '../../workspace/workspace.ts';
import { EMPTY_SYSTEM, type Secret, type System, type Terms } from '../model/system.ts';
import { minimumInterval, sensitiveQuantities } from '../rules/needs.ts';
import type { EarlierVariables } from './earlier-variables.ts';
import type { Explanation } from './fewest-changes.ts';
import type { QuantityKind, Reading, ReadRow } from './read-earlier.ts';

/** How far a sum must stay from its value: 30 %, as the rules have it for few contributors. */
const SUM_SAFETY_SHARE = 0.3;

/**
 * What earlier releases hid and today's may not give away. Where the data are what they are today, the rules say
 * whether it was primary (what was not stays at least uncertain); where they may differ, nobody can say, and it
 * counts as primary.
 * @returns sums by their variables, each once, with the widest interval that any row asks for
 */
export function earlierSecrets(
  { kinds, rows }: Reading,
  { termsOf }: EarlierVariables,
  { example }: Explanation,
  table: System,
  policy: DisclosurePolicy,
): readonly Secret[] {
  const secrets = new SecretsOnce();
  for (const read of rows) {
    if (read.row.values !== null) continue;
    const terms = new Map(
      kinds.map(({ name }) => [
        name,
        termsOf(
          read.vintage,
          (read.forms.get(name) ?? []).map((entry) => [entry, 1] as const),
        ),
      ]),
    );
    const isKnown = ({ name }: QuantityKind) =>
      (terms.get(name) ?? []).every(
        ([variable]) => variable < table.variables && table.truth[variable] !== null,
      );
    const needs = [
      ...needsByRule(read, kinds.filter(isKnown), table, policy),
      ...needsOfUnknown(
        read,
        kinds.filter((kind) => !isKnown(kind)),
        example,
        policy,
      ),
    ];
    for (const { kind, width } of needs) {
      secrets.add({
        name: nameOf(read, kind),
        terms: terms.get(kind.name) ?? [],
        width,
        whole: kind.role !== 'sum',
      });
    }
  }
  return secrets.all();
}

/** What messages and the audit call a number of an earlier release. Codes are categories, never identifiers. */
export function nameOf({ table, row }: ReadRow, { name }: QuantityKind): string {
  return `${name} of ${row.key.join(' × ') || 'Total'} in release ${table.name} for ${table.period.id}`;
}

interface Need {
  readonly kind: QuantityKind;
  readonly width: number;
}

function needsByRule(
  { row, forms }: ReadRow,
  kinds: readonly QuantityKind[],
  { truth }: System,
  policy: DisclosurePolicy,
): readonly Need[] {
  const value = (name: string) =>
    (forms.get(name) ?? []).reduce((sum, entry) => sum + (truth[entry] ?? 0), 0);
  const counts = kinds.filter(({ role }) => role !== 'sum');
  const quantities = counts.map((kind) => ({
    ...kind,
    form: forms.get(kind.name) ?? [],
    value: value(kind.name),
  }));
  const broken = sensitiveQuantities(
    { ...EMPTY_SYSTEM, rows: [{ key: row.key, quantities, root: null }] },
    policy,
  );
  if (broken.length === 0) return needsOfComplementary(quantities, policy);
  return [
    ...broken.flatMap(({ quantity, width }) => {
      const kind = counts[quantity];
      return kind === undefined ? [] : [{ kind, width }];
    }),
    // Few people in the row: its sums are theirs.
    ...kinds
      .filter(({ role }) => role === 'sum')
      .map((kind) => ({ kind, width: Math.abs(value(kind.name)) * SUM_SAFETY_SHARE })),
  ];
}

/** What was hidden for others, or by a rule of that time: what a release withheld, no later one gives away. */
function needsOfComplementary(
  quantities: readonly (QuantityKind & { readonly value: number })[],
  { zeros }: DisclosurePolicy,
): readonly Need[] {
  return quantities.flatMap((kind) =>
    kind.shown && (kind.value !== 0 || zeros === 'protected')
      ? [{ kind, width: kind.role === 'sum' ? Math.max(1e-3, Math.abs(kind.value) * 1e-4) : 1 }]
      : [],
  );
}

function needsOfUnknown(
  { vintage, forms }: ReadRow,
  kinds: readonly QuantityKind[],
  example: Explanation['example'],
  policy: DisclosurePolicy,
): readonly Need[] {
  return kinds.map((kind) => {
    if (kind.role !== 'sum') return { kind, width: minimumInterval(policy) };
    const amount = (forms.get(kind.name) ?? []).reduce((sum, entry) => sum + example(vintage, entry), 0);
    return { kind, width: Math.abs(amount) * SUM_SAFETY_SHARE };
  });
}

/** Secrets about the same sum become one. */
export class SecretsOnce {
  readonly #secrets = new Map<string, Secret>();

  add(secret: Secret): void {
    if (secret.terms.length === 0 || secret.width <= 0) return;
    const key = keyOf(secret.terms);
    const known = this.#secrets.get(key);
    this.#secrets.set(
      key,
      known === undefined ? secret : { ...known, width: Math.max(secret.width, known.width) },
    );
  }

  all(): readonly Secret[] {
    return [...this.#secrets.values()];
  }
}

/** What tells a sum from every other one. */
export function keyOf(terms: Terms): string {
  return terms.flat().join();
}
