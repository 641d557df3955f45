import type { DisclosurePolicy } from '../../workspace/workspace.ts';
import type { Form, Quantity, Row, Secret, Sensitive, System } from '../model/system.ts';
import { minimumInterval } from './protection.ts';

/** A number of a row that is the whole, or all but a few, of the same number one level up: everybody is in one category. */
interface Confined {
  readonly row: number;
  readonly quantity: number;
  /** What the upper row counts beside: the categories that nobody, or only insiders, are in. */
  readonly others: Form;
}

interface Candidate {
  readonly row: number;
  readonly quantity: number;
  readonly value: number;
  readonly form: Form;
}

const OF_PEOPLE: readonly Quantity['role'][] = ['count', 'denominator', 'complement'];

/**
 * Group disclosure, as the k-disclosure of GaussSuppression has it: where a row holds everybody of a row that differs
 * from it in one dimension and has other categories, to know that somebody belongs to the upper row is to know their
 * category. With insiders, who know that they are elsewhere, all but so many is as bad.
 */
export function groupDisclosure(system: System, policy: DisclosurePolicy): readonly Sensitive[] {
  const places = new Map(
    confined(system, policy).map(({ row, quantity }) => [`${row} ${quantity}`, { row, quantity }]),
  );
  const below = policy.protection?.below;
  return [...places.values()].map(({ row, quantity }) => ({
    row,
    quantity,
    rule: 'groupDisclosure',
    width: minimumInterval(policy),
    ...(below === undefined ? {} : { below }),
  }));
}

/**
 * What the rule is about in truth: how many are in the other categories. Hiding the row alone would not do where they
 * can be told apart from it, so that number is a secret of its own.
 */
export function groupSecrets(system: System, policy: DisclosurePolicy): readonly Secret[] {
  const secrets = new Map<string, Secret>();
  for (const { row, quantity, others } of confined(system, policy)) {
    const name = system.rows[row]?.quantities[quantity]?.name ?? '';
    secrets.set(others.join(), {
      name: `${name} outside ${system.rows[row]?.key.join(' × ')}`,
      terms: others.map((variable) => [variable, 1]),
      width: minimumInterval(policy),
      whole: true,
    });
  }
  return [...secrets.values()];
}

function confined({ rows }: System, policy: DisclosurePolicy): readonly Confined[] {
  if (policy.groupDisclosure !== true) return [];
  const most = policy.insiders ?? 0;
  return lines(rows).flatMap((line) =>
    line.flatMap(({ row, quantity, value, form }) => {
      if (value === 0) return [];
      const upper = line.filter(
        (other) =>
          other.value >= value &&
          other.value - value <= most &&
          other.form.length > form.length &&
          includes(other.form, form),
      );
      return nearest(upper).map((other) => {
        const own = new Set(form);
        return { row, quantity, others: other.form.filter((variable) => !own.has(variable)) };
      });
    }),
  );
}

/** Numbers of one name whose rows differ in one dimension alone: its codes, groups and total. */
function lines(rows: readonly Row[]): readonly (readonly Candidate[])[] {
  const grouped = new Map<string, Candidate[]>();
  rows.forEach(({ key, quantities }, row) => {
    quantities.forEach(({ name, role, value, form }, quantity) => {
      if (!OF_PEOPLE.includes(role)) return;
      key.forEach((_, dimension) => {
        const line = JSON.stringify([name, dimension, key.toSpliced(dimension, 1)]);
        const held = grouped.get(line);
        if (held === undefined) grouped.set(line, [{ row, quantity, value, form }]);
        else held.push({ row, quantity, value, form });
      });
    });
  });
  return [...grouped.values()];
}

/** Those that have none of the others within: what is uncertain there is uncertain further up too. */
function nearest(upper: readonly Candidate[]): readonly Candidate[] {
  return upper.filter(
    (one) => !upper.some((other) => other.form.length < one.form.length && includes(one.form, other.form)),
  );
}

/** Whether an ascending form has all variables of another. */
function includes(outer: Form, inner: Form): boolean {
  let at = 0;
  for (const variable of outer) if (variable === inner[at]) at += 1;
  return at === inner.length;
}
