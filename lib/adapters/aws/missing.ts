import { type Audience, type Kind, TributaryError } from '../../errors/tributary-error.ts';

/** A function of the system is not there. */
export class FunctionMissing extends TributaryError {
  readonly code = 'FUNCTION_MISSING';
  readonly kind: Kind = 'usage';
  readonly audience: Audience = 'operator';

  constructor(name: string) {
    super(
      `There is no function ${name} in this account and region. See that you are signed in to the right ones, or deploy: npx cdk deploy --all.`,
    );
  }
}
