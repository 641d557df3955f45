import { Puzzle, plain, type Range, type Statement } from './puzzle.ts';

/**
 * An attack written apart from the product: it reads tables as `table.csv` has them and knows nothing of
 * `lib/disclosure`. Every inner cell is a whole number, every shown cell an equation; each hidden cell is minimised and
 * maximised from scratch.
 */
export interface PublishedTable {
  readonly dimensions: readonly string[];
  readonly rows: readonly { readonly key: readonly string[]; readonly value: number | null }[];
}

/** A published table, and what its cells are the sums of. */
export interface Sheet {
  readonly rows: PublishedTable['rows'];
  /** The unknowns below a cell. */
  readonly below: (key: readonly string[]) => readonly number[];
  /** Zeros are always shown: what is hidden is at least one. */
  readonly zerosShown: boolean;
}

export interface Known {
  /** The codes of every inner cell that is possible. */
  readonly inner: readonly Readonly<Record<string, string>>[];
  /** Every group that a code belongs to, at any level; the code itself and `Total` are understood. */
  readonly groupsOf: (dimension: string, code: string) => readonly string[];
  /** Zeros are always shown: what is hidden is at least one. */
  readonly zerosShown: boolean;
  /** Look for whole numbers; otherwise for real ones, which bound less closely and take less time. */
  readonly whole: boolean;
}

export interface Bounds extends Range {
  readonly table: number;
  readonly key: readonly string[];
}

/** What a reader of all these tables can still think possible, for every hidden cell of each. */
export function attackApart(tables: readonly PublishedTable[], known: Known): Promise<readonly Bounds[]> {
  const { inner, zerosShown, whole } = known;
  const sheets = tables.map(({ dimensions, rows }) => ({
    rows,
    zerosShown,
    below: (key: readonly string[]) => cellsBelow(dimensions, key, known),
  }));
  return attackSheets(sheets, inner.length, { whole });
}

export interface Attack {
  /** What the reader knows beside the sheets. */
  readonly also?: readonly Statement[];
  readonly whole?: boolean;
}

/** The same of sheets whose cells may be any sums of unknowns. */
export async function attackSheets(
  sheets: readonly Sheet[],
  unknowns: number,
  { also = [], whole = true }: Attack = {},
): Promise<readonly Bounds[]> {
  const puzzle = await Puzzle.of(unknowns, [...sheets.flatMap(statementsOf), ...also], whole);
  return sheets.flatMap(({ rows, below }, table) =>
    rows.flatMap(({ key, value }) =>
      value === null ? [{ table, key, ...puzzle.range(plain(below(key))) }] : [],
    ),
  );
}

/** What a sheet tells. */
export function statementsOf({ rows, below, zerosShown }: Sheet): readonly Statement[] {
  return rows.flatMap(({ key, value }): readonly Statement[] => {
    const sum = plain(below(key));
    if (value !== null) return [{ sum, is: '=', value }];
    return zerosShown ? [{ sum, is: '>=', value: 1 }] : [];
  });
}

/** The inner cells below a published one. */
export function cellsBelow(
  dimensions: readonly string[],
  key: readonly string[],
  { inner, groupsOf }: Pick<Known, 'inner' | 'groupsOf'>,
): readonly number[] {
  return inner.flatMap((codes, cell) => {
    const inside = dimensions.every((dimension, at) => {
      const code = codes[dimension] ?? '';
      const wanted = key[at];
      return wanted === 'Total' || wanted === code || groupsOf(dimension, code).includes(wanted ?? '');
    });
    return inside ? [cell] : [];
  });
}

/** Reads `table.csv`: the dimensions' columns, then value and status. */
export function readPublished(csv: string): PublishedTable {
  const [header = '', ...lines] = csv.trimEnd().split(/\r?\n/);
  const columns = header.split(',');
  const dimensions = columns.slice(0, columns.indexOf('value'));
  return {
    dimensions,
    rows: lines.map((line) => {
      const cells = line.split(',');
      const value = cells[dimensions.length] ?? '';
      return { key: cells.slice(0, dimensions.length), value: value === '' ? null : Number(value) };
    }),
  };
}
