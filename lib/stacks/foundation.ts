import { RemovalPolicy, Stack, type StackProps } from 'aws-cdk-lib';
import type { Topic } from 'aws-cdk-lib/aws-sns';
import type { Construct } from 'constructs';
import type { Names, Place } from '../deployment/names.ts';
import type { Deployment } from '../workspace/model.ts';
import { makeAccessLogs } from './access-logs.ts';
import { makeAlarmTopic } from './alarm-topic.ts';
import { makeBoundary } from './boundary.ts';
import { Databases } from './databases.ts';
import { grantEverything } from './grants.ts';
import { Keys } from './keys.ts';
import { LandingAccess } from './landing-access.ts';
import { Principals } from './principals.ts';
import { QuestionAccess } from './question-access.ts';
import { STAYS } from './staying.ts';
import { Zones, type ZonesByName } from './zones.ts';

export interface FoundationStackProps extends StackProps {
  readonly names: Names;
  readonly place: Place;
  readonly deployment: Deployment;
  /** Both consents to data going with the stack were given. @default false: whatever holds data stays */
  readonly removable?: boolean;
}

/**
 * What everything else stands on, and what holds data: keys, zones, databases, who there is and what each may do.
 * All other stacks find it by its names.
 */
export class FoundationStack extends Stack {
  readonly names: Names;
  readonly place: Place;
  readonly principals: Principals;
  readonly keys: Keys;
  readonly zones: ZonesByName;
  readonly topic: Topic;

  constructor(scope: Construct, id: string, props: FoundationStackProps) {
    super(scope, id, props);
    const { names, place, deployment, removable = false } = props;
    this.names = names;
    this.place = place;
    this.principals = new Principals(this, 'Principals', {
      names,
      place,
      boundary: makeBoundary(this, names, place),
      ...(deployment.samlProvider === undefined ? {} : { samlProvider: deployment.samlProvider }),
    });
    this.keys = new Keys(this, 'Keys', {
      names,
      place,
      hmacVersions: deployment.keyVersion,
      removalPolicy: removable ? RemovalPolicy.DESTROY : STAYS,
    });
    const logs = makeAccessLogs(this, 'AccessLogs', { names, place, keepDays: deployment.logDays });
    this.zones = new Zones(this, 'Zones', {
      names,
      place,
      keys: this.keys,
      auditDays: deployment.auditDays,
      removable,
    }).of;
    // S3 takes no bucket to log to that is not there yet, and by its name alone nobody knows that it has to come first.
    for (const { bucket } of Object.values(this.zones)) bucket.node.addDependency(logs);
    this.topic = makeAlarmTopic(this, 'Alarms', {
      names,
      place,
      key: this.keys.of.operations,
      emails: deployment.alarmEmails,
    });
    const landing = new LandingAccess(this, 'Landing', names, place);
    grantEverything({
      names,
      place,
      who: this.principals.all,
      landing,
      zones: this.zones,
      keys: this.keys,
      databases: new Databases(this, 'Databases', place),
      questions: new QuestionAccess(names, place),
    });
    landing.write();
    for (const zone of Object.values(this.zones)) zone.write();
    // Other stacks need them whether or not they use them today: an export that comes and goes locks a deployment.
    for (const arn of Object.values(this.keys.keyArns)) this.exportValue(arn);
  }
}
