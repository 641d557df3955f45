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

  constructor(facts: { readonly indicator: string; readonly column: string; readonly cell: readonly string[] }) {
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
    super(`The table to be published for '${facts.indicator}' is not the one that was measured: ${facts.what}. Run the integration again.`);
  }
}
