/** Which inner cells each row is the sum of, laid out flat: row r's are `cells[offsets[r]]` up to `offsets[r + 1]`. */
export interface Incidence {
  readonly rows: number;
  readonly inner: number;
  readonly offsets: Int32Array;
  readonly cells: Int32Array;
}

export function incidenceOf(below: readonly Int32Array[], inner: number): Incidence {
  const offsets = new Int32Array(below.length + 1);
  below.forEach((cells, row) => {
    offsets[row + 1] = (offsets[row] ?? 0) + cells.length;
  });
  const flat = new Int32Array(offsets.at(-1) ?? 0);
  below.forEach((cells, row) => {
    flat.set(cells, offsets[row]);
  });
  return { rows: below.length, inner, offsets, cells: flat };
}

/** The other way round: inner cell → the rows over it. */
export function turned({ rows, inner, offsets, cells }: Incidence): Incidence {
  const above = Array.from({ length: inner }, (): number[] => []);
  for (let row = 0; row < rows; row += 1) {
    for (let at = offsets[row] ?? 0; at < (offsets[row + 1] ?? 0); at += 1) above[cells[at] ?? 0]?.push(row);
  }
  return incidenceOf(
    above.map((list) => Int32Array.from(list)),
    rows,
  );
}

/** What each row holds in sum, written into `sums`. */
export function sumRows(
  { rows, offsets, cells }: Incidence,
  values: Float64Array,
  sums: Float64Array,
): Float64Array {
  let at = 0;
  for (let row = 0; row < rows; row += 1) {
    const end = offsets[row + 1] ?? 0;
    let sum = 0;
    for (; at < end; at += 1) sum += values[cells[at] ?? 0] ?? 0;
    sums[row] = sum;
  }
  return sums;
}

/** For each inner cell the sum of its rows' values, each times its weight, written into `sums`. */
export function sumAbove(
  { rows, offsets, cells }: Incidence,
  values: Float64Array,
  weights: Float64Array,
  sums: Float64Array,
): Float64Array {
  sums.fill(0);
  let at = 0;
  for (let row = 0; row < rows; row += 1) {
    const end = offsets[row + 1] ?? 0;
    const value = (values[row] ?? 0) * (weights[row] ?? 0);
    for (; at < end; at += 1) {
      const cell = cells[at] ?? 0;
      sums[cell] = (sums[cell] ?? 0) + value;
    }
  }
  return sums;
}

/** What each row misses of what it should hold. */
export function missedBy(table: Incidence, values: Float64Array, given: Float64Array): Float64Array {
  const missed = sumRows(table, values, new Float64Array(table.rows));
  for (let row = 0; row < missed.length; row += 1) missed[row] = (given[row] ?? 0) - (missed[row] ?? 0);
  return missed;
}
