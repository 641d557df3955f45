import { Duration } from 'aws-cdk-lib';
import {
  Alarm,
  ComparisonOperator,
  type IMetric,
  MathExpression,
  Metric,
  TreatMissingData,
} from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import { Construct } from 'constructs';
import type { Names, Workflow } from '../deployment/names.ts';
import { STEPS } from '../deployment/steps.ts';
import { alarmTopic } from './agency-alarms.ts';
import { alarmDescription, SYSTEM_ALARMS, type SystemAlarm } from './alarm-catalogue.ts';
import { DAY, HOUR, signalMetric } from './signal-metric.ts';

export interface SystemAlarmsProps {
  readonly names: Names;
  readonly monthlyBudgetDollars: number;
}

/** From how many percentage points on a share of suppressed rows that rose is worth a look. */
export const SUPPRESSION_RISE_POINTS = 10;

const MINUTES = Duration.minutes(5);

interface Rule {
  readonly metric: IMetric;
  readonly atLeast: number;
  readonly silence?: TreatMissingData;
  readonly periods?: number;
  readonly below?: boolean;
}

/** Alarms on what is of no single agency. */
export class SystemAlarms extends Construct {
  readonly alarms: readonly Alarm[];

  constructor(scope: Construct, id: string, props: SystemAlarmsProps) {
    super(scope, id);
    const { names } = props;
    const topic = alarmTopic(this, names);
    this.alarms = Object.entries(rulesOf(props)).map(([alarm, rule]) => {
      const made = new Alarm(this, alarm, {
        alarmName: `${names.system}-${alarm}`,
        alarmDescription: alarmDescription(alarm, SYSTEM_ALARMS[alarm as SystemAlarm]),
        metric: rule.metric,
        threshold: rule.atLeast,
        comparisonOperator: rule.below
          ? ComparisonOperator.LESS_THAN_THRESHOLD
          : ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
        evaluationPeriods: rule.periods ?? 1,
        treatMissingData: rule.silence ?? TreatMissingData.NOT_BREACHING,
      });
      made.addAlarmAction(new SnsAction(topic));
      return made;
    });
  }
}

function rulesOf({ names, monthlyBudgetDollars }: SystemAlarmsProps): Readonly<Record<SystemAlarm, Rule>> {
  const daily = { atLeast: 1, silence: TreatMissingData.IGNORE };
  return {
    'intake-failed': { metric: failures(names, 'intake'), atLeast: 1 },
    'integration-failed': { metric: failures(names, 'integration'), atLeast: 1 },
    'dead-letters': { metric: waiting([names.deadLetters, watchDeadLetters(names)]), atLeast: 1 },
    'run-partial': {
      metric: signalMetric(names, 'RunPartial', { workflow: 'integration' }, 'Maximum', HOUR),
      atLeast: 1,
      // A run says so once; the alarm stays until a run comes out whole.
      silence: TreatMissingData.IGNORE,
    },
    'suppression-risen': {
      ...daily,
      metric: signalMetric(names, 'SuppressedShareRise', { workflow: 'integration' }, 'Maximum', DAY),
      atLeast: SUPPRESSION_RISE_POINTS,
    },
    'unusual-access': {
      metric: signalMetric(names, 'UnusualAccess', { workflow: 'watch' }, 'Sum', HOUR),
      atLeast: 1,
    },
    'access-not-watched': {
      metric: signalMetric(names, 'UnusualAccess', { workflow: 'watch' }, 'SampleCount', HOUR),
      atLeast: 1,
      below: true,
      periods: 3,
      silence: TreatMissingData.BREACHING,
    },
    'watch-failed': { metric: errorsOf(names), atLeast: 1 },
    'cost-of-month': {
      ...daily,
      metric: signalMetric(names, 'CostOfMonth', { workflow: 'watch' }, 'Maximum', DAY),
      atLeast: monthlyBudgetDollars,
    },
    throttled: {
      metric: new Metric({
        namespace: 'AWS/Lambda',
        metricName: 'Throttles',
        statistic: 'Sum',
        period: MINUTES,
      }),
      atLeast: 1,
      periods: 3,
    },
  };
}

/** Where schedules of the watching functions end that called nobody. */
export function watchDeadLetters(names: Names): string {
  return names.stack('watch-dead-letters');
}

/** Executions that ended in any other way than they should. */
function failures(names: Names, workflow: Workflow): IMetric {
  const arn = names.stateMachineArn(workflow);
  const metric = (metricName: string) =>
    new Metric({
      namespace: 'AWS/States',
      metricName,
      dimensionsMap: { StateMachineArn: arn },
      statistic: 'Sum',
      period: MINUTES,
    });
  return new MathExpression({
    expression: 'FILL(failed, 0) + FILL(timedOut, 0) + FILL(aborted, 0)',
    usingMetrics: {
      failed: metric('ExecutionsFailed'),
      timedOut: metric('ExecutionsTimedOut'),
      aborted: metric('ExecutionsAborted'),
    },
    label: `${workflow}: executions that failed`,
    period: MINUTES,
  });
}

function waiting(queues: readonly string[]): IMetric {
  const metrics = queues.map((QueueName, at) => [
    `q${at}`,
    new Metric({
      namespace: 'AWS/SQS',
      metricName: 'ApproximateNumberOfMessagesVisible',
      dimensionsMap: { QueueName },
      statistic: 'Maximum',
      period: MINUTES,
    }),
  ]);
  return new MathExpression({
    expression: queues.map((_, at) => `FILL(q${at}, 0)`).join(' + '),
    usingMetrics: Object.fromEntries(metrics),
    label: 'events given up',
    period: MINUTES,
  });
}

function errorsOf(names: Names): IMetric {
  const steps = STEPS.filter(({ workflow }) => workflow === 'watch');
  const metrics = steps.map(({ name }, at) => [
    `f${at}`,
    new Metric({
      namespace: 'AWS/Lambda',
      metricName: 'Errors',
      dimensionsMap: { FunctionName: names.function(name) },
      statistic: 'Sum',
      period: HOUR,
    }),
  ]);
  return new MathExpression({
    expression: steps.map((_, at) => `FILL(f${at}, 0)`).join(' + '),
    usingMetrics: Object.fromEntries(metrics),
    label: 'watching functions that failed',
    period: HOUR,
  });
}
