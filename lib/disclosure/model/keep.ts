import { type Axis, TOTAL } from '../../indicators/measure.ts';
import type { CubeCell } from './cube.ts';

/** Cells by dimension and code; `*` is every code and group. A dimension that it does not name stands at `Total`. */
export type KeepPattern = Readonly<Record<string, string>>;

/** Every code and group of a dimension, but not its total. */
export const ANY_CODE = '*';

/** What a pattern names that is neither a dimension nor a code, group or `Total` of one. */
export interface UnknownInKeep {
  readonly dimension: string;
  /** Missing where the dimension itself is unknown. */
  readonly code?: string;
}

/**
 * The rows that are hidden only where nothing else does.
 * @param cells `cells[n]` is row n
 * @returns places of rows that at least one pattern names; a pattern that names no cell adds none
 */
export function rowsToKeep(
  cells: readonly CubeCell[],
  axes: readonly Axis[],
  patterns: readonly KeepPattern[],
): ReadonlySet<number> {
  const wanted = patterns
    .filter((pattern) => Object.keys(pattern).every((name) => axes.some((axis) => axis.name === name)))
    .map((pattern) => axes.map(({ name }) => pattern[name] ?? TOTAL));
  const kept = new Set<number>();
  cells.forEach(({ key }, at) => {
    const matches = wanted.some((codes) =>
      codes.every((code, axis) => (code === ANY_CODE ? key[axis] !== TOTAL : key[axis] === code)),
    );
    if (matches) kept.add(at);
  });
  return kept;
}

/** The first thing that some pattern names and no axis has; null where all are known. */
export function unknownInKeep(axes: readonly Axis[], patterns: readonly KeepPattern[]): UnknownInKeep | null {
  for (const [dimension, code] of patterns.flatMap((pattern) => Object.entries(pattern))) {
    const axis = axes.find(({ name }) => name === dimension);
    if (axis === undefined) return { dimension };
    const known = [ANY_CODE, TOTAL, ...axis.codes, ...axis.groups.map((group) => group.code)];
    if (!known.includes(code)) return { dimension, code };
  }
  return null;
}
