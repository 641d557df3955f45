import { ArnPrincipal, type IPrincipal, ManagedPolicy, Role } from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import type { Names } from '../deployment/names.ts';
import type { Agency, Deployment } from '../workspace/model.ts';
import { trust } from './trust.ts';

export interface DelivererProps {
  readonly names: Names;
  readonly agency: Agency;
  readonly deployment: Deployment;
}

/**
 * Who delivers for an agency: the AWS principal that its file names, of this account or another, else a role made here,
 * into which its people sign in. Neither has a policy of its own here: the landing bucket and its key say what it may do.
 */
export class Deliverer extends Construct {
  readonly principal: IPrincipal;
  /** What `aws:PrincipalArn` says when it acts; may hold patterns. */
  readonly arns: readonly string[];

  constructor(scope: Construct, id: string, { names, agency, deployment }: DelivererProps) {
    super(scope, id);
    if (agency.principal !== undefined) {
      this.principal = new ArnPrincipal(agency.principal);
      this.arns = actingArns(agency.principal);
      return;
    }
    const role = new Role(this, 'Role', {
      roleName: names.role(`Deliver-${agency.id}`),
      description: `Delivers for the agency ${agency.id} and reads its receipts.`,
      assumedBy: trust.people(deployment.samlProvider),
      permissionsBoundary: ManagedPolicy.fromManagedPolicyArn(this, 'Boundary', names.boundaryArn),
    });
    this.principal = new ArnPrincipal(role.roleArn);
    this.arns = [role.roleArn];
  }
}

/**
 * As what a principal of a policy acts: a session of a role as the role, whose path its session does not tell; an
 * account as any of its principals.
 */
export function actingArns(principal: string): readonly string[] {
  const [, partition = '', , , account = '', rest = ''] = principal.split(':');
  const iam = `arn:${partition}:iam::${account}`;
  const [kind, role] = rest.split('/');
  if (rest === 'root') return [`${iam}:*`];
  if (kind === 'assumed-role') return [`${iam}:role/${role}`, `${iam}:role/*/${role}`];
  return [principal];
}
