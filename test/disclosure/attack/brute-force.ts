import type { Pattern, Reader, Sensitive, System, Terms } from '../../../lib/disclosure/model/system.ts';

/** What insiders know: variables that are at least so much, or exactly so much. */
type World = readonly { readonly variable: number; readonly low: number; readonly high: number }[];

/** Every table of whole numbers up to `most` a variable that a reader cannot rule out. */
function everyTable(
  system: System,
  hidden: Pattern,
  reader: Reader,
  most: number,
): readonly (readonly number[])[] {
  const known: { terms: Terms; low: number; high: number }[] = [...system.facts];
  const ones = (form: readonly number[], sign = 1) => form.map((variable) => [variable, sign] as const);
  system.rows.forEach(({ quantities, root }, at) => {
    if (!hidden.has(at))
      for (const { form, value, shown } of quantities)
        if (shown) known.push({ terms: ones(form), low: value, high: value });
    const rooted = root === null ? undefined : quantities[root];
    if (hidden.has(at) && reader.zeros === 'published' && rooted !== undefined)
      known.push({ terms: ones(rooted.form), low: 1, high: Number.POSITIVE_INFINITY });
  });
  for (const { left, right } of system.relations)
    known.push({ terms: [...ones(left), ...ones(right, -1)], low: 0, high: 0 });
  const coefficient = known.map(({ terms }) =>
    Array.from({ length: system.variables }, (_, variable) =>
      terms.reduce((sum, [one, times]) => (one === variable ? sum + times : sum), 0),
    ),
  );
  // What the variables still to come can add at least and at most.
  const rest = coefficient.map((row) =>
    Array.from({ length: system.variables + 1 }, (_, from) => ({
      low: row.slice(from).reduce((sum, times) => sum + Math.min(0, times * most), 0),
      high: row.slice(from).reduce((sum, times) => sum + Math.max(0, times * most), 0),
    })),
  );
  const tables: number[][] = [];
  const table = new Array<number>(system.variables).fill(0);
  const sums = known.map(() => 0);
  const search = (variable: number) => {
    const possible = known.every(({ low, high }, at) => {
      const sum = sums[at] ?? 0;
      const { low: least = 0, high: greatest = 0 } = rest[at]?.[variable] ?? {};
      return sum + greatest >= low && sum + least <= high;
    });
    if (!possible) return;
    if (variable === system.variables) {
      tables.push([...table]);
      return;
    }
    for (let value = 0; value <= most; value += 1) {
      table[variable] = value;
      coefficient.forEach((row, at) => {
        sums[at] = (sums[at] ?? 0) + (row[variable] ?? 0) * value;
      });
      search(variable + 1);
      coefficient.forEach((row, at) => {
        sums[at] = (sums[at] ?? 0) - (row[variable] ?? 0) * value;
      });
    }
  };
  search(0);
  return tables;
}

/** Every contributor, and every two, as far as the reader counts them in. */
function worldsOf(system: System, { insiders }: Reader): readonly World[] {
  const worlds: World[] = [[]];
  const here = (variable: number, low: number) => ({ variable, low, high: Number.POSITIVE_INFINITY });
  for (let one = 0; one < system.variables; one += 1) {
    if (insiders >= 1 && (system.truth[one] ?? 0) >= 1) worlds.push([here(one, 1)]);
    if (insiders === 2 && (system.truth[one] ?? 0) >= 2) worlds.push([here(one, 2)]);
    for (let other = 0; other < one; other += 1)
      if (insiders === 2 && (system.truth[one] ?? 0) >= 1 && (system.truth[other] ?? 0) >= 1)
        worlds.push([here(one, 1), here(other, 1)]);
  }
  return worlds;
}

/**
 * Whether a pattern holds, by trying every table of whole numbers: it knows nothing of linear programming, nor of the
 * product's way to tell. Values above `most` are not tried, so only what is bounded below that is told rightly.
 */
export function standsAgainstEveryTable(
  system: System,
  hidden: Pattern,
  sensitive: readonly Sensitive[],
  reader: Reader,
  most: number,
): boolean {
  const tables = everyTable(system, hidden, reader, most);
  return worldsOf(system, reader).every((world) => {
    const left = tables.filter((table) =>
      world.every(
        ({ variable, low, high }) => (table[variable] ?? 0) >= low && (table[variable] ?? 0) <= high,
      ),
    );
    const interval = (terms: Terms) => {
      const values = left.map((table) =>
        terms.reduce((sum, [at, times]) => sum + times * (table[at] ?? 0), 0),
      );
      return { low: Math.min(...values), high: Math.max(...values) };
    };
    const present = (form: readonly number[]) =>
      world.reduce((sum, { variable, low }) => sum + (form.includes(variable) ? low : 0), 0);
    const ofQuantity = (row: number, quantity: number) => {
      const { form = [], value = 0 } = system.rows[row]?.quantities[quantity] ?? {};
      return { ...interval(form.map((at) => [at, 1] as const)), form, value };
    };
    const primary = sensitive.every(({ row, quantity, width, below, above }) => {
      const { low, high, form, value } = ofQuantity(row, quantity);
      const least = reader.zeros === 'published' && system.rows[row]?.root === quantity ? 1 : 0;
      const neededLow = below === undefined ? low : Math.max(value - below, least, present(form));
      return high - low >= width && low <= neededLow && high >= value + (above ?? 0);
    });
    const others = [...hidden].every((row) =>
      (system.rows[row]?.quantities ?? []).every(({ shown, value }, quantity) => {
        if (!shown || (value === 0 && reader.zeros === 'published')) return true;
        const { low, high } = ofQuantity(row, quantity);
        return high - low >= 1;
      }),
    );
    const secrets = system.secrets.every(({ terms, width }) => {
      const { low, high } = interval(terms);
      return high - low >= width;
    });
    return primary && others && secrets;
  });
}
