import { TributaryError } from '../../errors/tributary-error.ts';

/** A sum of amounts under a policy of differential privacy. */
export class AmountsCannotBeNoisy extends TributaryError {
  readonly code = 'DISCLOSURE_AMOUNTS_CANNOT_BE_NOISY';
  readonly kind = 'refusal';
  readonly audience = 'analyst';

  constructor(facts: { readonly quantity: string }) {
    super(
      `'${facts.quantity}' is a sum of amounts. Differential privacy is offered for counts of people alone: ` +
        'one person may add any amount, so no noise covers it. ' +
        'Publish counts and rates here, or protect the amount by suppression.',
    );
  }
}

/** A number of the table that the shown ones do not give, so no noise was drawn for it. */
export class NumberHasNoNoise extends TributaryError {
  readonly code = 'DISCLOSURE_NUMBER_HAS_NO_NOISE';
  readonly kind = 'fault';
  readonly audience = 'operator';

  constructor(facts: { readonly quantity: string }) {
    super(
      `'${facts.quantity}' is not shown and does not follow from what is shown, so it has no noise and was not given out. ` +
        'Nothing was published of this table; report it as a defect.',
    );
  }
}

/** What persons contribute cannot be bounded, because some of it is not known. */
export class ContributionsUnknown extends TributaryError {
  readonly code = 'DISCLOSURE_CONTRIBUTIONS_UNKNOWN';
  readonly kind = 'fault';
  readonly audience = 'operator';

  constructor(facts: { readonly cellsPerPerson: number }) {
    super(
      `Persons were to count in at most ${facts.cellsPerPerson} cells, but the measured table does not say in which they are. ` +
        'Measure it anew; if this comes again, report it as a defect.',
    );
  }
}

/** An owner's privacy budget would be overdrawn. */
export class BudgetOverdrawn extends TributaryError {
  readonly code = 'DISCLOSURE_BUDGET_OVERDRAWN';
  readonly kind = 'refusal';
  readonly audience = 'operator';

  constructor(facts: {
    readonly agency: string;
    readonly indicator: string;
    readonly budget: number;
    readonly spent: number;
    readonly asked: number;
    readonly left: number;
  }) {
    super(
      `'${facts.indicator}' asks for ρ = ${facts.asked} of the privacy budget of '${facts.agency}', which has ${facts.left} left ` +
        `(${facts.spent} of ${facts.budget} is spent). Nothing was published of it. ` +
        `Let the owner raise 'privacyBudget', or publish fewer noisy indicators or less often.`,
    );
  }
}

/** An owner whose data a noisy indicator uses has set no privacy budget. */
export class BudgetMissing extends TributaryError {
  readonly code = 'DISCLOSURE_BUDGET_MISSING';
  readonly kind = 'refusal';
  readonly audience = 'operator';

  constructor(facts: { readonly agency: string; readonly indicator: string }) {
    super(
      `'${facts.indicator}' is to be published with differential privacy, but '${facts.agency}' has set no budget for it. ` +
        `Write 'privacyBudget: { rho: … }' into the agency's file.`,
    );
  }
}

/** The record of what was spent has gaps or cannot be read. */
export class BudgetLedgerDamaged extends TributaryError {
  readonly code = 'DISCLOSURE_BUDGET_LEDGER_DAMAGED';
  readonly kind = 'fault';
  readonly audience = 'operator';

  constructor(facts: { readonly entry: number }) {
    super(
      `Entry ${facts.entry} of the privacy ledger is missing or cannot be read, so nobody can tell what is left. ` +
        'Restore it from its earlier version or a backup; nothing noisy is published until then.',
    );
  }
}

/** Others wrote to the ledger at the same moment too often. */
export class BudgetLedgerBusy extends TributaryError {
  readonly code = 'DISCLOSURE_BUDGET_LEDGER_BUSY';
  readonly kind = 'fault';
  readonly audience = 'operator';
  override readonly retry = 'later';

  constructor() {
    super('Others wrote to the privacy ledger at the same moment, again and again. Run the command again.');
  }
}

/** Under noise, codes that are published because somebody has them. */
export class CodesTellOfPeople extends TributaryError {
  readonly code = 'DISCLOSURE_CODES_TELL_OF_PEOPLE';
  readonly kind = 'refusal';
  readonly audience = 'analyst';

  constructor(facts: { readonly indicator: string; readonly dimension: string }) {
    super(
      `Indicator '${facts.indicator}' is to be published with noise, but which codes of '${facts.dimension}' it shows depends on ` +
        'the data: a code would tell that somebody has it. Declare all its codes (or a vocabulary), and Unknown where it can occur.',
    );
  }
}
