import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { SHARED_ZONES } from '../../lib/deployment/zones.ts';
import { deliverySignals, misplacedSignals, type Receipt } from '../../lib/intake/intake.ts';
import { linkageSignals } from '../../lib/linkage/link.ts';
import type { Signal } from '../../lib/ports/signals.ts';
import { publicationSignals } from '../../lib/release/release.ts';
import { AGENCY_ALARMS, alarmDescription, SYSTEM_ALARMS } from '../../lib/stacks/alarm-catalogue.ts';
import type { ResolvedResource, ResolvedTemplates } from '../../lib/stacks/resolve-template.ts';
import {
  AGENCY_ALARM_METRICS,
  costSignals,
  FIXED_KEYS,
  overdueSignals,
  SYSTEM_ALARM_METRICS,
} from '../../lib/watch/watch.ts';
import { aGovernedWorkspace } from '../governance/governed.ts';
import { NAMES } from '../watch/recorded.ts';
import { alarmsPage } from './alarms-page.ts';
import { anAgency, watchedTemplates } from './watched.ts';

let templates: ResolvedTemplates;
beforeAll(() => {
  templates = watchedTemplates({
    foundation: true,
    agencies: [anAgency('health', 'Department of Health'), anAgency('schools', 'School District')],
  });
});

const all = (type: string, stack?: string): readonly ResolvedResource[] =>
  [...templates.resources(type)].filter((one) => stack === undefined || one.stack === stack);

interface Metric {
  readonly Namespace: string;
  readonly MetricName: string;
  readonly Dimensions?: readonly { readonly Name: string; readonly Value: string }[];
}

/** What an alarm looks at. */
function metricsOf({ properties }: ResolvedResource): readonly Metric[] {
  const queries = (properties['Metrics'] ?? []) as readonly { MetricStat?: { Metric: Metric } }[];
  const own = properties['MetricName'] === undefined ? [] : [properties as unknown as Metric];
  return [
    ...own,
    ...queries.flatMap(({ MetricStat }) => (MetricStat === undefined ? [] : [MetricStat.Metric])),
  ];
}

const alarmName = ({ properties }: ResolvedResource) => String(properties['AlarmName']);

describe('the log of access', () => {
  interface Selector {
    readonly FieldSelectors: readonly {
      readonly Field: string;
      readonly Equals?: readonly string[];
      readonly StartsWith?: readonly string[];
    }[];
  }
  const trail = () => all('AWS::CloudTrail::Trail')[0]?.properties ?? {};
  const watched = () =>
    (trail()['AdvancedEventSelectors'] as readonly Selector[]).flatMap(({ FieldSelectors }) =>
      FieldSelectors.flatMap(({ Field, StartsWith = [] }) => (Field === 'resources.ARN' ? StartsWith : [])),
    );
  const isWatched = (bucket: string) =>
    watched().some((beginning) => `arn:aws:s3:::${bucket}/a/b`.startsWith(beginning));

  it('is on, of all regions, encrypted and tamper-evident', () => {
    expect(trail()).toMatchObject({
      IsLogging: true,
      IsMultiRegionTrail: true,
      EnableLogFileValidation: true,
      KMSKeyId: expect.stringContaining(':key/'),
    });
  });

  it('has every object of every zone', () => {
    expect(SHARED_ZONES.filter((zone) => !isWatched(NAMES.zone(zone)))).toEqual([]);
  });

  it('has the landing zone of an agency that is still to come', () => {
    expect(isWatched(NAMES.landing('an agency of next year'))).toBe(true);
  });

  it('has neither its own bucket nor that of S3’s logs, whose events would breed events', () => {
    expect([NAMES.accessTrail, NAMES.accessLogs].filter(isWatched)).toEqual([]);
  });

  it('has the use of keys and the start of queries: management events are not filtered', () => {
    const selectors = trail()['AdvancedEventSelectors'] as readonly Selector[];
    const management = selectors.filter(({ FieldSelectors }) =>
      FieldSelectors.some(({ Equals = [] }) => Equals.includes('Management')),
    );

    expect(management.map(({ FieldSelectors }) => FieldSelectors.map(({ Field }) => Field))).toEqual([
      ['eventCategory'],
    ]);
  });

  it('lies in a bucket that is kept, versioned and private', () => {
    const [bucket] = all('AWS::S3::Bucket', 'watch');

    expect(bucket?.properties).toMatchObject({
      VersioningConfiguration: { Status: 'Enabled' },
      PublicAccessBlockConfiguration: { BlockPublicAcls: true, RestrictPublicBuckets: true },
    });
  });

  it('can be deleted by nobody and written by CloudTrail alone', () => {
    const [policy] = all('AWS::S3::BucketPolicy', 'watch');
    const { Statement } = (policy?.properties['PolicyDocument'] ?? { Statement: [] }) as {
      Statement: readonly {
        Sid?: string;
        Effect: string;
        Action: unknown;
        Resource: unknown;
        Principal: unknown;
      }[];
    };
    const denied = Statement.filter(
      ({ Effect, Principal }) => Effect === 'Deny' && JSON.stringify(Principal).includes('*'),
    );

    expect(denied.find(({ Sid }) => Sid === 'NobodyDeletesLogs')).toMatchObject({
      Action: expect.arrayContaining(['s3:DeleteObject', 's3:DeleteObjectVersion']),
      Resource: expect.stringMatching(/\/AWSLogs\/\*$/),
    });
    expect(denied.find(({ Sid }) => Sid === 'OnlyCloudTrailWritesLogs')).toMatchObject({
      Action: 's3:PutObject',
    });
  });
});

