import {
  AccountRootPrincipal,
  FederatedPrincipal,
  type IPrincipal,
  ServicePrincipal,
} from 'aws-cdk-lib/aws-iam';
import type { Names, Place, Workflow } from '../deployment/names.ts';
import type { PrincipalName, WorkflowRole } from '../deployment/principals.ts';

interface Where {
  readonly names: Names;
  readonly place: Place;
}

/**
 * Who may take on a role. Services are held to this account and, where they say on whose behalf they ask, to our own
 * resources. Lambda does not say; who may give a role to a function (`iam:PassRole`) decides there.
 */
export const trust = {
  function: (): IPrincipal => new ServicePrincipal('lambda.amazonaws.com'),

  workflow: (workflow: Workflow, { names, place }: Where): IPrincipal =>
    new ServicePrincipal('states.amazonaws.com', {
      conditions: {
        StringEquals: { 'aws:SourceAccount': place.account },
        ArnLike: { 'aws:SourceArn': names.stateMachineArn(workflow) },
      },
    }),

  /** EventBridge, for the rules of agencies' stacks. */
  rules: ({ names, place }: Where): IPrincipal =>
    new ServicePrincipal('events.amazonaws.com', {
      conditions: {
        StringEquals: { 'aws:SourceAccount': place.account },
        ArnLike: {
          'aws:SourceArn': `arn:${place.partition}:events:${place.region}:${place.account}:rule/${names.system}-*`,
        },
      },
    }),

  schedules: ({ names, place }: Where): IPrincipal =>
    new ServicePrincipal('scheduler.amazonaws.com', {
      conditions: {
        StringEquals: { 'aws:SourceAccount': place.account },
        ArnLike: {
          'aws:SourceArn': [
            `arn:${place.partition}:scheduler:${place.region}:${place.account}:schedule-group/${names.system}*`,
            `arn:${place.partition}:scheduler:${place.region}:${place.account}:schedule/*/${names.system}*`,
          ],
        },
      },
    }),

  /**
   * One role of this account. By condition and not as principal: IAM would replace a role that is made anew by the id
   * of the one that is gone.
   */
  role: (name: PrincipalName | WorkflowRole, { names }: Where): IPrincipal =>
    new AccountRootPrincipal().withConditions({
      ArnEquals: { 'aws:PrincipalArn': names.roleArn(name) },
    }),

  /** Through the identity provider, which asks for the second factor; else people of this account, who show one. */
  people: (samlProvider: string | undefined): IPrincipal =>
    samlProvider === undefined
      ? new AccountRootPrincipal().withConditions({
          Bool: { 'aws:MultiFactorAuthPresent': 'true' },
          NumericLessThan: { 'aws:MultiFactorAuthAge': '3600' },
        })
      : new FederatedPrincipal(
          samlProvider,
          { StringEquals: { 'SAML:aud': signInOf(samlProvider) } },
          'sts:AssumeRoleWithSAML',
        ),
};

/** Where people of a partition sign in; the provider's ARN names the partition. */
function signInOf(samlProvider: string): string {
  switch (samlProvider.split(':')[1]) {
    case 'aws-us-gov':
      return 'https://signin.amazonaws-us-gov.com/saml';
    case 'aws-cn':
      return 'https://signin.amazonaws.cn/saml';
    default:
      return 'https://signin.aws.amazon.com/saml';
  }
}
