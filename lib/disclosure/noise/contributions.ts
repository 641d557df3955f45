import type { KeyedBytes } from '../model/alteration.ts';
import { finestBelow, finestCodes, finestCount } from '../model/cube.ts';
import type { DescribedTable } from '../model/described-table.ts';
import { ContributionsUnknown } from './errors.ts';

/**
 * The counts of a table in which persons may be in several finest cells, with every person left in at most so many of
 * them. Which of a person's cells stay depends on these cells and a keyed digest alone, never on anybody else.
 * @returns row → quantity → count
 * @throws ContributionsUnknown
 */
export function boundedCounts(
  table: DescribedTable,
  cellsPerPerson: number,
  keyedBytes: KeyedBytes,
): readonly (readonly number[])[] {
  const { axes, cells, system } = table;
  const asMeasured = () => system.rows.map(({ quantities }) => quantities.map(({ value }) => value));
  const names = system.rows[0]?.quantities.map(({ name }) => name) ?? [];
  const finest = Array.from({ length: finestCount(axes) }, (_, number) => {
    const codes = finestCodes(axes, number);
    const members = codes.map((code, axis) => [axes[axis]?.codes.indexOf(code) ?? -1]);
    return { codes, forms: names.map((name) => table.formOf(members, name)) };
  });
  const cellsOf = new Map<number, number[]>();
  finest.forEach(({ forms }, number) => {
    for (const variable of new Set(forms.flat())) {
      const held = cellsOf.get(variable) ?? [];
      held.push(number);
      cellsOf.set(variable, held);
    }
  });
  const over = [...cellsOf].filter(([, numbers]) => numbers.length > cellsPerPerson);
  if (over.length === 0) return asMeasured();
  const rankOf = finest.map(({ codes }) =>
    Buffer.from(keyedBytes(JSON.stringify(['kept cells', codes]))(8)).toString('hex'),
  );
  const rank = (number: number) => rankOf[number] ?? '';
  const kept = new Map(
    over.map(([variable, numbers]) => [
      variable,
      new Set(
        numbers.toSorted((left, right) => (rank(left) < rank(right) ? -1 : 1)).slice(0, cellsPerPerson),
      ),
    ]),
  );
  const persons = (variable: number) => {
    const count = system.truth[variable] ?? null;
    if (count === null) throw new ContributionsUnknown({ cellsPerPerson });
    return count;
  };
  return cells.map((cell) => {
    const inside = finestBelow(axes, cell);
    return names.map((_, quantity) => {
      const counted = new Set<number>();
      for (const number of inside) {
        for (const variable of finest[number]?.forms[quantity] ?? []) {
          if (kept.get(variable)?.has(number) ?? true) counted.add(variable);
        }
      }
      return [...counted].reduce((sum, variable) => sum + persons(variable), 0);
    });
  });
}
