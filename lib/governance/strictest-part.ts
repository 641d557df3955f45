import type { DisclosurePolicy } from '../workspace/workspace.ts';

/** Whether one asks for more than another. */
export type Stricter<T> = (one: T, other: T) => boolean;

/** What is in force of one part of a policy, and who asks for it. */
export interface Bound<T> {
  readonly value: T;
  readonly owner: string;
}

interface Asked {
  readonly owner: string;
  readonly policy: DisclosurePolicy;
}

/** The strictest that anybody asks for, and the first who asks for as much; undefined where nobody does. */
export function strictest<T>(
  owned: readonly Asked[],
  part: (policy: DisclosurePolicy) => T | undefined,
  stricter: Stricter<T>,
): Bound<T> | undefined {
  return owned.reduce<Bound<T> | undefined>((bound, { owner, policy }) => {
    const value = part(policy);
    if (value === undefined) return bound;
    return bound === undefined || stricter(value, bound.value) ? { value, owner } : bound;
  }, undefined);
}

/**
 * The strictest of a part that has several fields, field by field: it may be nobody's own. It is bound by the first
 * whose part is all of it, else by the first who asks for as much of each field, in the order of fields.
 */
export function combined<T extends object>(
  owned: readonly Asked[],
  part: (policy: DisclosurePolicy) => T | undefined,
  stricter: { readonly [Field in keyof T]-?: Stricter<NonNullable<T[Field]>> },
): Bound<T> | undefined {
  const fields = Object.keys(stricter) as (keyof T)[];
  const bounds = fields.flatMap((field) => {
    const bound = strictest(owned, (policy) => part(policy)?.[field] ?? undefined, stricter[field]);
    return bound === undefined ? [] : [{ field, ...bound }];
  });
  if (bounds.length === 0) return undefined;
  const whole = owned.find(({ policy }) => {
    const asked = part(policy);
    return asked !== undefined && bounds.every(({ field, value }) => asked[field] === value);
  });
  return {
    value: Object.fromEntries(bounds.map(({ field, value }) => [field, value])) as T,
    owner: whole?.owner ?? [...new Set(bounds.map(({ owner }) => owner))].join(', '),
  };
}
