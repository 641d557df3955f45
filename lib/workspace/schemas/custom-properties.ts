import { z } from 'zod';

type Shapes = Readonly<Record<string, z.ZodType>>;

/** What a list of custom properties says: the ones we know by name, the others as they are. */
export type CustomProperties<S extends Shapes> = {
  readonly [Property in keyof S]?: z.output<S[Property]>;
} & { readonly others: Readonly<Record<string, unknown>> };

/**
 * The standard's place for what it does not define: a list of `property` and `value`. Those that we know must
 * have the value we expect; any other is accepted and handed on, as the standard asks.
 */
export function customProperties<const S extends Shapes>(shapes: S) {
  const names = Object.keys(shapes);
  const unknownName = z.string().regex(new RegExp(`^(?!(?:${names.join('|')})$)`), { abort: true });
  const entry = (property: z.ZodType<string>, value: z.ZodType) =>
    z.strictObject({ id: z.string().optional(), property, value, description: z.string().optional() });
  const known = Object.entries(shapes).map(([name, shape]) => entry(z.literal(name), shape));
  return z.array(z.union([...known, entry(unknownName, z.unknown())])).transform((entries, context) => {
    const said: Record<string, unknown> = {};
    const others: Record<string, unknown> = {};
    for (const [index, { property, value }] of entries.entries()) {
      if (Object.hasOwn(said, property)) {
        context.addIssue({
          code: 'custom',
          path: [index, 'property'],
          message: `"${property}" is said twice.`,
        });
      }
      said[property] = value;
      if (!names.includes(property)) others[property] = value;
    }
    return { ...pick(said, names), others } as CustomProperties<S>;
  });
}

function pick(values: Readonly<Record<string, unknown>>, names: readonly string[]): Record<string, unknown> {
  return Object.fromEntries(Object.entries(values).filter(([name]) => names.includes(name)));
}
