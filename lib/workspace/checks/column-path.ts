import type { Path } from '../yaml-document.ts';

/** The path of a property of the contract's one table. */
export function columnPath(index: number, ...rest: readonly PropertyKey[]): Path {
  return ['schema', 0, 'properties', index, ...rest];
}

/**
 * The path of a custom property's value in the list at `base`, else `base` itself. The parsed document has the
 * list as a record, so the raw value tells the place.
 */
export function customPath(value: unknown, base: Path, property: string): Path {
  const list = base.reduce<unknown>(
    (inside, step) => (inside as Record<PropertyKey, unknown> | undefined)?.[step],
    value,
  );
  const entries: unknown = (list as { customProperties?: unknown } | undefined)?.customProperties;
  if (!Array.isArray(entries)) return base;
  const index = entries.findIndex((entry: { property?: unknown }) => entry?.property === property);
  return index < 0 ? base : [...base, 'customProperties', index, 'value'];
}
