import { TributaryError } from '../errors/tributary-error.ts';

/** A dimension's query yields codes that the indicator does not declare. Codes are categories, never identifiers. */
export class UndeclaredCodes extends TributaryError {
  readonly code = 'INDICATOR_UNDECLARED_CODES';
  readonly kind = 'usage';
  readonly audience = 'analyst';

  constructor(facts: {
    readonly indicator: string;
    readonly dimension: string;
    readonly codes: readonly string[];
  }) {
    const shown = facts.codes.slice(0, 10).map((code) => `'${code}'`);
    const more = facts.codes.length > shown.length ? ` and ${facts.codes.length - shown.length} more` : '';
    super(
      `Indicator '${facts.indicator}' yields codes in dimension '${facts.dimension}' that it does not declare: ` +
        `${shown.join(', ')}${more}. Declare them under 'codes', or map them in the query.`,
    );
  }
}

/** A code reads like a total or like the group of a roll-up, so that two different cells would share a key. */
export class AmbiguousCodes extends TributaryError {
  readonly code = 'INDICATOR_AMBIGUOUS_CODES';
  readonly kind = 'usage';
  readonly audience = 'analyst';

  constructor(facts: {
    readonly indicator: string;
    readonly dimension: string;
    readonly codes: readonly string[];
  }) {
    super(
      `Indicator '${facts.indicator}', dimension '${facts.dimension}': ` +
        `${facts.codes.map((code) => `'${code}'`).join(', ')} would stand for two different cells. ` +
        `A code may not be 'Total' and may not also name a group of a roll-up; rename it in the query or in the roll-up.`,
    );
  }
}

/** Two columns of the indicator's tables would have one name. */
export class AmbiguousColumns extends TributaryError {
  readonly code = 'INDICATOR_AMBIGUOUS_COLUMNS';
  readonly kind = 'usage';
  readonly audience = 'analyst';

  constructor(facts: { readonly indicator: string; readonly columns: readonly string[] }) {
    super(
      `Indicator '${facts.indicator}' would have two columns called ` +
        `${facts.columns.map((column) => `'${column}'`).join(', ')}. Rename a dimension or a measure.`,
    );
  }
}

/** A cross or a measure names something that the indicator does not have. */
export class UnknownDimension extends TributaryError {
  readonly code = 'INDICATOR_UNKNOWN_DIMENSION';
  readonly kind = 'usage';
  readonly audience = 'analyst';

  constructor(facts: {
    readonly indicator: string;
    readonly dimension: string;
    readonly known: readonly string[];
  }) {
    super(
      `Indicator '${facts.indicator}' asks for a cross with dimension '${facts.dimension}', which it does not have. ` +
        `It has: ${facts.known.join(', ') || 'none'}.`,
    );
  }
}
