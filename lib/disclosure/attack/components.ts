import { PublishedCellsDisagree } from '../errors.ts';
import { type Sheet, SheetBuilder } from './knowledge.ts';
import { type Bounds, slackAt } from './reduction.ts';
import { refine } from './refine.ts';

/** Columns that share knowledge: nothing in it bears on any other column. Columns are numbered anew. */
export interface Component {
  readonly lower: Float64Array;
  readonly upper: Float64Array;
  readonly whole: Uint8Array;
  /** What each column is in truth; null where some of it is unknown. */
  readonly truth: Float64Array | null;
  readonly sheet: Sheet;
  /** The variables that each column is the sum of. */
  readonly members: readonly Int32Array[];
}

/** A sum of columns of one component that is to be bounded. */
export interface Part {
  readonly component: number;
  readonly columns: Int32Array;
  readonly coefficients: Float64Array;
}

/** A sum of variables taken apart: what lies outside every component, and the parts within. */
export interface Split {
  readonly low: number;
  readonly high: number;
  readonly parts: readonly Part[];
}

export interface Structure {
  readonly components: readonly Component[];
  readonly splits: readonly Split[];
}

type Terms = readonly (readonly [variable: number, coefficient: number])[];

/**
 * Splits what is still open into components, and the wanted sums with it. Variables that stand in the very same sums,
 * known and wanted, are one column from here on: only their sum matters, and any whole number that it can be is the
 * sum of whole numbers.
 * @param apart variables that stay columns of their own
 * @throws PublishedCellsDisagree
 */
export function splitApart(
  sheet: Sheet,
  bounds: Bounds,
  truth: readonly (number | null)[],
  wanted: readonly Terms[],
  apart: readonly number[],
): Structure {
  const { lower, upper, whole } = bounds;
  const variables = lower.length;
  const isOpen = (variable: number) => lower[variable] !== upper[variable];
  const opened = openRows(sheet, bounds);
  // A column that nothing ties is as wide as its bounds, which need no component unless they are finite.
  const tied = new Uint8Array(variables);
  for (const column of opened.columns) tied[column] = 1;
  for (let variable = 0; variable < variables; variable += 1) {
    if (isOpen(variable) && Number.isFinite(upper[variable] ?? 0) && Number.isFinite(lower[variable] ?? 0))
      tied[variable] = 1;
  }
  const classOf = refine(whole, opened, wanted, apart);
  const columnOf = new Int32Array(variables).fill(-1);
  const columnOfClass = new Map<number, number>();
  const members: number[][] = [];
  for (let variable = 0; variable < variables; variable += 1) {
    if (tied[variable] === 0) continue;
    const name = classOf[variable] ?? 0;
    const column = columnOfClass.get(name);
    if (column === undefined) {
      columnOfClass.set(name, members.length);
      columnOf[variable] = members.length;
      members.push([variable]);
    } else {
      columnOf[variable] = column;
      members[column]?.push(variable);
    }
  }
  const isFirst = (variable: number) => members[columnOf[variable] ?? -1]?.[0] === variable;
  const merged = withoutCopies(opened, columnOf, isFirst);
  const componentOf = componentsOf(members.length, merged);
  const count = componentOf.reduce((most, component) => Math.max(most, component + 1), 0);
  const columnsOf: number[][] = Array.from({ length: count }, () => []);
  const placeOf = new Int32Array(members.length);
  componentOf.forEach((component, column) => {
    const list = columnsOf[component];
    placeOf[column] = list?.length ?? 0;
    list?.push(column);
  });
  const sheets = Array.from({ length: count }, () => new SheetBuilder());
  for (let row = 0; row < merged.low.length; row += 1) {
    const from = merged.starts[row] ?? 0;
    const own = sheets[componentOf[merged.columns[from] ?? 0] ?? 0];
    for (let at = from; at < (merged.starts[row + 1] ?? 0); at += 1) {
      own?.entry(placeOf[merged.columns[at] ?? 0] ?? 0, merged.coefficients[at] ?? 0);
    }
    own?.end(merged.low[row] ?? 0, merged.high[row] ?? 0);
  }
  const added = (values: (variable: number) => number) => (column: number) =>
    (members[column] ?? []).reduce((sum, variable) => sum + values(variable), 0);
  const truths = added((variable) => truth[variable] ?? Number.NaN);
  const components = columnsOf.map((columns, component): Component => {
    const known = Float64Array.from(columns, truths);
    return {
      lower: Float64Array.from(
        columns,
        added((variable) => lower[variable] ?? 0),
      ),
      upper: Float64Array.from(
        columns,
        added((variable) => upper[variable] ?? 0),
      ),
      whole: Uint8Array.from(columns, (column) => whole[members[column]?.[0] ?? 0] ?? 0),
      truth: known.some((value) => Number.isNaN(value)) ? null : known,
      sheet: (sheets[component] ?? new SheetBuilder()).build(),
      members: columns.map((column) => Int32Array.from(members[column] ?? [])),
    };
  });
  const splits = wanted.map((terms): Split => {
    let [low, high] = [0, 0];
    const parts = new Map<number, [number, number][]>();
    for (const [variable, coefficient] of terms) {
      const column = columnOf[variable] ?? -1;
      if (column < 0) {
        low += coefficient * ((coefficient > 0 ? lower : upper)[variable] ?? 0);
        high += coefficient * ((coefficient > 0 ? upper : lower)[variable] ?? 0);
      } else if (isFirst(variable)) {
        const component = componentOf[column] ?? 0;
        const part = parts.get(component);
        if (part === undefined) parts.set(component, [[placeOf[column] ?? 0, coefficient]]);
        else part.push([placeOf[column] ?? 0, coefficient]);
      }
    }
    return {
      low,
      high,
      parts: [...parts].map(([component, entries]) => {
        entries.sort(([left], [right]) => left - right);
        return {
          component,
          columns: Int32Array.from(entries, ([column]) => column),
          coefficients: Float64Array.from(entries, ([, coefficient]) => coefficient),
        };
      }),
    };
  });
  return { components, splits };
}

