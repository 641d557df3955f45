import type { Duration } from 'aws-cdk-lib';
import {
  Dashboard,
  GraphWidget,
  type IWidget,
  MathExpression,
  TextWidget,
  TextWidgetBackground,
} from 'aws-cdk-lib/aws-cloudwatch';
import { Construct } from 'constructs';
import type { Names } from '../deployment/names.ts';
import type { SignalName } from '../ports/signals.ts';
import { DAY, HOUR } from './signal-metric.ts';

interface Graph {
  readonly title: string;
  readonly signal: SignalName;
  readonly by: readonly string[];
  readonly statistic: 'Maximum' | 'Sum';
  readonly period: Duration;
}

/** What is shown, row by row. Every graph searches for its metrics: a new agency or indicator appears by itself. */
const ROWS: readonly { readonly heading: string; readonly graphs: readonly Graph[] }[] = [
  {
    heading: '## Deliveries\nOverdue, refused and quarantined, by agency and dataset.',
    graphs: [
      daily('Days overdue', 'DaysOverdue', ['agency', 'dataset']),
      { ...daily('Deliveries rejected', 'DeliveryRejected', ['agency', 'dataset']), statistic: 'Sum' },
      {
        ...daily('Deliveries whose volume moved', 'VolumeMoved', ['agency', 'dataset']),
        statistic: 'Sum',
      },
    ],
  },
  {
    heading:
      '## Rows and runs\nRows taken in and kept back in quarantine; runs that lost or skipped something.',
    graphs: [
      { ...daily('Rows accepted', 'RowsAccepted', ['agency', 'dataset']), statistic: 'Sum' },
      { ...daily('Rows quarantined', 'RowsQuarantined', ['agency', 'dataset']), statistic: 'Sum' },
      daily('Runs in part', 'RunPartial', ['workflow']),
    ],
  },
  {
    heading: '## Releases\nHow well records are linked, and how much is hidden.',
    graphs: [
      daily('Linked records, percent', 'LinkageRate', ['agency']),
      daily('Linkage rate fell, points', 'LinkageRateDrop', ['agency']),
      daily('Suppressed rows, percent', 'SuppressedShare', ['indicator']),
      daily('Suppressed share rose, points', 'SuppressedShareRise', ['indicator']),
    ],
  },
  {
    heading: '## Access and cost\nUnusual access, and dollars at list prices.',
    graphs: [
      { ...daily('Unusual access', 'UnusualAccess', ['workflow']), statistic: 'Sum', period: HOUR },
      { ...daily('Cost a day by workflow', 'EstimatedCost', ['workflow']) },
      { ...daily('Cost a day by agency', 'EstimatedCost', ['agency']) },
      { ...daily('Cost since the first of the month', 'CostOfMonth', ['workflow']) },
    ],
  },
];

function daily(title: string, signal: SignalName, by: readonly string[]): Graph {
  return { title, signal, by, statistic: 'Maximum', period: DAY };
}

/** The page that an operator looks at. */
export class WatchDashboard extends Construct {
  constructor(scope: Construct, id: string, { names }: { readonly names: Names }) {
    super(scope, id);
    const widgets = ROWS.map(({ heading, graphs }) => [
      new TextWidget({
        markdown: heading,
        width: 24,
        height: 2,
        background: TextWidgetBackground.TRANSPARENT,
      }),
      ...graphs.map((graph) => graphOf(graph, names, Math.floor(24 / graphs.length))),
    ]);
    new Dashboard(this, 'Dashboard', {
      dashboardName: names.system,
      widgets: [...widgets, workflows(names)],
    });
  }
}

function graphOf({ title, signal, by, statistic, period }: Graph, names: Names, width: number): IWidget {
  const search = `SEARCH('{${[names.metrics, ...by].join(',')}} MetricName="${signal}"', '${statistic}', ${period.toSeconds()})`;
  return new GraphWidget({ title, width, height: 6, left: [found(search, period)] });
}

/** Failures and running times of the two workflows. */
function workflows({ system }: Names): IWidget[] {
  const states = (metric: string, statistic: string) =>
    `SEARCH('{AWS/States,StateMachineArn} MetricName="${metric}" "${system}"', '${statistic}', 3600)`;
  const lambda = (metric: string) =>
    `SEARCH('{AWS/Lambda,FunctionName} MetricName="${metric}" "${system}"', 'Sum', 3600)`;
  return [
    new GraphWidget({
      title: 'Executions failed',
      width: 8,
      left: [found(states('ExecutionsFailed', 'Sum'), HOUR)],
    }),
    new GraphWidget({
      title: 'Execution time, ms',
      width: 8,
      left: [found(states('ExecutionTime', 'Maximum'), HOUR)],
    }),
    new GraphWidget({ title: 'Errors of functions', width: 8, left: [found(lambda('Errors'), HOUR)] }),
  ];
}

function found(expression: string, period: Duration): MathExpression {
  return new MathExpression({ expression, usingMetrics: {}, label: '', period });
}
