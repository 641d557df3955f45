import { type Axis, TOTAL } from '../../indicators/measure.ts';

/** A cell of a published cross: its codes, and which codes of each axis lie below them. */
export interface CubeCell {
  /** One code an axis, in the order of the axes; a margin reads `Total`. */
  readonly key: readonly string[];
  /** Positions among each axis's codes. */
  readonly members: readonly (readonly number[])[];
}

interface Level {
  readonly code: string;
  readonly members: readonly number[];
}

/** What a key is looked up by. */
export function keyText(key: readonly string[]): string {
  return JSON.stringify(key);
}

/**
 * Every cell of the published crosses once, with margins and roll-ups: in the order of the crosses, then of the
 * declared codes, roll-up groups and totals last.
 */
export function publishedCells(
  axes: readonly Axis[],
  crosses: readonly (readonly string[])[],
): readonly CubeCell[] {
  const cells = new Map<string, CubeCell>();
  for (const cross of crosses) {
    const levels = axes.map((axis) => levelsOf(axis, cross.includes(axis.name)));
    const grown = levels.reduce<readonly CubeCell[]>(
      (built, choices) =>
        built.flatMap(({ key, members }) =>
          choices.map((level) => ({ key: [...key, level.code], members: [...members, level.members] })),
        ),
      [{ key: [], members: [] }],
    );
    for (const cell of grown) {
      const name = keyText(cell.key);
      if (!cells.has(name)) cells.set(name, cell);
    }
  }
  return [...cells.values()];
}

function levelsOf(axis: Axis, inCross: boolean): readonly Level[] {
  const total = { code: TOTAL, members: axis.codes.map((_, position) => position) };
  if (!inCross) return [total];
  return [
    ...axis.codes.map((code, position) => ({ code, members: [position] })),
    ...axis.groups.map(({ code, members }) => ({
      code,
      members: members
        .map((member) => positionsOf(axis).get(member) ?? -1)
        .sort((left, right) => left - right),
    })),
    ...(axis.total ? [total] : []),
  ];
}

const positions = new WeakMap<Axis, ReadonlyMap<string, number>>();

/** Code → its place among an axis's codes. */
function positionsOf(axis: Axis): ReadonlyMap<string, number> {
  const known = positions.get(axis) ?? new Map(axis.codes.map((code, position) => [code, position]));
  positions.set(axis, known);
  return known;
}

/** How many cells the finest cross of all axes has. */
export function finestCount(axes: readonly Axis[]): number {
  return axes.reduce((product, { codes }) => product * codes.length, 1);
}

/** The numbers of the finest cells below a cell, ascending; the last axis runs fastest. */
export function finestBelow(axes: readonly Axis[], { members }: CubeCell): readonly number[] {
  return axes.reduce<readonly number[]>(
    (prefixes, { codes }, axis) =>
      prefixes.flatMap((prefix) => (members[axis] ?? []).map((position) => prefix * codes.length + position)),
    [0],
  );
}

/** The number of the finest cell with these codes; null where some code is not the axis's. */
export function finestNumber(axes: readonly Axis[], codes: readonly string[]): number | null {
  let number = 0;
  for (const [place, axis] of axes.entries()) {
    const position = positionsOf(axis).get(codes[place] ?? '');
    if (position === undefined) return null;
    number = number * axis.codes.length + position;
  }
  return number;
}

/** The codes of a finest cell. */
export function finestCodes(axes: readonly Axis[], number: number): readonly string[] {
  const codes: string[] = [];
  let rest = number;
  for (const { codes: known } of axes.toReversed()) {
    codes.unshift(known[rest % known.length] ?? '');
    rest = Math.floor(rest / known.length);
  }
  return codes;
}
