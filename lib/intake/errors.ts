import { type Audience, type Kind, TributaryError } from '../errors/tributary-error.ts';
import type { DatasetId } from '../workspace/model.ts';

/** A name that cannot become part of a place in the landing zone. */
export class UnsafeName extends TributaryError {
  readonly code = 'UNSAFE_NAME';
  readonly kind: Kind = 'usage';
  readonly audience: Audience = 'steward';

  constructor(what: 'agency' | 'dataset' | 'period' | 'delivery id') {
    super(
      `The name of the ${what} holds characters that no folder of the landing zone may have. Use the name as the workspace spells it.`,
    );
  }
}

/** A row rule that is no boolean expression over the columns of the contract. */
export class RuleNotAllowed extends TributaryError {
  readonly code = 'RULE_NOT_ALLOWED';
  readonly kind: Kind = 'usage';
  readonly audience: Audience = 'operator';

  constructor(dataset: DatasetId, rule: string, reason: string) {
    super(
      `The rule "${rule}" in the contract of ${dataset} cannot be used: ${reason}. Correct its expression in the contract.`,
    );
  }
}

/** A pattern of a contract that is no regular expression (RE2: no look-around, no back-references). */
export class PatternNotAllowed extends TributaryError {
  readonly code = 'PATTERN_NOT_ALLOWED';
  readonly kind: Kind = 'usage';
  readonly audience: Audience = 'operator';

  constructor(dataset: DatasetId, column: string) {
    super(
      `The pattern of column "${column}" in the contract of ${dataset} is no regular expression of the kind understood here (RE2, which has no look-around and no back-references). Correct it in the contract.`,
    );
  }
}

/** A date format of a contract that cannot be understood. */
export class DateFormatUnknown extends TributaryError {
  readonly code = 'DATE_FORMAT_UNKNOWN';
  readonly kind: Kind = 'usage';
  readonly audience: Audience = 'operator';

  constructor(dataset: DatasetId, column: string, format: string) {
    super(
      `The date format "${format}" of column "${column}" in the contract of ${dataset} is not understood. Write it with yyyy, MM, dd (M, d, MMM, yy where they fit), for instance yyyy-MM-dd or M/d/yyyy.`,
    );
  }
}

/** A limit of a contract that is no value of its column's type. */
export class LimitNotAllowed extends TributaryError {
  readonly code = 'LIMIT_NOT_ALLOWED';
  readonly kind: Kind = 'usage';
  readonly audience: Audience = 'operator';

  constructor(dataset: DatasetId, column: string) {
    super(
      `The minimum or maximum of column "${column}" in the contract of ${dataset} does not fit the column's type. Write a number for numbers and a date as yyyy-MM-dd for dates.`,
    );
  }
}

/** A column of a contract bears a name that intake needs for itself. */
export class ColumnNameReserved extends TributaryError {
  readonly code = 'COLUMN_NAME_RESERVED';
  readonly kind: Kind = 'usage';
  readonly audience: Audience = 'operator';

  constructor(dataset: DatasetId, column: string) {
    super(
      `The contract of ${dataset} calls a column "${column}", a name that intake keeps for itself. Give it another name and list the old one as an alias.`,
    );
  }
}

/** The file in the landing zone is no longer the one that was read before. */
export class DeliveryChanged extends TributaryError {
  readonly code = 'DELIVERY_CHANGED';
  readonly kind: Kind = 'refusal';
  readonly audience: Audience = 'steward';

  /** @param deliveryId left out where the file is only tried out */
  constructor(deliveryId?: string) {
    const what = deliveryId === undefined ? 'The file' : `The file of delivery ${deliveryId}`;
    super(`${what} changed while it was being read. Deliver it again.`);
  }
}

/** A newer file was put in the place of the one that is being taken in; it is looked at by itself. */
export class DeliverySuperseded extends TributaryError {
  readonly code = 'DELIVERY_SUPERSEDED';
  readonly kind: Kind = 'refusal';
  readonly audience: Audience = 'steward';

  constructor(deliveryId: string) {
    super(
      `A newer file was put in the place of delivery ${deliveryId} while it was being taken in. Only the newer one counts; it gets a receipt of its own.`,
    );
  }
}

/** The engine stopped in the middle of a check. Its own words may hold values, so they are not passed on. */
export class CheckFailed extends TributaryError {
  readonly code = 'CHECK_FAILED';
  readonly kind: Kind = 'fault';
  readonly audience: Audience = 'operator';

  constructor(dataset: DatasetId, doing: string) {
    super(
      `Checking a delivery of ${dataset} stopped at: ${doing}. Nothing was taken in; try again, and report this if it stays.`,
    );
  }
}

/** A rule that is a sound expression, but for which the types of its columns do not fit. */
export class RuleDoesNotFit extends TributaryError {
  readonly code = 'RULE_DOES_NOT_FIT';
  readonly kind: Kind = 'usage';
  readonly audience: Audience = 'operator';

  constructor(dataset: DatasetId, rule: string) {
    super(
      `The rule "${rule}" in the contract of ${dataset} does not fit the types of its columns (a date compared with a number, for instance), or yields no true or false. Correct its expression in the contract.`,
    );
  }
}
