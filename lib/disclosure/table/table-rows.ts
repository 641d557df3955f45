import { TOTAL } from '../../indicators/measure.ts';
import { codesAbove, type Hierarchies } from './table-axes.ts';
import { TableDoesNotFit } from './table-errors.ts';
import type { TablePolicy } from './table-policy.ts';

/** A row of a CSV file: column → text. */
export type TextRow = Readonly<Record<string, string>>;

/** Rows of one file with the numbers that a spreadsheet gives them; the header is row 1. */
export interface Rows {
  /** What messages call the file. */
  readonly file?: string | undefined;
  readonly rows: readonly { readonly fields: TextRow; readonly row: number }[];
}

export interface SortedRows {
  /** Rows of finest cells, or of units. */
  readonly inner: Rows;
  /** Rows of totals and groups; there only where the policy says what a margin reads. */
  readonly margins: Rows;
}

/** Columns that the protected table has beside the dimensions. */
const RESERVED: readonly string[] = ['value', 'status'];

/**
 * Holds a table against its policy, column by column, and tells rows of finest cells from rows of margins.
 * @throws TableDoesNotFit
 */
export function sortRows(
  document: TablePolicy,
  table: readonly TextRow[],
  hierarchies: Hierarchies,
  file?: string,
): SortedRows {
  checkColumns(document, table);
  checkCrosses(document);
  const names = Object.keys(document.dimensions);
  const { total } = document;
  const above = new Map(
    names.map((name) => [
      name,
      codesAbove(document, name, new Set(table.map((fields) => fields[name] ?? '')), hierarchies),
    ]),
  );
  const isAbove = (fields: TextRow) => (name: string) => above.get(name)?.has(fields[name] ?? '') === true;
  const inner: Rows['rows'][number][] = [];
  const margins: Rows['rows'][number][] = [];
  table.forEach((fields, at) => {
    const row = at + 2;
    const place = { file, row };
    if (total !== undefined && names.some((name) => fields[name] === total || isAbove(fields)(name))) {
      margins.push({ fields, row });
      return;
    }
    for (const column of names) {
      const code = fields[column] ?? '';
      if (code === '') throw new TableDoesNotFit({ what: { kind: 'field empty', place, column } });
      if (code === TOTAL) throw new TableDoesNotFit({ what: { kind: 'code is a total', place, column } });
      if (isAbove(fields)(column))
        throw new TableDoesNotFit({ what: { kind: 'code is a group', place, column, code } });
    }
    inner.push({ fields, row });
  });
  if (inner.length === 0) throw new TableDoesNotFit({ what: { kind: 'empty' } });
  return { inner: { file, rows: inner }, margins: { file, rows: margins } };
}

function checkColumns(document: TablePolicy, table: readonly TextRow[]): void {
  const refuse = (what: ConstructorParameters<typeof TableDoesNotFit>[0]['what']): never => {
    throw new TableDoesNotFit({ what });
  };
  if (document.records && document.count !== undefined) refuse({ kind: 'count of records' });
  if (document.records && document.total !== undefined)
    refuse({
      kind: 'settings',
      problem: "'total' belongs to tables of counts: rows that are units hold no margins.",
    });
  if (!document.records && document.unit !== undefined) refuse({ kind: 'unit of counts' });
  if (!document.records && document.count === undefined) refuse({ kind: 'count not named' });
  const dimensions = Object.keys(document.dimensions);
  if (dimensions.length === 0) refuse({ kind: 'no dimension' });
  const reserved = dimensions.find((name) => RESERVED.includes(name));
  if (reserved !== undefined) refuse({ kind: 'column reserved', column: reserved });
  const groups = Object.values(document.dimensions).flatMap((dimension) => dimension.groups);
  const single = [...dimensions, ...document.ignore, document.count, document.unit];
  const named = [...single, ...new Set(groups)].filter((column) => column !== undefined);
  const twice = named.find((column, at) => named.indexOf(column) !== at);
  if (twice !== undefined) refuse({ kind: 'column named twice', column: twice });
  const [first] = table;
  if (first === undefined) throw new TableDoesNotFit({ what: { kind: 'empty' } });
  const has = Object.keys(first);
  const missing = named.find((column) => !has.includes(column));
  if (missing !== undefined) refuse({ kind: 'column missing', column: missing, has });
  const left = has.filter((column) => !named.includes(column));
  if (left.length > 0) refuse({ kind: 'column not named', columns: left, records: document.records });
}

function checkCrosses(document: TablePolicy): void {
  const known = Object.keys(document.dimensions);
  const lists = [
    ...(document.tables ?? []).map((names) => ({ under: 'tables', names })),
    ...document.policy.keep.map((pattern) => ({ under: 'keep', names: Object.keys(pattern) })),
  ];
  for (const { under, names } of lists) {
    const unknown = names.find((name) => !known.includes(name));
    if (unknown !== undefined)
      throw new TableDoesNotFit({ what: { kind: 'dimension unknown', dimension: unknown, under } });
    const twice = names.find((name, at) => names.indexOf(name) !== at);
    if (twice !== undefined)
      throw new TableDoesNotFit({ what: { kind: 'dimension twice', dimension: twice } });
  }
}
