import type { PrincipalName } from '../deployment/principals.ts';

/** Which finding of cdk-nag is as it should be, on which resource of which stack, and why. */
export interface Acknowledgement {
  /** As cdk-nag names it, e.g. `NIST.800.53.R5-LambdaInsideVPC`. */
  readonly finding: string;
  readonly stack: 'foundation' | 'pipeline' | 'watch' | 'agency';
  /** Paths below the stack, one a resource. */
  readonly resources: readonly string[];
  readonly reason: string;
}

/** Where the policy of a principal stands in the foundation. */
export function policyOf(principal: PrincipalName): string {
  return `Principals/${principal}/DefaultPolicy/Resource`;
}