/** The same knowledge about open columns alone, and only what their bounds do not say already. */
function openRows(sheet: Sheet, { lower, upper }: Bounds): Sheet {
  const { starts, columns, coefficients, low, high } = sheet;
  const opened = new SheetBuilder();
  for (let row = 0; row < low.length; row += 1) {
    let [fixed, least, most, entries] = [0, 0, 0, 0];
    for (let at = starts[row] ?? 0; at < (starts[row + 1] ?? 0); at += 1) {
      const coefficient = coefficients[at] ?? 0;
      const from = lower[columns[at] ?? 0] ?? 0;
      const to = upper[columns[at] ?? 0] ?? 0;
      if (from === to) fixed += coefficient * from;
      else {
        entries += 1;
        least += coefficient * (coefficient > 0 ? from : to);
        most += coefficient * (coefficient > 0 ? to : from);
      }
    }
    const rest = { low: (low[row] ?? 0) - fixed, high: (high[row] ?? 0) - fixed };
    const slack = Math.max(slackAt(rest.low), slackAt(rest.high));
    if (entries === 0 || (least >= rest.low - slack && most <= rest.high + slack)) continue;
    for (let at = starts[row] ?? 0; at < (starts[row + 1] ?? 0); at += 1) {
      const column = columns[at] ?? 0;
      if (lower[column] !== upper[column]) opened.entry(column, coefficients[at] ?? 0);
    }
    opened.end(rest.low, rest.high);
  }
  return opened.build();
}

/** Rows over merged columns; of several about the same sum one is left, as narrow as all together. */
function withoutCopies(sheet: Sheet, columnOf: Int32Array, isFirst: (variable: number) => boolean): Sheet {
  const { starts, columns, coefficients, low, high } = sheet;
  const placeOf = new Map<string, number>();
  const kept: { readonly entries: readonly (readonly [number, number])[]; low: number; high: number }[] = [];
  for (let row = 0; row < low.length; row += 1) {
    const entries: [number, number][] = [];
    for (let at = starts[row] ?? 0; at < (starts[row + 1] ?? 0); at += 1) {
      const variable = columns[at] ?? 0;
      if (isFirst(variable)) entries.push([columnOf[variable] ?? 0, coefficients[at] ?? 0]);
    }
    entries.sort(([left], [right]) => left - right);
    const key = entries.join(' ');
    const place = placeOf.get(key);
    const before = place === undefined ? undefined : kept[place];
    if (before === undefined) {
      placeOf.set(key, kept.length);
      kept.push({ entries, low: low[row] ?? 0, high: high[row] ?? 0 });
      continue;
    }
    before.low = Math.max(before.low, low[row] ?? 0);
    before.high = Math.min(before.high, high[row] ?? 0);
    if (before.low > before.high + Math.max(slackAt(before.low), slackAt(before.high)))
      throw new PublishedCellsDisagree();
    before.high = Math.max(before.low, before.high);
  }
  const merged = new SheetBuilder();
  for (const { entries, low: from, high: to } of kept) {
    for (const [column, coefficient] of entries) merged.entry(column, coefficient);
    merged.end(from, to);
  }
  return merged.build();
}

/**
 * For each column the first of those that sums join it with.
 * @param counts which columns of a sum join it with others; all where missing
 */
export function joined(
  count: number,
  { starts, columns, low }: Sheet,
  counts: (column: number) => boolean = () => true,
): Int32Array {
  const parent = Int32Array.from({ length: count }, (_, column) => column);
  const rootOf = (column: number): number => {
    let at = column;
    while (parent[at] !== at) {
      parent[at] = parent[parent[at] ?? at] ?? at;
      at = parent[at] ?? at;
    }
    return at;
  };
  for (let row = 0; row < low.length; row += 1) {
    let first = -1;
    for (let at = starts[row] ?? 0; at < (starts[row + 1] ?? 0); at += 1) {
      const column = columns[at] ?? 0;
      if (!counts(column)) continue;
      if (first < 0) first = rootOf(column);
      else parent[rootOf(column)] = first;
    }
  }
  return parent.map((_, column) => rootOf(column));
}

/** Each column's component, numbered in the order of their first columns. */
function componentsOf(count: number, sheet: Sheet): Int32Array {
  const joins = joined(count, sheet);
  const numberOf = new Int32Array(count).fill(-1);
  const componentOf = new Int32Array(count);
  let next = 0;
  for (let column = 0; column < count; column += 1) {
    const root = joins[column] ?? column;
    if ((numberOf[root] ?? -1) < 0) {
      numberOf[root] = next;
      next += 1;
    }
    componentOf[column] = numberOf[root] ?? 0;
  }
  return componentOf;
}
