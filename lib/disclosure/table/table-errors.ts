import { TributaryError } from '../../errors/tributary-error.ts';

/** A policy for `tributary protect` that sets no threshold. */
export class TablePolicyIncomplete extends TributaryError {
  readonly code = 'DISCLOSURE_POLICY_INCOMPLETE';
  readonly kind = 'usage';
  readonly audience = 'analyst';

  constructor() {
    super("The policy says neither 'preset' nor 'policy: { threshold: … }'. One of the two is needed.");
  }
}

/** Something in a table, or in what the policy says of it, that does not fit. */
export class TableDoesNotFit extends TributaryError {
  readonly code = 'DISCLOSURE_TABLE_DOES_NOT_FIT';
  readonly kind = 'usage';
  readonly audience = 'analyst';

  constructor(facts: { readonly what: TableFault }) {
    super(sentenceFor(facts.what));
  }
}

/** Where in which file; the header is row 1. */
export interface Place {
  readonly file?: string | undefined;
  readonly row: number;
}

/** What is wrong with a count, without saying what stands there. */
export type CountProblem = 'empty' | 'negative' | 'fraction' | 'separators' | 'too large' | 'no number';

export type TableFault =
  | { readonly kind: 'unreadable'; readonly file: string; readonly problem: string }
  | { readonly kind: 'column missing'; readonly column: string; readonly has: readonly string[] }
  | { readonly kind: 'column twice'; readonly file: string; readonly column: string }
  | {
      readonly kind: 'fields';
      readonly place: Place;
      readonly fields: number;
      readonly columns: number;
    }
  | { readonly kind: 'blank row'; readonly place: Place }
  | { readonly kind: 'column not named'; readonly columns: readonly string[]; readonly records: boolean }
  | { readonly kind: 'column named twice'; readonly column: string }
  | { readonly kind: 'column reserved'; readonly column: string }
  | { readonly kind: 'count not named' }
  | { readonly kind: 'count of records' }
  | { readonly kind: 'unit of counts' }
  | { readonly kind: 'no dimension' }
  | {
      readonly kind: 'count not whole';
      readonly place: Place;
      readonly column: string;
      readonly problem: CountProblem;
    }
  | { readonly kind: 'code is a total'; readonly place: Place; readonly column: string }
  | {
      readonly kind: 'code is a group';
      readonly place: Place;
      readonly column: string;
      readonly code: string;
    }
  | { readonly kind: 'field empty'; readonly place: Place; readonly column: string }
  | { readonly kind: 'cell twice'; readonly place: Place; readonly first: number }
  | { readonly kind: 'margin differs'; readonly place: Place }
  | { readonly kind: 'margin unknown'; readonly place: Place; readonly column: string }
  | { readonly kind: 'group differs'; readonly place: Place; readonly column: string }
  | { readonly kind: 'hierarchy'; readonly place: Place; readonly problem: string }
  | { readonly kind: 'group is a code'; readonly dimension: string; readonly code: string }
  | { readonly kind: 'no rollup'; readonly dimension: string }
  | { readonly kind: 'dimension unknown'; readonly dimension: string; readonly under: string }
  | { readonly kind: 'dimension twice'; readonly dimension: string }
  | { readonly kind: 'code unknown'; readonly dimension: string; readonly code: string }
  | { readonly kind: 'too many cells'; readonly limit: number }
  | { readonly kind: 'settings'; readonly problem: string }
  | { readonly kind: 'empty' };

const COUNT_PROBLEMS: Readonly<Record<CountProblem, string>> = {
  empty: 'is empty; write 0 where the cell is possible and nobody is in it',
  negative: 'is negative, and a count is zero or more',
  fraction: 'is no whole number; counts are of units',
  separators: 'has separators between its digits; write the digits alone',
  'too large': 'is larger than can be counted exactly (15 digits)',
  'no number': 'is no number; a count is a whole number, zero or more',
};

/** `places.csv, row 3: `; the row alone where the file has no name. */
function at({ file, row }: Place): string {
  return file === undefined ? `Row ${row}: ` : `${file}, row ${row}: `;
}

