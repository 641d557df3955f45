import type { DisclosurePolicy } from '../../workspace/workspace.ts';
import type { DescribedTable } from '../model/described-table.ts';
import type { Form, Quantity, Terms } from '../model/system.ts';
import type { EarlierRow, EarlierTable } from './earlier-table.ts';
import { keyReader, type Members } from './key-reader.ts';
import { type LocatedRow, liesIn, vanishedCells } from './vanished.ts';

/** What every row of a table has: its name, what it counts, whether it is shown. */
export type QuantityKind = Pick<Quantity, 'name' | 'role' | 'shown'>;

/** What a release said of the data of its time: a sum lies between two numbers. */
export interface Statement {
  readonly vintage: number;
  /** In entries: the table's variables, then those that only earlier data had. */
  readonly terms: Terms;
  readonly low: number;
  readonly high: number;
  /** For messages. */
  readonly release: string;
  readonly cell: readonly string[];
}

/** A row of an earlier release with what its numbers are sums of. */
export interface ReadRow {
  readonly table: EarlierTable;
  readonly vintage: number;
  readonly row: EarlierRow;
  readonly forms: ReadonlyMap<string, Form>;
}

export interface Reading {
  readonly kinds: readonly QuantityKind[];
  readonly rows: readonly ReadRow[];
  readonly statements: readonly Statement[];
  /** What quantity each entry past the table's variables is of: cells that do not exist today, so hold nobody. */
  readonly vanished: readonly QuantityKind[];
}

/** Equal but for what adding decimals in double precision costs. */
export function isSame(left: number, right: number): boolean {
  return Math.abs(left - right) <= 1e-6 + 1e-9 * Math.abs(right);
}

/** Reads earlier tables in the terms of today's. @throws EarlierReleaseUnknown */
export function readEarlier(
  { axes, system, formOf }: DescribedTable,
  earlier: readonly EarlierTable[],
  vintageOf: readonly number[],
  policy: DisclosurePolicy,
): Reading {
  const kinds = kindsOf(system.rows);
  const root = system.rows.flatMap(({ root: at, quantities }) =>
    at === null ? [] : (quantities[at] ?? []),
  )[0];
  const known = new Map<string, ReadonlyMap<string, Form>>();
  const formsOf = (members: Members) => {
    const key = members.map((of) => of.join()).join(';');
    const forms = known.get(key) ?? new Map(kinds.map(({ name }) => [name, formOf(members, name)]));
    known.set(key, forms);
    return forms;
  };
  const today = (form: Form) => form.reduce((sum, at) => sum + (system.truth[at] ?? Number.NaN), 0);
  const located = earlier.flatMap((table, at): readonly LocatedRow[] => {
    if (table.noisy === true) return [];
    const { membersOf, codesOf } = keyReader(axes, table, (row, members) =>
      Object.entries(table.rows[row]?.values ?? {}).some(([name, value]) => {
        const form = formsOf(members).get(name);
        return form !== undefined && isSame(today(form), value);
      }),
    );
    return table.rows.map((row) => ({
      table,
      vintage: vintageOf[at] ?? 0,
      row,
      codes: codesOf(row.key),
      members: membersOf(row.key),
    }));
  });
  const vanished = vanishedCells(located, formsOf).map((cell, at) => ({
    cell,
    first: system.variables + at * kinds.length,
  }));
  const rows = located.map((cell): ReadRow => {
    const { table, vintage, row, members } = cell;
    const gone = vanished.filter((one) => liesIn(one.cell, cell));
    const forms = [...formsOf(members)].map(
      ([name, form], place) => [name, [...form, ...gone.map(({ first }) => first + place)]] as const,
    );
    return { table, vintage, row, forms: gone.length === 0 ? formsOf(members) : new Map(forms) };
  });
  return {
    kinds,
    rows,
    statements: rows.flatMap((row) => statementsOf(row, kinds, root, policy)),
    vanished: vanished.flatMap(() => kinds),
  };
}

function kindsOf(rows: DescribedTable['system']['rows']): readonly QuantityKind[] {
  const kinds = new Map<string, QuantityKind>();
  for (const { quantities } of rows) {
    for (const { name, role, shown } of quantities)
      if (!kinds.has(name)) kinds.set(name, { name, role, shown });
  }
  return [...kinds.values()];
}

function statementsOf(
  { table, vintage, row, forms }: ReadRow,
  kinds: readonly QuantityKind[],
  root: QuantityKind | undefined,
  policy: DisclosurePolicy,
): readonly Statement[] {
  const about = { vintage, release: table.name, cell: row.key };
  const said = (name: string, low: number, high: number): readonly Statement[] => {
    const form = forms.get(name);
    if (form === undefined || (form.length === 0 && low <= 0 && high >= 0)) return [];
    return [{ ...about, terms: form.map((entry) => [entry, 1] as const), low, high }];
  };
  if (row.values === null) {
    // Zeros were always shown, so what was hidden was at least one.
    const known = (table.zeros ?? policy.zeros) === 'published' && root !== undefined;
    return [
      ...(known ? said(root.name, 1, Number.POSITIVE_INFINITY) : []),
      ...(row.also ?? []).flatMap(({ terms, low, high }) => {
        if (terms.some(([name]) => !forms.has(name))) return [];
        const sum = terms.flatMap(([name, coefficient]) =>
          (forms.get(name) ?? []).map((entry) => [entry, coefficient] as const),
        );
        return [{ ...about, terms: gathered(sum), low, high }];
      }),
    ];
  }
  // A row was held because every change was small; a rounded number is less than the base away from the true one.
  const margin = row.held === true ? policy.threshold - 1 : Math.max(0, (table.roundedTo ?? 1) - 1);
  return kinds.flatMap(({ name, role }) => {
    const value = row.values?.[name];
    if (value === undefined || (row.held === true && role === 'sum')) return [];
    return said(name, value - margin, value + margin);
  });
}

/** Each entry once, ascending. */
export function gathered(terms: Terms): Terms {
  const sums = new Map<number, number>();
  for (const [entry, coefficient] of terms) sums.set(entry, (sums.get(entry) ?? 0) + coefficient);
  return [...sums].filter(([, coefficient]) => coefficient !== 0).sort(([left], [right]) => left - right);
}