describe('the functions that watch', () => {
  it('run by themselves: standings and costs each day, access each hour', () => {
    const rules = all('AWS::Events::Rule', 'watch');

    expect(rules.map(({ properties }) => [properties['Name'], properties['ScheduleExpression']])).toEqual([
      [`${NAMES.function('Watch')}-schedule`, 'cron(0 6 * * ? *)'],
      [`${NAMES.function('WatchAccess')}-schedule`, 'cron(20 * * * ? *)'],
      [`${NAMES.function('WatchCost')}-schedule`, 'cron(30 6 * * ? *)'],
    ]);
  });

  it('leave what could not be delivered in a queue that has an alarm', () => {
    const [queue] = all('AWS::SQS::Queue', 'watch');
    const watched = all('AWS::CloudWatch::Alarm')
      .filter((alarm) => alarmName(alarm).endsWith('dead-letters'))
      .flatMap(metricsOf)
      .map(({ Dimensions }) => Dimensions?.[0]?.Value);

    expect(watched).toEqual([NAMES.deadLetters, queue?.properties['QueueName']]);
  });

  it('may be called by their own schedules only', () => {
    const permissions = all('AWS::Lambda::Permission', 'watch');

    expect(permissions).toHaveLength(3);
    expect(permissions.filter(({ properties }) => properties['SourceArn'] === undefined)).toEqual([]);
  });
});

/** A signal of each name as the program tells it, by what it is of. */
const TOLD: Readonly<Record<Signal['name'], readonly (readonly string[])[]>> = {
  RowsAccepted: [['agency', 'dataset'], ['agency']],
  RowsQuarantined: [['agency', 'dataset'], ['agency']],
  DeliveryRejected: [['agency', 'dataset'], ['agency']],
  VolumeMoved: [['agency', 'dataset'], ['agency']],
  DaysOverdue: [['agency', 'dataset'], ['agency']],
  LinkageRate: [['agency']],
  LinkageRateDrop: [['agency']],
  SuppressedShare: [['indicator']],
  SuppressedShareRise: [['indicator'], ['workflow']],
  RunPartial: [['workflow']],
  UnusualAccess: [['workflow']],
  EstimatedCost: [['workflow'], ['agency']],
  CostOfMonth: [['workflow']],
};

/** Told by handlers and by what moved between releases: test/watch has them. */
const ELSEWHERE = ['LinkageRateDrop', 'SuppressedShareRise', 'UnusualAccess', 'CostOfMonth'];

describe('the numbers that the program tells', () => {
  const told: readonly Signal[] = [
    ...deliverySignals({
      agency: 'a',
      dataset: 'd',
      status: 'rejected',
      rows: { read: 1, accepted: 0, quarantined: 1, withheld: 0 },
      findings: [],
    } as unknown as Receipt),
    ...misplacedSignals('a', undefined),
    ...linkageSignals({ agencies: [{ agency: 'a', records: 1000, linked: 10 }] }),
    ...publicationSignals({
      status: 'partial',
      tables: [{ name: 'children', kind: 'indicator', columns: [], rows: 10, suppressed: 1 }],
    }),
    ...overdueSignals(aGovernedWorkspace(), { deliveries: [] }),
    ...costSignals({ day: '2026-03-01', workflows: { intake: 1 }, agencies: { a: 1 }, executions: [] }),
  ];

  it('are told by what the table here has, on which the tests below rely', () => {
    const dimensions = told.map(({ name, of }) => ({ name, by: Object.keys(of).join() }));

    expect(dimensions.filter(({ name, by }) => !TOLD[name].some((one) => one.join() === by))).toEqual([]);
    expect(new Set([...told.map(({ name }) => name), ...ELSEWHERE])).toEqual(new Set(Object.keys(TOLD)));
  });
});

