import type { DeployedPolicies } from '../../stacks/access/policies-of.ts';
import { judge, type Verdict } from '../../stacks/access/simulate.ts';
import type { AwsCall } from './call-log.ts';

/** A call that the policies of the templates would have refused. */
export interface Refused extends AwsCall {
  readonly verdict: Exclude<Verdict, 'Allowed'>;
}

/** Calls that AWS grants to whoever asks, or to nobody by a policy of ours. */
const UNJUDGED = /^(sts:GetCallerIdentity|unsigned:)/;

/**
 * Judges every recorded call of the system's roles by the policies of the templates, or by others.
 * @returns the refused ones; moto itself has asked nobody
 */
export async function refusedCalls(
  calls: readonly AwsCall[],
  policies: DeployedPolicies,
): Promise<readonly Refused[]> {
  const roles = rolesByName(policies);
  const refused: Refused[] = [];
  for (const call of calls) {
    const principal = roles.get(call.caller);
    if (principal === undefined || UNJUDGED.test(call.action)) continue;
    const { action, resource, context = {} } = call;
    const verdict = await judge(policies, { principal, action, resource, context });
    if (verdict !== 'Allowed') refused.push({ ...call, verdict });
  }
  return refused;
}

/** The ARN of each role by its name. */
export function rolesByName({ roles }: DeployedPolicies): ReadonlyMap<string, string> {
  return new Map([...roles.keys()].map((arn) => [arn.slice(arn.lastIndexOf('/') + 1), arn]));
}
