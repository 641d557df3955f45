import { Duration, Stack, type StackProps } from 'aws-cdk-lib';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import type { Names, Place } from '../deployment/names.ts';
import { STEPS } from '../deployment/steps.ts';
import type { ZoneKey } from '../deployment/zones.ts';
import type { Workspace } from '../workspace/model.ts';
import type { Bundles } from './bundle.ts';
import { IntegrationSchedule } from './integration-schedule.ts';
import { PipelineWorkGroups } from './pipeline-work-groups.ts';
import { StepFunction, stepFunctionSettings } from './step-function.ts';
import { WorkflowMachine } from './workflows.ts';
import { sharedFiles, WorkspaceParameters } from './workspace-parameters.ts';

export interface PipelineStackProps extends StackProps {
  readonly names: Names;
  readonly place: Place;
  readonly workspace: Workspace;
  /** The workspace's YAML: path, segments divided by `/`, to text. */
  readonly files: ReadonlyMap<string, string>;
  readonly programVersion: string;
  /** ARNs of the foundation's keys. `operations` encrypts logs. */
  readonly keyArns: Readonly<Record<ZoneKey | 'operations', string>>;
  /** The functions' code, ready to be uploaded; `makeBundles` makes it. */
  readonly bundles: Bundles;
}

/**
 * What works: a function a step, the two workflows, the work groups in which they ask Athena, the schedule of runs, and
 * the workspace as parameters. Nothing in it is of one agency, so adding one leaves it as it is.
 */
export class PipelineStack extends Stack {
  constructor(scope: Construct, id: string, props: PipelineStackProps) {
    super(scope, id, props);
    const { names, place, workspace, files, keyArns } = props;
    const { deployment, calendar } = workspace.collaborative;

    const deadLetters = new Queue(this, 'DeadLetters', {
      queueName: names.deadLetters,
      encryption: QueueEncryption.SQS_MANAGED,
      enforceSSL: true,
      retentionPeriod: Duration.days(14),
    });

    deadLetters.addToResourcePolicy(
      new PolicyStatement({
        sid: 'AgenciesRulesGiveUp',
        principals: [new ServicePrincipal('events.amazonaws.com')],
        actions: ['sqs:SendMessage'],
        resources: [deadLetters.queueArn],
        conditions: {
          StringEquals: { 'aws:SourceAccount': place.account },
          ArnLike: {
            'aws:SourceArn': `arn:${place.partition}:events:${place.region}:${place.account}:rule/${names.system}-*`,
          },
        },
      }),
    );

    const settings = stepFunctionSettings(this, props);
    const functions = STEPS.map(
      (step) => new StepFunction(this, step.name, { ...settings, step, deadLetters }),
    );
    for (const workflow of ['intake', 'integration'] as const) {
      new WorkflowMachine(this, workflow === 'intake' ? 'IntakeWorkflow' : 'IntegrationWorkflow', {
        names,
        place,
        workflow,
        functions: new Map(functions.map(({ step, arn }) => [step, arn])),
        logKey: settings.logKey,
        logDays: deployment.logDays,
      });
    }
    new PipelineWorkGroups(this, 'WorkGroups', { names, place, keyArns });
    new WorkspaceParameters(this, 'Workspace', { names, files: sharedFiles(files) });
    if (deployment.schedule) new IntegrationSchedule(this, 'Runs', { names, place, calendar, deadLetters });
  }
}