describe('alarms', () => {
  it('all tell somebody', () => {
    const silent = all('AWS::CloudWatch::Alarm').filter(
      ({ properties }) =>
        JSON.stringify(properties['AlarmActions']) !== JSON.stringify([NAMES.alarmTopicArn]),
    );

    expect(silent.map(alarmName)).toEqual([]);
  });

  it('of an agency name it', () => {
    const described = all('AWS::CloudWatch::Alarm', 'schools').map(
      ({ properties }) => properties['AlarmDescription'],
    );

    expect(described).toHaveLength(Object.keys(AGENCY_ALARMS).length);
    expect(described.filter((text) => !String(text).includes('School District'))).toEqual([]);
  });

  it('of an agency look at that agency alone', () => {
    const dimensions = all('AWS::CloudWatch::Alarm', 'health')
      .flatMap(metricsOf)
      .map(({ Dimensions }) => Dimensions);

    expect(new Set(dimensions.map((one) => JSON.stringify(one)))).toEqual(
      new Set([JSON.stringify([{ Name: 'agency', Value: 'health' }])]),
    );
  });

  it('look at numbers that the program tells, by what it tells them', () => {
    const looked = all('AWS::CloudWatch::Alarm')
      .flatMap(metricsOf)
      .filter(({ Namespace }) => Namespace === NAMES.metrics)
      .map(({ MetricName, Dimensions = [] }) => ({
        MetricName,
        by: Dimensions.map(({ Name }) => Name).join(),
      }));

    const untold = looked.filter(
      ({ MetricName, by }) => !TOLD[MetricName as Signal['name']]?.some((told) => told.join() === by),
    );

    expect(looked.length).toBeGreaterThan(8);
    expect(untold).toEqual([]);
  });

  it('say what they mean in as many characters as CloudWatch takes, and in none that it garbles', () => {
    const texts = [...Object.entries(AGENCY_ALARMS), ...Object.entries(SYSTEM_ALARMS)].map(([id, text]) =>
      alarmDescription(id, text, 'A'.repeat(120)),
    );

    expect(texts.filter((text) => text.length > 1024 || /[^\x20-\x7e]/.test(text))).toEqual([]);
  });

  it('each have a section of docs/alarms.md, and each section an alarm', () => {
    const page = readFileSync(join(import.meta.dirname, '..', '..', 'docs', 'alarms.md'), 'utf8');
    const sections = [...page.matchAll(/^### (.+)$/gm)].map(([, id]) => id);
    const alarms = all('AWS::CloudWatch::Alarm').map((alarm) =>
      alarmName(alarm)
        .replace(NAMES.stack('agency-health'), '')
        .replace(NAMES.stack('agency-schools'), '')
        .replace(NAMES.system, ''),
    );

    expect(new Set(alarms.map((id) => id.slice(1)))).toEqual(new Set(sections));
  });

  it('are explained as docs/alarms.md has it', async () => {
    await expect(alarmsPage()).toMatchFileSnapshot('../../docs/alarms.md');
  });

  it('end by themselves or stay until the next telling, and one that is silent is one', () => {
    const silence = Object.fromEntries(
      all('AWS::CloudWatch::Alarm').map((alarm) => [alarmName(alarm), alarm.properties['TreatMissingData']]),
    );

    expect(silence[`${NAMES.system}-access-not-watched`]).toBe('breaching');
    expect(silence[`${NAMES.stack('agency-health')}-overdue`]).toBe('ignore');
    expect(silence[`${NAMES.stack('agency-health')}-rejected`]).toBe('notBreaching');
  });

  it('give the monthly budget of the settings', () => {
    const [alarm] = [
      ...watchedTemplates({ settings: { monthlyBudgetDollars: 42 } }).resources('AWS::CloudWatch::Alarm'),
    ].filter((one) => alarmName(one).endsWith('cost-of-month'));

    expect(alarm?.properties['Threshold']).toBe(42);
  });
});

describe('the dashboard', () => {
  const body = () => String(all('AWS::CloudWatch::Dashboard')[0]?.properties['DashboardBody']);

  it('finds whatever agencies and indicators there are, and names none', () => {
    expect(body()).not.toContain('health');
    expect(body()).toContain('SEARCH(');
  });

  it('shows every number that the program tells, by what it tells them', () => {
    const searches = [...body().matchAll(/SEARCH\('\{Tributary,([a-z,]+)\} MetricName=\\+"(\w+)\\+"'/g)];

    const shown = searches.map(([, by = '', name = '']) => ({ by, name }));

    expect(new Set(shown.map(({ name }) => name))).toEqual(new Set(Object.keys(TOLD)));
    expect(
      shown.filter(({ by, name }) => !TOLD[name as Signal['name']].some((told) => told.join() === by)),
    ).toEqual([]);
  });
});

describe('the arithmetic of docs/costs.md', () => {
  it('counts the keys that there are', () => {
    expect(all('AWS::KMS::Key')).toHaveLength(FIXED_KEYS);
  });

  it('counts the metrics that alarms look at', () => {
    const metrics = (stack: string) => all('AWS::CloudWatch::Alarm', stack).flatMap(metricsOf).length;

    expect(metrics('watch')).toBe(SYSTEM_ALARM_METRICS);
    expect(metrics('health')).toBe(AGENCY_ALARM_METRICS);
  });
});
