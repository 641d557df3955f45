import { type Axis, TOTAL } from '../../indicators/measure.ts';
import type { CubeCell } from '../model/cube.ts';
import type { DescribedTable } from '../model/described-table.ts';
import { EMPTY_SYSTEM, type Form, type Row } from '../model/system.ts';
import type { InnerCells } from './inner-cells.ts';
import { TableDoesNotFit } from './table-errors.ts';

/** The only quantity of a table of counts. */
export const COUNT = 'count';

export interface Published {
  readonly crosses: readonly (readonly string[])[];
  /** Dimensions whose codes are not published, only what stands above them. */
  readonly rollupsOnly: ReadonlySet<string>;
}

/** Past these a table is no table for a reader, and would not fit in memory. */
const CELLS_LIMIT = 1_000_000;
const TERMS_LIMIT = 60_000_000;

interface Level {
  readonly code: string;
  readonly members: readonly number[];
}

/**
 * A table as disclosure control sees it: every cell of its crosses that has a listed finest cell below it, with margins
 * and roll-ups; in the order of the crosses, then of the codes, groups and totals last. It is built from the finest
 * cells upwards, so its cost is what is listed and not what is possible.
 * @throws TableDoesNotFit where the crosses have too many cells
 */
export function describeTable(
  axes: readonly Axis[],
  inner: InnerCells,
  published: Published,
): DescribedTable {
  const levels = axes.map((axis) => levelsOf(axis, published.rollupsOnly.has(axis.name)));
  const { cells, forms } = new CellGrower(axes, levels, inner).grow(published.crosses);
  const rows = cells.map(({ key }, at): Row => countRow(key, forms[at] ?? [], inner.truth));
  const system = { ...EMPTY_SYSTEM, variables: inner.truth.length, truth: inner.truth, rows };
  return { axes, cells, system, formOf: formFinder(axes, inner), overlapping: inner.overlapping };
}

function countRow(key: readonly string[], form: Form, truth: readonly number[]): Row {
  let value = 0;
  for (const variable of form) value += truth[variable] ?? 0;
  return { key, root: 0, quantities: [{ name: COUNT, role: 'count', shown: true, form, value }] };
}

/** Codes, then groups, then the total. */
function levelsOf(axis: Axis, rollupsOnly: boolean): readonly Level[] {
  const positionOf = new Map(axis.codes.map((code, position) => [code, position]));
  return [
    ...(rollupsOnly ? [] : axis.codes.map((code, position) => ({ code, members: [position] }))),
    ...axis.groups.map(({ code, members }) => ({
      code,
      members: members
        .map((member) => positionOf.get(member) ?? -1)
        .filter((position) => position >= 0)
        .sort((left, right) => left - right),
    })),
    { code: TOTAL, members: axis.codes.map((_, position) => position) },
  ];
}

interface Grown {
  readonly cells: readonly CubeCell[];
  readonly forms: readonly Form[];
}

/** Adds each finest cell to every published cell above it. */
class CellGrower {
  readonly #axes: readonly Axis[];
  readonly #levels: readonly (readonly Level[])[];
  readonly #inner: InnerCells;
  /** By axis and position: places of the levels that hold it. */
  readonly #holding: readonly (readonly (readonly number[])[])[];
  readonly #steps: readonly Map<number, number>[];
  readonly #grown: { readonly cross: number; readonly choice: readonly number[]; readonly form: number[] }[] =
    [];
  /** The levels chosen so far, axis by axis. */
  readonly #choice: number[];
  #terms = 0;

