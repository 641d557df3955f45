import { Duration, Stack, type StackProps } from 'aws-cdk-lib';
import { Rule, RuleTargetInput, Schedule } from 'aws-cdk-lib/aws-events';
import { LambdaFunction } from 'aws-cdk-lib/aws-events-targets';
import { Function as LambdaFn } from 'aws-cdk-lib/aws-lambda';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import { CfnGroup } from 'aws-cdk-lib/aws-xray';
import type { Construct } from 'constructs';
import type { Names, Place } from '../deployment/names.ts';
import type { Deployment } from '../workspace/model.ts';
import { AccessTrail } from './access-trail.ts';
import { SystemAlarms, watchDeadLetters } from './system-alarms.ts';
import { WatchDashboard } from './watch-dashboard.ts';

export interface WatchStackProps extends StackProps {
  readonly names: Names;
  readonly place: Place;
  readonly deployment: Deployment;
}

/**
 * When the watching functions run, UTC. Standings and costs are told once a day, since each hour in which a metric is
 * told costs as much as a day of it told once (docs/costs.md).
 */
const SCHEDULES: Readonly<Record<string, Schedule>> = {
  Watch: Schedule.cron({ minute: '0', hour: '6' }),
  WatchAccess: Schedule.cron({ minute: '20' }),
  WatchCost: Schedule.cron({ minute: '30', hour: '6' }),
};

/** Who looks after the system: dashboard, alarms, the log of access, and the functions that look at it. */
export class WatchStack extends Stack {
  constructor(scope: Construct, id: string, props: WatchStackProps) {
    super(scope, id, props);
    const { names, place, deployment } = props;
    const deadLetters = new Queue(this, 'DeadLetters', {
      queueName: watchDeadLetters(names),
      encryption: QueueEncryption.SQS_MANAGED,
      enforceSSL: true,
      retentionPeriod: Duration.days(14),
    });
    for (const [step, schedule] of Object.entries(SCHEDULES))
      this.#schedule(step, schedule, deadLetters, props);
    new AccessTrail(this, 'Access', { names, place, keepDays: deployment.auditDays });
    this.#traces(names);
    new WatchDashboard(this, 'Page', { names });
    new SystemAlarms(this, 'Alarms', {
      names,
      monthlyBudgetDollars: deployment.monthlyBudgetDollars,
    });
  }

  /** Traces of the two workflows as one group, to be found under the system's name. */
  #traces(names: Names): void {
    const machines = (['intake', 'integration'] as const).map(
      (workflow) =>
        `service(id(name: "${names.stateMachine(workflow)}", type: "AWS::StepFunctions::StateMachine"))`,
    );
    new CfnGroup(this, 'Traces', {
      groupName: names.system.slice(0, 32),
      filterExpression: machines.join(' OR '),
    });
  }

  #schedule(
    step: string,
    schedule: Schedule,
    deadLetterQueue: Queue,
    { names, place }: WatchStackProps,
  ): void {
    const name = names.function(step);
    const called = LambdaFn.fromFunctionAttributes(this, step, {
      functionArn: `arn:${place.partition}:lambda:${place.region}:${place.account}:function:${name}`,
      sameEnvironment: true,
    });
    const rule = new Rule(this, `${step}Schedule`, {
      ruleName: `${name}-schedule`,
      description: `Runs ${step}.`,
      schedule,
    });
    rule.addTarget(
      new LambdaFunction(called, {
        event: RuleTargetInput.fromObject({}),
        deadLetterQueue,
        retryAttempts: 2,
        maxEventAge: Duration.hours(1),
      }),
    );
  }
}
