import highs, { type Highs } from 'highs';

/**
 * An attack written apart from the product: it reads tables as `table.csv` has them and knows nothing of
 * `lib/disclosure`. Every inner cell is a whole number, every shown cell an equation; each hidden cell is minimised and
 * maximised from scratch, by the solver's own text format. Slow and plain on purpose.
 */
export interface PublishedTable {
  readonly dimensions: readonly string[];
  readonly rows: readonly { readonly key: readonly string[]; readonly value: number | null }[];
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

export interface Bounds {
  readonly table: number;
  readonly key: readonly string[];
  readonly low: number;
  readonly high: number;
}

const load = highs as unknown as () => Promise<Highs>;

/** What a reader of all these tables can still think possible, for every hidden cell of each. */
export async function attackApart(
  tables: readonly PublishedTable[],
  known: Known,
): Promise<readonly Bounds[]> {
  const solver = await load();
  const members = tables.map(({ dimensions, rows }) => rows.map(({ key }) => below(dimensions, key, known)));
  const constraints = tables.flatMap(({ rows }, table) =>
    rows.flatMap(({ value }, at) => {
      const sum = (members[table]?.[at] ?? []).map((cell) => `x${cell}`).join(' + ');
      if (value !== null) return [`${sum} = ${value}`];
      return known.zerosShown ? [`${sum} >= 1`] : [];
    }),
  );
  const integers = known.whole ? `General\n${known.inner.map((_, cell) => `x${cell}`).join('\n')}\n` : '';
  const end = (sense: 'Minimize' | 'Maximize', cells: readonly number[]): number => {
    const text = `${sense}\n obj: ${cells.map((cell) => `x${cell}`).join(' + ')}\nSubject To\n${constraints
      .map((constraint, at) => ` c${at}: ${constraint}`)
      .join('\n')}\n${integers}End\n`;
    const { Status, ObjectiveValue } = solver.solve(text);
    if (Status === 'Infeasible') throw new Error('the tables contradict one another');
    if (Status === 'Optimal') return ObjectiveValue;
    return sense === 'Maximize' ? Number.POSITIVE_INFINITY : Number.NEGATIVE_INFINITY;
  };
  return tables.flatMap(({ rows }, table) =>
    rows.flatMap(({ key, value }, at) => {
      if (value !== null) return [];
      const cells = members[table]?.[at] ?? [];
      return [
        {
          table,
          key,
          low: Math.ceil(end('Minimize', cells) - 1e-6),
          high: Math.floor(end('Maximize', cells) + 1e-6),
        },
      ];
    }),
  );
}

/** The inner cells below a published one. */
function below(dimensions: readonly string[], key: readonly string[], known: Known): readonly number[] {
  return known.inner.flatMap((codes, cell) => {
    const inside = dimensions.every((dimension, at) => {
      const code = codes[dimension] ?? '';
      const wanted = key[at];
      return wanted === 'Total' || wanted === code || known.groupsOf(dimension, code).includes(wanted ?? '');
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
