import { createHash } from 'node:crypto';

/**
 * SHA-256, hex, over a value as canonical JSON: keys in the order of code points, maps as objects, undefined left
 * out. Equal values give equal digests, whatever the order in which they were put together.
 */
export function digestOfValue(value: unknown): string {
  return createHash('sha256')
    .update(JSON.stringify(canonical(value)))
    .digest('hex');
}

function canonical(value: unknown): unknown {
  if (value instanceof Map) return canonical(Object.fromEntries(value));
  if (Array.isArray(value)) return value.map(canonical);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).filter(([, part]) => part !== undefined);
  // Pairs rather than an object, in which keys like "1" would jump ahead and __proto__ would vanish.
  return entries
    .sort(([a], [b]) => (a < b ? -1 : Number(a > b)))
    .map(([key, part]) => [key, canonical(part)]);
}
