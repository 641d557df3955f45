import { type Audience, type Kind, TributaryError } from '../errors/tributary-error.ts';

/** A plan names a dataset whose contract is gone. */
export class ContractMissing extends TributaryError {
  readonly code = 'CONTRACT_MISSING';
  readonly kind: Kind = 'usage';
  readonly audience: Audience = 'operator';

  constructor(dataset: string, scope: string) {
    super(
      `The agreement "${scope}" names the dataset "${dataset}", and the workspace has no contract for it. Restore contracts/${dataset}.yaml, or take the dataset out of the agreement, and run again.`,
    );
  }
}