  constructor(axes: readonly Axis[], levels: readonly (readonly Level[])[], inner: InnerCells) {
    this.#axes = axes;
    this.#levels = levels;
    this.#inner = inner;
    this.#holding = axes.map(({ codes }, axis) => {
      const holding: number[][] = codes.map(() => []);
      levels[axis]?.forEach(({ members }, level) => {
        for (const position of members) holding[position]?.push(level);
      });
      return holding;
    });
    this.#steps = axes.map(() => new Map());
    this.#choice = axes.map(() => 0);
  }

  grow(crosses: readonly (readonly string[])[]): Grown {
    crosses.forEach((cross, number) => {
      const isIn = this.#axes.map(({ name }) => cross.includes(name));
      this.#inner.positions.forEach((positions, cell) => {
        this.#add(number, isIn, positions, this.#inner.variables[cell] ?? [], 0, 0);
      });
    });
    const ordered = this.#grown.toSorted(
      (left, right) => left.cross - right.cross || byLevel(left.choice, right.choice),
    );
    return {
      cells: ordered.map(({ choice }) => ({
        key: choice.map((level, axis) => this.#levels[axis]?.[level]?.code ?? TOTAL),
        members: choice.map((level, axis) => this.#levels[axis]?.[level]?.members ?? []),
      })),
      forms: ordered.map(({ form }) => (this.#inner.additive ? form : sortedOnce(form))),
    };
  }

  #add(
    cross: number,
    isIn: readonly boolean[],
    positions: Int32Array,
    variables: Form,
    axis: number,
    prefix: number,
  ): void {
    if (axis === positions.length) {
      this.#addTo(prefix, cross, variables);
      return;
    }
    const all = this.#levels[axis]?.length ?? 1;
    const choices = isIn[axis] ? (this.#holding[axis]?.[positions[axis] ?? 0] ?? []) : [all - 1];
    const steps = this.#steps[axis];
    for (const level of choices) {
      const step = prefix * all + level;
      const known = steps?.get(step);
      const next = known ?? steps?.size ?? 0;
      if (known === undefined) steps?.set(step, next);
      this.#choice[axis] = level;
      this.#add(cross, isIn, positions, variables, axis + 1, next);
    }
  }

  #addTo(place: number, cross: number, variables: Form): void {
    const before = this.#grown[place];
    // An earlier cross has this cell already, whole.
    if (before !== undefined && before.cross !== cross) return;
    this.#terms += variables.length;
    if (place >= CELLS_LIMIT || this.#terms > TERMS_LIMIT)
      throw new TableDoesNotFit({ what: { kind: 'too many cells', limit: CELLS_LIMIT } });
    if (before === undefined) this.#grown[place] = { cross, choice: [...this.#choice], form: [...variables] };
    else for (const variable of variables) before.form.push(variable);
  }
}

function byLevel(left: readonly number[], right: readonly number[]): number {
  for (const [axis, level] of left.entries()) {
    const difference = level - (right[axis] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}

function sortedOnce(form: readonly number[]): Form {
  return Array.from(new Set(form)).sort((left, right) => left - right);
}

/** Finds the variables below any set of codes: the axis that leaves fewest cells is walked, the others are asked. */
function formFinder(axes: readonly Axis[], inner: InnerCells): DescribedTable['formOf'] {
  const below: readonly (readonly number[][])[] = axes.map(({ codes }, axis) => {
    const cells: number[][] = codes.map(() => []);
    inner.positions.forEach((positions, cell) => {
      cells[positions[axis] ?? 0]?.push(cell);
    });
    return cells;
  });
  return (members, quantity) => {
    if (quantity !== COUNT) return [];
    const sizes = members.map((positions, axis) =>
      positions.reduce((sum, position) => sum + (below[axis]?.[position]?.length ?? 0), 0),
    );
    const narrowest = sizes.indexOf(Math.min(...sizes));
    const wanted = members.map((positions) => new Set(positions));
    const variables: number[] = [];
    for (const position of members[narrowest] ?? []) {
      for (const cell of below[narrowest]?.[position] ?? []) {
        const positions = inner.positions[cell];
        if (wanted.every((set, axis) => set.has(positions?.[axis] ?? -1)))
          variables.push(...(inner.variables[cell] ?? []));
      }
    }
    return sortedOnce(variables);
  };
}
