import type { Signal } from '../ports/signals.ts';
import type { Manifest } from './manifest.ts';

/** How much of each indicator is suppressed, in percent of its rows, and whether anything is not in the release. */
export function publicationSignals({
  tables,
  status,
}: Pick<Manifest, 'tables' | 'status'>): readonly Signal[] {
  const shares = tables
    .filter(({ kind, rows }) => kind === 'indicator' && rows > 0)
    .map(({ name, rows, suppressed }) => ({
      name: 'SuppressedShare' as const,
      value: Math.round((1000 * suppressed) / rows) / 10,
      of: { indicator: name },
    }));
  const partial = {
    name: 'RunPartial' as const,
    value: status === 'partial' ? 1 : 0,
    of: { workflow: 'integration' },
  };
  return [...shares, partial];
}
