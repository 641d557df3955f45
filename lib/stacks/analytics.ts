import { Stack, type StackProps } from 'aws-cdk-lib';
import { CfnNamedQuery, CfnWorkGroup } from 'aws-cdk-lib/aws-athena';
import type { Construct } from 'constructs';
import type { Names, Place } from '../deployment/names.ts';
import { ZONE_PARTS } from '../deployment/zones.ts';
import { VIEWS_DATABASE } from '../release/release.ts';
import type { Deployment } from '../workspace/model.ts';
import { SAVED_QUERIES } from './saved-queries.ts';

export interface AnalyticsStackProps extends StackProps {
  readonly names: Names;
  readonly place: Place;
  readonly deployment: Deployment;
  /** ARN of the key of the release zone. */
  readonly releaseKeyArn: string;
}

const GIGABYTE = 1_073_741_824;

/** Answers to analysts lie here for some days (a lifecycle rule of the zone), then they are asked again. */
export const ANALYST_ANSWERS = ZONE_PARTS.release.answersOfAnalysts;

/**
 * Where analysts work: a work group whose settings no client can override. It writes encrypted answers to one prefix
 * of the release zone and cancels a query that would read too much. What its members may read is their role's matter.
 */
export class AnalyticsStack extends Stack {
  constructor(scope: Construct, id: string, props: AnalyticsStackProps) {
    super(scope, id, props);
    const { names, place, deployment, releaseKeyArn } = props;
    const workGroup = new CfnWorkGroup(this, 'Analysts', {
      name: names.workGroup('analyst'),
      description: 'Questions to the release views. Answers are encrypted, and expire.',
      state: 'ENABLED',
      // Answers are copies of what was released; the stack's removal need not wait for them.
      recursiveDeleteOption: true,
      workGroupConfiguration: {
        enforceWorkGroupConfiguration: true,
        publishCloudWatchMetricsEnabled: true,
        requesterPaysEnabled: false,
        bytesScannedCutoffPerQuery: deployment.scanLimitGigabytes * GIGABYTE,
        engineVersion: { selectedEngineVersion: 'Athena engine version 3' },
        resultConfiguration: {
          outputLocation: `s3://${names.zone('release')}/${ANALYST_ANSWERS}`,
          expectedBucketOwner: place.account,
          encryptionConfiguration: { encryptionOption: 'SSE_KMS', kmsKey: releaseKeyArn },
        },
      },
    });
    for (const { id: query, name, description, sql } of SAVED_QUERIES) {
      new CfnNamedQuery(this, query, {
        name,
        description,
        database: VIEWS_DATABASE,
        workGroup: names.workGroup('analyst'),
        queryString: sql,
      }).addResourceDependency(workGroup);
    }
  }
}
