import { Duration } from 'aws-cdk-lib';
import { Metric } from 'aws-cdk-lib/aws-cloudwatch';
import type { Names } from '../deployment/names.ts';
import type { Signal, SignalName } from '../ports/signals.ts';

/** The metric that a signal becomes: its name, and what it is of as dimensions. */
export function signalMetric(
  names: Names,
  name: SignalName,
  of: Signal['of'],
  statistic: 'Maximum' | 'Sum' | 'SampleCount',
  period: Duration,
): Metric {
  return new Metric({
    namespace: names.metrics,
    metricName: name,
    dimensionsMap: { ...of },
    statistic,
    period,
  });
}

/** Signals that are told once a day stay as they are until the next day tells otherwise. */
export const DAY = Duration.days(1);
export const HOUR = Duration.hours(1);
