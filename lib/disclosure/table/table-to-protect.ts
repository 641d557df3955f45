import type { DescribedTable } from '../model/described-table.ts';
import { unknownInKeep } from '../model/keep.ts';
import { checkMargins } from './check-margins.ts';
import { describeTable, type Published } from './describe-table.ts';
import { type InnerCells, innerCells } from './inner-cells.ts';
import { type Hierarchies, tableAxes } from './table-axes.ts';
import { TableDoesNotFit } from './table-errors.ts';
import type { TablePolicy } from './table-policy.ts';
import { sortRows, type TextRow } from './table-rows.ts';

/** A table with what is to be published of it. */
export interface TableToProtect {
  readonly described: DescribedTable;
  readonly published: Published;
  readonly inner: InnerCells;
}

/** The table as disclosure control sees it. @throws TableDoesNotFit */
export function tableToProtect(
  document: TablePolicy,
  table: readonly TextRow[],
  hierarchies: Hierarchies,
  file?: string,
): TableToProtect {
  const { inner: rows, margins } = sortRows(document, table, hierarchies, file);
  const axes = tableAxes(document, rows, hierarchies);
  const unknown = unknownInKeep(axes, document.policy.keep);
  if (unknown !== null)
    throw new TableDoesNotFit({
      what: { kind: 'code unknown', dimension: unknown.dimension, code: unknown.code ?? '' },
    });
  const rollupsOnly = Object.entries(document.dimensions).flatMap(([name, { publish }]) =>
    publish === 'rollups' ? [name] : [],
  );
  const published = {
    crosses: document.tables ?? [axes.map(({ name }) => name)],
    rollupsOnly: new Set(rollupsOnly),
  };
  const inner = innerCells(document, axes, rows);
  const described = describeTable(axes, inner, published);
  checkMargins(document, described, margins);
  return { described, published, inner };
}
