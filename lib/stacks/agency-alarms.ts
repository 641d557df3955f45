import type { Duration } from 'aws-cdk-lib';
import { Alarm, ComparisonOperator, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import { type ITopic, Topic } from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import type { Names } from '../deployment/names.ts';
import type { SignalName } from '../ports/signals.ts';
import type { Agency } from '../workspace/model.ts';
import { AGENCY_ALARMS, type AgencyAlarm, alarmDescription } from './alarm-catalogue.ts';
import { DAY, HOUR, signalMetric } from './signal-metric.ts';

export interface AgencyAlarmsProps {
  readonly names: Names;
  readonly agency: Agency;
}

interface Rule {
  readonly signal: SignalName;
  readonly atLeast: number;
  readonly period: Duration;
  /** `ignore` keeps an alarm until somebody says that it is over; `notBreaching` ends it when nobody repeats it. */
  readonly silence: TreatMissingData;
}

/** From how many percentage points on a linkage rate that fell is worth a look. */
export const LINKAGE_DROP_POINTS = 5;

const RULES: Readonly<Record<AgencyAlarm, Rule>> = {
  overdue: { signal: 'DaysOverdue', atLeast: 1, period: DAY, silence: TreatMissingData.IGNORE },
  rejected: { signal: 'DeliveryRejected', atLeast: 1, period: HOUR, silence: TreatMissingData.NOT_BREACHING },
  'volume-moved': {
    signal: 'VolumeMoved',
    atLeast: 1,
    period: HOUR,
    silence: TreatMissingData.NOT_BREACHING,
  },
  'linkage-dropped': {
    signal: 'LinkageRateDrop',
    atLeast: LINKAGE_DROP_POINTS,
    period: DAY,
    silence: TreatMissingData.IGNORE,
  },
};

/** The alarms of one agency, in its own stack: a new agency brings its own and changes nothing else. */
export class AgencyAlarms extends Construct {
  readonly alarms: readonly Alarm[];

  constructor(scope: Construct, id: string, { names, agency }: AgencyAlarmsProps) {
    super(scope, id);
    const topic = alarmTopic(this, names);
    this.alarms = Object.entries(RULES).map(([alarm, rule]) => {
      const made = new Alarm(this, alarm, {
        alarmName: `${names.stack(`agency-${agency.id}`)}-${alarm}`,
        alarmDescription: alarmDescription(alarm, AGENCY_ALARMS[alarm as AgencyAlarm], agency.name),
        metric: signalMetric(names, rule.signal, { agency: agency.id }, 'Maximum', rule.period),
        threshold: rule.atLeast,
        comparisonOperator: ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
        evaluationPeriods: 1,
        treatMissingData: rule.silence,
      });
      made.addAlarmAction(new SnsAction(topic));
      return made;
    });
  }
}

/** The foundation's topic, by its name, so that stacks are not tied by exports. */
export function alarmTopic(scope: Construct, names: Names): ITopic {
  return Topic.fromTopicArn(scope, 'AlarmTopic', names.alarmTopicArn);
}
