import { EventField, Match, Rule, RuleTargetInput } from 'aws-cdk-lib/aws-events';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { Key } from 'aws-cdk-lib/aws-kms';
import { Subscription, SubscriptionProtocol, Topic } from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import type { Names, Place } from '../deployment/names.ts';
import { ZONE_PARTS } from '../deployment/zones.ts';
import type { Agency } from '../workspace/model.ts';
import { objectCreated, target } from './arrivals.ts';

export interface ReceiptNoticeProps {
  readonly names: Names;
  readonly place: Place;
  readonly agency: Agency;
  /** The agency's own. */
  readonly key: Key;
}

/** Tells the steward that a delivery was answered, and where; not what the answer says. */
export class ReceiptNotice extends Construct {
  readonly topic: Topic;

  constructor(scope: Construct, id: string, { names, place, agency, key }: ReceiptNoticeProps) {
    super(scope, id);
    this.topic = new Topic(this, 'Topic', {
      topicName: names.receiptTopic(agency.id),
      displayName: 'Tributary',
      masterKey: key,
      enforceSSL: true,
    });
    // EventBridge tells SNS and KMS neither its rule nor its account: with such a condition no message would arrive.
    this.topic.addToResourcePolicy(
      new PolicyStatement({
        sid: 'RulesTell',
        principals: [new ServicePrincipal('events.amazonaws.com')],
        actions: ['sns:Publish'],
        resources: [this.topic.topicArn],
      }),
    );
    key.addToResourcePolicy(
      new PolicyStatement({
        sid: 'NoticesAreSent',
        principals: [new ServicePrincipal('events.amazonaws.com')],
        actions: ['kms:GenerateDataKey*', 'kms:Decrypt'],
        resources: ['*'],
        conditions: {
          StringEquals: { 'kms:EncryptionContext:aws:sns:topicArn': topicArn(names, place, agency) },
        },
      }),
    );
    new Subscription(this, 'Steward', {
      topic: this.topic,
      protocol: SubscriptionProtocol.EMAIL,
      endpoint: agency.steward.email,
    });
    const receipt = EventField.fromPath('$.detail.object.key');
    new Rule(this, 'Rule', {
      ruleName: names.rule(agency.id, 'receipts'),
      description: `Tells the steward of the agency ${agency.id} that a receipt is there.`,
      eventPattern: objectCreated(names, agency, Match.wildcard(`${ZONE_PARTS.landing.receipts}*.txt`)),
      targets: [
        target(names, {
          arn: this.topic.topicArn,
          input: RuleTargetInput.fromText(
            `Your delivery to Tributary was answered. The receipt is ${receipt} in your bucket ` +
              `${names.landing(agency.id)}; its folders are called after the dataset and the period. It says what was ` +
              'taken in, and names each row and column that needs your attention. Nothing of it is in this message.',
          ),
        }),
      ],
    });
  }
}

function topicArn(names: Names, { partition, region, account }: Place, agency: Agency): string {
  return `arn:${partition}:sns:${region}:${account}:${names.receiptTopic(agency.id)}`;
}
