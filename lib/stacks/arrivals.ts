import { Duration } from 'aws-cdk-lib';
import {
  EventField,
  type EventPattern,
  type IRuleTarget,
  Match,
  Rule,
  RuleTargetInput,
} from 'aws-cdk-lib/aws-events';
import { Role } from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import type { Names } from '../deployment/names.ts';
import { ZONE_PARTS } from '../deployment/zones.ts';
import type { Agency } from '../workspace/model.ts';
import { CLEAN } from './landing-policy.ts';

export interface ArrivalsProps {
  readonly names: Names;
  readonly agency: Agency;
  /** Intake waits until GuardDuty has found a file to be clean. */
  readonly scanned: boolean;
}

/** Where an event says which version of which object it is about. */
interface Told {
  readonly pattern: EventPattern;
  readonly key: string;
  readonly version: string;
}

/**
 * Starts intake for every version of every file that arrives. The version tells a file that is sent again from an event
 * that is sent again.
 */
export class Arrivals extends Construct {
  constructor(scope: Construct, id: string, { names, agency, scanned }: ArrivalsProps) {
    super(scope, id);
    const { pattern, key, version } = scanned ? scanTells(names, agency) : storeTells(names, agency);
    new Rule(this, 'Rule', {
      ruleName: names.rule(agency.id, 'arrivals'),
      description: `Starts intake when a file of the agency ${agency.id} has arrived${scanned ? ' and is clean' : ''}.`,
      eventPattern: pattern,
      targets: [
        target(names, {
          arn: names.stateMachineArn('intake'),
          role: Role.fromRoleArn(this, 'Role', names.roleArn('StartIntake'), { mutable: false }),
          input: RuleTargetInput.fromObject({
            agency: agency.id,
            key: EventField.fromPath(key),
            version: EventField.fromPath(version),
          }),
        }),
      ],
    });
  }
}

/** What S3 tells of a new object of an agency's bucket. */
export function objectCreated(names: Names, agency: Agency, key: readonly unknown[]): EventPattern {
  return {
    source: ['aws.s3'],
    detailType: ['Object Created'],
    detail: { bucket: { name: [names.landing(agency.id)] }, object: { key } },
  };
}

/** What GuardDuty tells of an object that was delivered. */
export function scanResult(names: Names, agency: Agency, status: readonly unknown[]): EventPattern {
  return {
    source: ['aws.guardduty'],
    detailType: ['GuardDuty Malware Protection Object Scan Result'],
    detail: {
      s3ObjectDetails: {
        bucketName: [names.landing(agency.id)],
        objectKey: Match.prefix(ZONE_PARTS.landing.incoming),
      },
      scanResultDetails: { scanResultStatus: status },
    },
  };
}

/** Tried for a day, then kept where an alarm looks. */
export function target(
  { deadLettersArn }: Names,
  to: Pick<ReturnType<IRuleTarget['bind']>, 'arn' | 'role' | 'input'>,
): IRuleTarget {
  return {
    bind: () => ({
      ...to,
      deadLetterConfig: { arn: deadLettersArn },
      retryPolicy: {
        maximumRetryAttempts: 185,
        maximumEventAgeInSeconds: Duration.days(1).toSeconds(),
      },
    }),
  };
}

function storeTells(names: Names, agency: Agency): Told {
  return {
    pattern: objectCreated(names, agency, Match.prefix(ZONE_PARTS.landing.incoming)),
    key: '$.detail.object.key',
    version: '$.detail.object.version-id',
  };
}

function scanTells(names: Names, agency: Agency): Told {
  return {
    pattern: scanResult(names, agency, [CLEAN]),
    key: '$.detail.s3ObjectDetails.objectKey',
    version: '$.detail.s3ObjectDetails.versionId',
  };
}
