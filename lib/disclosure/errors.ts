import { TributaryError } from '../errors/tributary-error.ts';

/** Margins and cells that are published together do not add up. */
export class PublishedCellsDisagree extends TributaryError {
  readonly code = 'DISCLOSURE_CELLS_DISAGREE';
  readonly kind = 'fault';
  readonly audience = 'operator';

  constructor() {
    super(
      'The numbers to be published cannot all be true: some margin is not the sum of its cells. ' +
        'Nothing was published of this indicator. Measure it anew; if this comes again, report it as a defect.',
    );
  }
}

/** A margin is not the sum of its cells because somebody counts in several of them. */
export class CellsDoNotAddUp extends TributaryError {
  readonly code = 'DISCLOSURE_CELLS_DO_NOT_ADD_UP';
  readonly kind = 'refusal';
  readonly audience = 'analyst';

  constructor(facts: {
    readonly indicator: string;
    readonly column: string;
    readonly cell: readonly string[];
  }) {
    super(
      `Indicator '${facts.indicator}': '${facts.column}' of the cell ${facts.cell.join(' × ') || 'Total'} is not the sum of its parts, ` +
        `so some person has several codes in a dimension. Declare that dimension 'multiple: true', or make the query choose one code.`,
    );
  }
}

/** An audit that would take too long; what is not audited is not published. */
export class AuditTooLarge extends TributaryError {
  readonly code = 'DISCLOSURE_AUDIT_TOO_LARGE';
  readonly kind = 'refusal';
  readonly audience = 'operator';

  constructor(facts: { readonly programs: number }) {
    super(
      `The audit of the protection did not end within its limit (${facts.programs} linear programs were solved). ` +
        `Nothing was published of this table. Publish fewer crosses or coarser codes.`,
    );
  }
}

/** A table in which everything would have to be hidden. */
export class NothingLeftToPublish extends TributaryError {
  readonly code = 'DISCLOSURE_NOTHING_LEFT';
  readonly kind = 'refusal';
  readonly audience = 'analyst';

  constructor() {
    super(
      'Everything in this table would have to be hidden, its total included. Nothing was published of it. ' +
        'Publish coarser codes or fewer dimensions, or leave the table out.',
    );
  }
}

/** The audit found that something hidden can be worked out. */
export class ProtectionFailed extends TributaryError {
  readonly code = 'DISCLOSURE_PROTECTION_FAILED';
  readonly kind = 'refusal';
  readonly audience = 'operator';

  constructor(facts: { readonly table: string; readonly determined: number; readonly narrow: number }) {
    super(
      `The audit refused '${facts.table}': ${facts.determined} hidden numbers can be worked out exactly and ` +
        `${facts.narrow} more closely than the policy allows. Nothing was published of it.`,
    );
  }
}

/** A published table that does not belong to the cells that it is audited against. */
export class PublishedRowsDiffer extends TributaryError {
  readonly code = 'DISCLOSURE_PUBLISHED_ROWS_DIFFER';
  readonly kind = 'refusal';
  readonly audience = 'operator';

  constructor(facts: { readonly indicator: string; readonly what: string }) {
    super(
      `The table to be published for '${facts.indicator}' is not the one that was measured: ${facts.what}. Run the integration again.`,
    );
  }
}

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

export type TableFault =
  | { readonly kind: 'column missing'; readonly column: string; readonly has: readonly string[] }
  | { readonly kind: 'column not named'; readonly columns: readonly string[] }
  | { readonly kind: 'count not named' }
  | { readonly kind: 'count not whole'; readonly row: number; readonly column: string }
  | { readonly kind: 'code is a total'; readonly row: number; readonly column: string }
  | { readonly kind: 'cell twice'; readonly rows: readonly [number, number] }
  | { readonly kind: 'margin differs'; readonly row: number }
  | { readonly kind: 'group differs'; readonly row: number; readonly column: string }
  | { readonly kind: 'hierarchy'; readonly file: string; readonly row: number; readonly problem: string }
  | { readonly kind: 'group is a code'; readonly dimension: string; readonly code: string }
  | { readonly kind: 'dimension unknown'; readonly dimension: string }
  | { readonly kind: 'empty' };

function sentenceFor(what: TableFault): string {
  switch (what.kind) {
    case 'column missing':
      return `The policy names column '${what.column}', which the table does not have. It has: ${what.has.join(', ')}.`;
    case 'column not named':
      return `The policy says nothing of ${what.columns.map((column) => `'${column}'`).join(', ')}. Put them under 'dimensions' or under 'ignore'.`;
    case 'count not named':
      return "The policy needs 'count' (the column of counts), or 'records: true' where each row is one unit.";
    case 'count not whole':
      return `Row ${what.row}: '${what.column}' must be a whole number, zero or more.`;
    case 'code is a total':
      return `Row ${what.row}: '${what.column}' reads 'Total', which no code may be called. If the table holds margins, say so with 'total: Total'.`;
    case 'cell twice':
      return `Rows ${what.rows[0]} and ${what.rows[1]} are the same cell. Add them up, or set 'records: true'.`;
    case 'margin differs':
      return `Row ${what.row}: the margin in the table is not the sum of its cells.`;
    case 'group differs':
      return `Row ${what.row}: '${what.column}' gives a code another group than an earlier row did.`;
    case 'hierarchy':
      return `${what.file}, row ${what.row}: ${what.problem}.`;
    case 'group is a code':
      return `Dimension '${what.dimension}': '${what.code}' names a group and also a code or another group. Rename one.`;
    case 'dimension unknown':
      return `'tables' names '${what.dimension}', which is not among the dimensions.`;
    case 'empty':
      return 'The table has no rows.';
  }
}
