import { at, list, type Rule, refuses } from './rule.ts';

const QUEUE = 'AWS::SQS::Queue';
const TOPIC = 'AWS::SNS::Topic';
const FORTNIGHT = 1_209_600;

const givesUpSafely = (target: unknown) =>
  at(target, 'DeadLetterConfig', 'Arn') !== undefined &&
  at(target, 'RetryPolicy', 'MaximumRetryAttempts') !== undefined &&
  at(target, 'RetryPolicy', 'MaximumEventAgeInSeconds') !== undefined;

/** Queues, topics, rules and schedules. */
export const EVENT_RULES: readonly Rule[] = [
  {
    id: 'QueueEncrypted',
    of: [QUEUE],
    says: 'A queue is encrypted.',
    controls: ['SC-28', 'SC-28(1)'],
    holds: ({ properties }) =>
      properties['SqsManagedSseEnabled'] === true || properties['KmsMasterKeyId'] !== undefined,
    planted: { type: QUEUE, properties: { SqsManagedSseEnabled: false } },
  },
  {
    id: 'QueueTlsOnly',
    of: [QUEUE],
    says: 'A queue answers over TLS alone.',
    controls: ['SC-8', 'SC-8(1)'],
    holds: (resource) => refuses(resource, 'AWS::SQS::QueuePolicy', 'Queues', 'Bool', 'aws:SecureTransport'),
    planted: { type: QUEUE, properties: {} },
  },
  {
    id: 'DeadLettersKept',
    of: [QUEUE],
    says: 'A dead-letter queue (there are no others) keeps its messages for as long as SQS can, 14 days.',
    controls: ['AU-11', 'SI-11'],
    holds: ({ properties }) => properties['MessageRetentionPeriod'] === FORTNIGHT,
    planted: { type: QUEUE, properties: { MessageRetentionPeriod: 345_600 } },
  },
  {
    id: 'TopicEncrypted',
    of: [TOPIC],
    says: 'A topic is encrypted under a key of the system.',
    controls: ['SC-13', 'SC-28', 'SC-28(1)'],
    holds: ({ properties }) => properties['KmsMasterKeyId'] !== undefined,
    planted: { type: TOPIC, properties: {} },
  },
  {
    id: 'TopicTlsOnly',
    of: [TOPIC],
    says: 'A topic takes messages over TLS alone.',
    controls: ['SC-8', 'SC-8(1)'],
    holds: (resource) => refuses(resource, 'AWS::SNS::TopicPolicy', 'Topics', 'Bool', 'aws:SecureTransport'),
    planted: { type: TOPIC, properties: {} },
  },
  {
    id: 'EventNotLost',
    of: ['AWS::Events::Rule'],
    says: 'Each target of a rule is tried again, and then the event lies in a dead-letter queue.',
    controls: ['SI-4(5)', 'SI-11', 'SI-17'],
    holds: ({ properties }) => {
      const targets = list(properties['Targets']);
      return targets.length > 0 && targets.every(givesUpSafely);
    },
    planted: { type: 'AWS::Events::Rule', properties: { Targets: [{ Arn: 'arn', Id: 'bare' }] } },
  },
  {
    id: 'ScheduleNotLost',
    of: ['AWS::Scheduler::Schedule'],
    says: 'What a schedule starts is tried again, and then its event lies in a dead-letter queue.',
    controls: ['SI-4(5)', 'SI-11', 'SI-17'],
    holds: ({ properties }) => givesUpSafely(properties['Target']),
    planted: {
      type: 'AWS::Scheduler::Schedule',
      properties: {
        FlexibleTimeWindow: { Mode: 'OFF' },
        ScheduleExpression: 'rate(1 day)',
        Target: { Arn: 'arn', RoleArn: 'arn' },
      },
    },
  },
  {
    id: 'AlarmIsHeard',
    of: ['AWS::CloudWatch::Alarm'],
    says: 'An alarm tells somebody, and says in words what it means.',
    controls: ['AU-5', 'SI-4(5)', 'IR-5'],
    holds: ({ properties }) =>
      list(properties['AlarmActions']).length > 0 && String(properties['AlarmDescription'] ?? '').length > 20,
    planted: {
      type: 'AWS::CloudWatch::Alarm',
      properties: { ComparisonOperator: 'GreaterThanThreshold', EvaluationPeriods: 1 },
    },
  },
];
