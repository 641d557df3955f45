import { EMPTY, Span, scaledAt, type Vector } from './span.ts';

/**
 * Vectors written with fewer positions such that just the same combinations of them are zero: of the columns of their
 * matrix only so many are kept as are independent, all others being combinations of those. Published sums are far
 * fewer than the unknowns they are sums of, and the finest of them come out with one position or two.
 * @param size how many positions the vectors have
 * @returns the vectors in the order given, and how many positions they now have
 */
export function onFewerPositions(
  vectors: readonly Vector[],
  size: number,
): { readonly vectors: readonly Vector[]; readonly size: number } {
  const columns = columnsOf(vectors, size);
  const span = new Span(vectors.length);
  const places = new Int32Array(size).fill(-1);
  let kept = 0;
  for (let position = 0; position < size; position += 1) {
    const rest = span.reduce(columns[position] ?? EMPTY);
    const pivot = shortest(rest, vectors);
    if (pivot === -1) continue;
    span.add(pivot, scaledAt(rest, pivot));
    places[position] = kept;
    kept += 1;
  }
  return { vectors: vectors.map((vector) => moved(vector, places)), size: kept };
}

/** By position, which vectors have something there, and what. */
function columnsOf(vectors: readonly Vector[], size: number): readonly Vector[] {
  const lengths = new Int32Array(size);
  for (const { at } of vectors) for (const position of at) lengths[position] = (lengths[position] ?? 0) + 1;
  const columns = Array.from(lengths, (length) => ({
    at: new Int32Array(length),
    by: new Float64Array(length),
  }));
  const filled = new Int32Array(size);
  vectors.forEach(({ at, by }, id) => {
    at.forEach((position, index) => {
      const column = columns[position];
      const next = filled[position] ?? 0;
      if (column === undefined) return;
      column.at[next] = id;
      column.by[next] = by[index] ?? 0;
      filled[position] = next + 1;
    });
  });
  return columns;
}

/** Of the vectors that a column stands in, the one with the fewest positions: it stands in the fewest other columns. */
function shortest({ at }: Vector, vectors: readonly Vector[]): number {
  let best = -1;
  let fewest = Number.POSITIVE_INFINITY;
  for (const id of at) {
    const length = vectors[id]?.at.length ?? 0;
    if (length > fewest || (length === fewest && id > best)) continue;
    best = id;
    fewest = length;
  }
  return best;
}

function moved({ at, by }: Vector, places: Int32Array): Vector {
  const isKept = (position: number | undefined) => (places[position ?? 0] ?? -1) >= 0;
  return {
    at: at.filter(isKept).map((position) => places[position] ?? 0),
    by: by.filter((_, index) => isKept(at[index])),
  };
}
