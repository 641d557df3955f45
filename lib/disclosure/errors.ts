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

/** Two indicators that are said to share cells do not agree on one. Codes are categories, never identifiers. */
export class SharedCellsDiffer extends TributaryError {
  readonly code = 'DISCLOSURE_SHARED_CELLS_DIFFER';
  readonly kind = 'refusal';
  readonly audience = 'analyst';

  constructor(facts: {
    readonly indicators: readonly [string, string];
    readonly quantities: readonly [string, string];
    readonly cell: readonly string[];
  }) {
    const [own, other] = facts.indicators;
    const [quantity, as] = facts.quantities;
    super(
      `Indicator '${own}' says that its '${quantity}' is '${as}' of '${other}', and in the cell ` +
        `${facts.cell.join(' × ') || 'Total'} it is not. Make both queries count the same persons, or take the ` +
        `entry out of 'sharesCells'.`,
    );
  }
}

/** An earlier release speaks of something that today's description of the table cannot place. */
export class EarlierReleaseUnknown extends TributaryError {
  readonly code = 'DISCLOSURE_EARLIER_RELEASE_UNKNOWN';
  readonly kind = 'refusal';
  readonly audience = 'analyst';

  constructor(facts: {
    readonly release: string;
    readonly dimension: string;
    readonly code: string;
    /** The dimension as a whole is gone, not the code alone. */
    readonly dimensionGone?: boolean;
  }) {
    super(
      `Release '${facts.release}' shows '${facts.code}' in dimension '${facts.dimension}', and ` +
        (facts.dimensionGone === true
          ? 'the table no longer has that dimension. Keep the dimension declared; its crosses need not be published. '
          : "nothing says what that code is today. Declare under 'former' which of today's codes it stood for (none, if nobody it counted is in the table any more). ") +
        'Until then nothing of this table can be checked against that release, so nothing is published of it.',
    );
  }
}

/** Numbers of an earlier release that no possible data explain, so its codes meant something else than today's. */
export class EarlierReleaseDoesNotAddUp extends TributaryError {
  readonly code = 'DISCLOSURE_EARLIER_RELEASE_DOES_NOT_ADD_UP';
  readonly kind = 'refusal';
  readonly audience = 'analyst';

  constructor(facts: { readonly release: string; readonly cell: readonly string[] }) {
    super(
      `Release '${facts.release}' shows numbers that cannot be sums of what this table is made of; the first is ` +
        `${facts.cell.join(' × ') || 'Total'}. Declare under 'former' what its codes stood for then, and list cells that are ` +
        'possible but empty today with 0. Until then nothing is published of this table.',
    );
  }
}