function quoted(names: readonly string[]): string {
  return names.map((name) => `'${name}'`).join(', ');
}

function sentenceFor(what: TableFault): string {
  switch (what.kind) {
    case 'unreadable':
      return `${what.file} cannot be read as a table. ${what.problem}`;
    case 'column missing':
      return `The policy names column '${what.column}', which the table does not have. It has: ${what.has.join(', ')}.`;
    case 'column twice':
      return `${what.file}, row 1: ${what.column === '' ? 'a column has no name' : `two columns are called '${what.column}'`}. Name each column, and each differently.`;
    case 'fields':
      return `${at(what.place)}it has ${what.fields} fields, and the header has ${what.columns}. Put fields that hold a comma into double quotes.`;
    case 'blank row':
      return `${at(what.place)}the row is blank. Take it out.`;
    case 'column not named':
      return `The policy says nothing of ${quoted(what.columns)}. Put ${what.columns.length === 1 ? 'it' : 'them'} under 'dimensions' or under 'ignore'${what.records ? ", or name the column of units with 'unit'" : ''}.`;
    case 'column named twice':
      return `The policy uses column '${what.column}' for two things. A column is a dimension, a group, the count, the unit, or ignored.`;
    case 'column reserved':
      return `A dimension cannot be called '${what.column}': the protected table has a column of that name. Rename the column.`;
    case 'count not named':
      return "The policy needs 'count' (the column of counts), or 'records: true' where each row is one unit.";
    case 'count of records':
      return "The policy says 'records: true', so each row is one unit, and also names a column of counts. Leave out one of the two.";
    case 'unit of counts':
      return "'unit' belongs to 'records: true': a table of counts does not say who is in a cell. Leave out 'unit'.";
    case 'no dimension':
      return "The policy names no dimension, so there is nothing to publish. Name columns under 'dimensions'.";
    case 'count not whole':
      return `${at(what.place)}'${what.column}' ${COUNT_PROBLEMS[what.problem]}.`;
    case 'code is a total':
      return `${at(what.place)}'${what.column}' reads 'Total', which no code may be called. If the table holds margins, say so with 'total: Total'.`;
    case 'code is a group':
      return `${at(what.place)}'${what.column}' reads '${what.code}', which stands above other codes. Give what belongs to no code below it a code of its own ('${what.code} other'), or say with 'total' that the table holds margins.`;
    case 'field empty':
      return `${at(what.place)}'${what.column}' is empty. Write a code for what is not known, such as 'unknown'.`;
    case 'cell twice':
      return `${at(what.place)}this is the same cell as row ${what.first}. Add them up, or set 'records: true' where each row is one unit.`;
    case 'margin differs':
      return `${at(what.place)}the margin in the table is not the sum of its cells.`;
    case 'margin unknown':
      return `${at(what.place)}this is a margin, and no row gives a cell below it ('${what.column}'). Correct its codes, or leave it out.`;
    case 'group differs':
      return `${at(what.place)}'${what.column}' gives a code another group than an earlier row did. A code has one group.`;
    case 'hierarchy':
      return `${at(what.place)}${what.problem}.`;
    case 'group is a code':
      return `Dimension '${what.dimension}': '${what.code}' names a group and also a code or another group. Rename one.`;
    case 'no rollup':
      return `Dimension '${what.dimension}' says 'publish: rollups', and has none. Give it 'hierarchies' or 'groups'.`;
    case 'dimension unknown':
      return `'${what.under}' names '${what.dimension}', which is not among the dimensions.`;
    case 'dimension twice':
      return `'tables' names '${what.dimension}' twice in one cross. Name it once.`;
    case 'code unknown':
      return `'keep' names '${what.code}', which is no code, group or 'Total' of '${what.dimension}'.`;
    case 'too many cells':
      return `The crosses would have more than ${what.limit.toLocaleString('en-US')} published cells. Publish fewer crosses or coarser codes.`;
    case 'settings':
      return what.problem;
    case 'empty':
      return 'The table has no rows.';
  }
}
