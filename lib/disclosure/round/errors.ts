import { TributaryError } from '../../errors/tributary-error.ts';

/** A sum of amounts under a policy of random rounding. */
export class AmountsCannotBeRounded extends TributaryError {
  readonly code = 'DISCLOSURE_AMOUNTS_CANNOT_BE_ROUNDED';
  readonly kind = 'refusal';
  readonly audience = 'analyst';

  constructor(facts: { readonly quantity: string; readonly base: number }) {
    super(
      `'${facts.quantity}' is a sum of amounts, and the policy rounds at random to multiples of ${facts.base}. ` +
        'That protects counts of people; of an amount it would hide next to nothing. ' +
        'Publish counts and rates here, or protect the amount by suppression.',
    );
  }
}
