import { type Column, type Contract, KEEPABLE_ROLES, normalisedHeader } from '../workspace/workspace.ts';
import { columnLetters, columnsByHeader, nearlyEqual } from './column-names.ts';
import type { Finding } from './finding.ts';
import { makeFinding } from './make-finding.ts';
import type { FoundColumn } from './read-plan.ts';

/** A name of a column that may be shown although no contract knows it: short, and no number that could be an identifier. */
const SHOWABLE_HEADER = /^\p{L}[\p{L}\p{N} ._/()#-]{0,39}$/u;
const LONG_NUMBER = /\d{4}/;

export interface HeaderMatch {
  readonly columns: readonly FoundColumn[];
  readonly findings: readonly Finding[];
}

/**
 * Finds the contract's columns in a header: by name or alias, in any order.
 * @param header the first row, trimmed
 * @param following some rows after it, to see whether the header stands further down
 */
export function matchHeader(
  header: readonly string[],
  contract: Contract,
  following: readonly (readonly string[])[] = [],
): HeaderMatch {
  const known = columnsByHeader(contract);
  const matches = header.map((name, at) => ({ name, at, column: known.get(normalisedHeader(name)) }));
  const found = matches.filter((match) => match.column !== undefined);
  if (found.length === 0) return { columns: [], findings: [headerMissing(contract, following)] };

  const columns = contract.columns.flatMap((column) => {
    const first = found.find((match) => match.column === column);
    return first === undefined ? [] : [{ name: column.name, header: first.name, at: first.at }];
  });
  const unknown = matches.filter((match) => match.column === undefined && match.name !== '');
  const missing = contract.columns.filter((column) => !columns.some(({ name }) => name === column.name));
  return {
    columns,
    findings: [
      ...columns.flatMap((column) => {
        const places = found
          .filter((match) => match.column?.name === column.name)
          .map(({ at }) => columnLetters(at));
        return places.length < 2 ? [] : [columnTwice(column, places)];
      }),
      ...missing.map((column) =>
        columnMissing(column, isNeeded(column, contract), nearOnes(column, unknown)),
      ),
      ...(unknown.length === 0 ? [] : [columnsUnknown(unknown, 2 * found.length >= header.length)]),
    ],
  };
}

/** A file without this column cannot be taken in. */
function isNeeded(column: Column, contract: Contract): boolean {
  const consent = column.role === 'consent' && contract.requiredConsent.length > 0;
  return column.required || consent || contract.rowKey.includes(column.name);
}

function headerMissing(contract: Contract, following: readonly (readonly string[])[]): Finding {
  const known = columnsByHeader(contract);
  const enough = Math.max(2, contract.columns.length / 2);
  const further = following.findIndex(
    (cells) => cells.filter((cell) => known.has(normalisedHeader(cell))).length >= enough,
  );
  const names = contract.columns.slice(0, 5).map(({ name }) => `"${name}"`);
  const more = contract.columns.length > names.length ? ', …' : '';
  return makeFinding('header_missing', {
    message:
      further < 0
        ? `The first row names none of the columns of this dataset (${names.join(', ')}${more}).`
        : 'The names of the columns stand further down in the file, below a title or other lines.',
    ...(further < 0 ? {} : { remedy: 'Remove the lines above the row with the names of the columns.' }),
    rows: [1],
  });
}

function columnTwice(column: FoundColumn, places: readonly string[]): Finding {
  return makeFinding('column_twice', {
    column: column.header,
    message: `The columns ${places.join(' and ')} of the file both bear a name of the column "${column.name}".`,
    count: places.length,
  });
}

function columnMissing(column: Column, needed: boolean, near: readonly string[]): Finding {
  const hint =
    near.length === 0
      ? ''
      : ` Column ${near.join(' and column ')} of the file is called nearly so: is it meant?`;
  return makeFinding(needed ? 'column_missing' : 'column_absent', {
    column: column.name,
    message: `The file has no column "${column.name}"${needed ? ', which the contract requires' : ''}.${hint}`,
  });
}

/** Columns of the file whose name is one typing error away from one of the contract's. */
function nearOnes(
  column: Column,
  unknown: readonly { readonly name: string; readonly at: number }[],
): readonly string[] {
  const names = [column.name, ...column.aliases].map(normalisedHeader);
  return unknown
    .filter(({ name }) => names.some((wanted) => nearlyEqual(wanted, normalisedHeader(name))))
    .map(({ at }) => columnLetters(at));
}

/** @param isHeader enough names were known for the first row to be a header, and not a row of somebody's data */
function columnsUnknown(
  unknown: readonly { readonly name: string; readonly at: number }[],
  isHeader: boolean,
): Finding {
  const named = unknown.map(({ name, at }) =>
    isHeader && SHOWABLE_HEADER.test(name) && !LONG_NUMBER.test(name)
      ? `"${name}" (${columnLetters(at)})`
      : columnLetters(at),
  );
  return makeFinding('column_unknown', {
    message: `Not in the contract, and dropped: ${named.length === 1 ? 'column' : 'columns'} ${named.join(', ')}.`,
    count: unknown.length,
  });
}

/** Whether what stands in a column could tell who somebody is, so that no message may repeat it. */
export function isIdentifying(column: Column): boolean {
  return column.role !== undefined && !KEEPABLE_ROLES.includes(column.role);
}
