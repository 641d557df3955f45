import { readFileSync } from 'node:fs';
import { RemovalPolicy } from 'aws-cdk-lib';
import { Role } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import { DefinitionBody, LogLevel, StateMachine, StateMachineType } from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import type { Names, Place, Workflow } from '../deployment/names.ts';
import { QUERY_ROLES, WORKFLOW_ROLES } from '../deployment/principals.ts';
import type { Deployment } from '../workspace/model.ts';
import { WorkflowPlaceholderUnknown } from './errors.ts';

export interface WorkflowMachineProps {
  readonly names: Names;
  readonly place: Place;
  readonly workflow: Workflow;
  /** Function ARNs by step. */
  readonly functions: ReadonlyMap<string, string>;
  readonly logKey: IKey;
  readonly logDays: Deployment['logDays'];
}

/** One workflow file as a state machine: its text, with the placeholders filled by CloudFormation. */
export class WorkflowMachine extends Construct {
  constructor(scope: Construct, id: string, props: WorkflowMachineProps) {
    super(scope, id);
    const { names, place, workflow, logKey, logDays } = props;
    const stateMachineName = names.stateMachine(workflow);
    const { definition, services } = withServices(workflowText(workflow), place);
    new StateMachine(this, 'StateMachine', {
      stateMachineName,
      stateMachineType: StateMachineType.STANDARD,
      definitionBody: DefinitionBody.fromString(definition),
      definitionSubstitutions: substitutionsOf(definition, services, props),
      role: Role.fromRoleArn(this, 'Role', names.roleArn(WORKFLOW_ROLES[workflow]), { mutable: false }),
      tracingEnabled: true,
      logs: {
        // Every step, for as long as logs are kept: Step Functions itself forgets after 90 days.
        level: LogLevel.ALL,
        // Inputs hold the names that agencies give their files.
        includeExecutionData: false,
        destination: new LogGroup(this, 'Log', {
          // Log groups of this prefix are shared with Step Functions whatever the length of their resource policy.
          logGroupName: `/aws/vendedlogs/states/${stateMachineName}`,
          retention: logDays,
          encryptionKey: logKey,
          removalPolicy: RemovalPolicy.DESTROY,
        }),
      },
    });
  }
}

/** The file of a workflow, which one machine runs as well. */
export function workflowText(workflow: Workflow): string {
  return readFileSync(new URL(`../workflow/${workflow}.asl.json`, import.meta.url), 'utf8');
}

/** A service that a workflow calls itself, as its file spells it. */
const SERVICE = /arn:\$\{Partition\}:states:::([\w:.]+)/g;

/**
 * A workflow's text with a placeholder for each service that it calls, in place of an ARN with a placeholder in it:
 * cfn-lint understands only those that are the whole of a value, and would refuse the rest.
 * @returns beside the text what the placeholders stand for
 */
export function withServices(
  text: string,
  { partition }: Place,
): { readonly definition: string; readonly services: ReadonlyMap<string, string> } {
  const found = new Set([...text.matchAll(SERVICE)].map(([, service = '']) => service));
  return {
    definition: text.replace(SERVICE, (_, service: string) => `\${${placeholderOf(service)}}`),
    services: new Map(
      [...found].map((service) => [placeholderOf(service), `arn:${partition}:states:::${service}`]),
    ),
  };
}

/** `athena:startQueryExecution.sync` as `AthenaStartQueryExecutionSync`. */
function placeholderOf(service: string): string {
  return service
    .split(/[:.]/)
    .map((word) => `${word.charAt(0).toUpperCase()}${word.slice(1)}`)
    .join('');
}

/**
 * What stands for each `${…}` of a workflow: a service, a step's function, the role and the work group of a duty.
 * @throws WorkflowPlaceholderUnknown
 */
export function substitutionsOf(
  definition: string,
  services: ReadonlyMap<string, string>,
  { names, workflow, functions }: Pick<WorkflowMachineProps, 'names' | 'workflow' | 'functions'>,
): Record<string, string> {
  const settings = new Map([
    ...services,
    ...Object.entries(QUERY_ROLES).flatMap(([duty, role]): [string, string][] => [
      [`${role}Role`, names.roleArn(role)],
      [`${role.replace(/Queries$/, '')}WorkGroup`, names.workGroup(duty as keyof typeof QUERY_ROLES)],
    ]),
  ]);
  const placeholders = new Set([...definition.matchAll(/\$\{(\w+)\}/g)].map(([, name = '']) => name));
  return Object.fromEntries(
    [...placeholders].sort().map((name) => {
      const value = functions.get(name) ?? settings.get(name);
      if (value === undefined) throw new WorkflowPlaceholderUnknown(workflow, name);
      return [name, value];
    }),
  );
}
