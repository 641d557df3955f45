import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { Key } from 'aws-cdk-lib/aws-kms';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { EmailSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import type { Construct } from 'constructs';
import type { Names, Place } from '../deployment/names.ts';

export interface AlarmTopicProps {
  readonly names: Names;
  readonly place: Place;
  readonly key: Key;
  readonly emails: readonly string[];
}

/** Where every alarm of the system goes, and from there to the people named in the settings. */
export function makeAlarmTopic(
  scope: Construct,
  id: string,
  { names, place, key, emails }: AlarmTopicProps,
): Topic {
  const topic = new Topic(scope, id, { topicName: names.alarmTopic, masterKey: key, enforceSSL: true });
  topic.addToResourcePolicy(
    new PolicyStatement({
      sid: 'AlarmsOfThisAccount',
      principals: [new ServicePrincipal('cloudwatch.amazonaws.com')],
      actions: ['sns:Publish'],
      resources: [topic.topicArn],
      conditions: { StringEquals: { 'aws:SourceAccount': place.account } },
    }),
  );
  // EventBridge tells SNS nothing of its rule or account: with any condition no message would arrive.
  topic.addToResourcePolicy(
    new PolicyStatement({
      sid: 'RulesTell',
      principals: [new ServicePrincipal('events.amazonaws.com')],
      actions: ['sns:Publish'],
      resources: [topic.topicArn],
    }),
  );
  for (const email of emails) topic.addSubscription(new EmailSubscription(email));
  return topic;
}
