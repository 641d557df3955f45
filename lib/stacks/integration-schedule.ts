import { CfnSchedule, CfnScheduleGroup } from 'aws-cdk-lib/aws-scheduler';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import type { Names, Place } from '../deployment/names.ts';
import type { Calendar } from '../workspace/model.ts';
import { cronOf, runTimes } from './run-times.ts';

export interface IntegrationScheduleProps {
  readonly names: Names;
  readonly place: Place;
  readonly calendar: Calendar;
  readonly deadLetters: IQueue;
}

/** UTC: after midnight everywhere in the United States, so the day on which deliveries are due is over. */
const HOUR = 12;

/** Starts an integration run on the day after a period's deliveries are due. */
export class IntegrationSchedule extends Construct {
  constructor(scope: Construct, id: string, { names, calendar, deadLetters }: IntegrationScheduleProps) {
    super(scope, id);
    const group = new CfnScheduleGroup(this, 'Group', { name: names.system });
    for (const times of runTimes(calendar)) {
      const months = times.months.map((month) => String(month).padStart(2, '0')).join('-');
      const at = `${months}-on-${times.day}-from-${times.firstYear}`;
      new CfnSchedule(this, at, {
        name: `run-${at}`,
        groupName: names.system,
        description: 'Starts an integration run on the day after the deliveries of a period are due.',
        scheduleExpression: cronOf(times, HOUR),
        scheduleExpressionTimezone: 'UTC',
        flexibleTimeWindow: { mode: 'FLEXIBLE', maximumWindowInMinutes: 60 },
        state: 'ENABLED',
        target: {
          arn: names.stateMachineArn('integration'),
          roleArn: names.roleArn('StartIntegration'),
          input: '{}',
          deadLetterConfig: { arn: deadLetters.queueArn },
          retryPolicy: { maximumRetryAttempts: 24, maximumEventAgeInSeconds: 86_400 },
        },
      }).addResourceDependency(group);
    }
  }
}
