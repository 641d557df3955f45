import { CfnWorkGroup } from 'aws-cdk-lib/aws-athena';
import { Construct } from 'constructs';
import type { Names, Place, QueryDuty } from '../deployment/names.ts';
import { ZONE_KEYS, ZONE_PARTS, type ZoneKey } from '../deployment/zones.ts';
import type { SharedZone } from '../ports/object-store.ts';

export interface PipelineWorkGroupsProps {
  readonly names: Names;
  readonly place: Place;
  readonly keyArns: Readonly<Record<ZoneKey, string>>;
}

type PipelineDuty = Exclude<QueryDuty, 'analyst'>;

/** Where the answers of a duty lie: in the zone that its role may read anyway. */
export const ANSWERS: Readonly<Record<PipelineDuty, { readonly zone: SharedZone; readonly prefix: string }>> =
  {
    linkage: { zone: 'tokens', prefix: ZONE_PARTS.tokens.answers },
    integrate: { zone: 'integrated', prefix: ZONE_PARTS.integrated.answersOfIntegrate },
    measure: { zone: 'integrated', prefix: ZONE_PARTS.integrated.answersOfMeasure },
    publish: { zone: 'release', prefix: `${ZONE_PARTS.release.answers}publish/` },
  };

/** No statement of a run comes near it: at five dollars a terabyte it bounds what a wrong one can cost. */
const MOST_SCANNED = 1_099_511_627_776;

/**
 * A work group a duty. Their settings are the default and not enforced: Athena refuses `external_location` in a CREATE
 * TABLE AS of a work group that enforces where answers lie, and every table of a run is made that way. Who may work in
 * which group, and write where, is decided by roles and bucket policies.
 */
export class PipelineWorkGroups extends Construct {
  constructor(scope: Construct, id: string, { names, place, keyArns }: PipelineWorkGroupsProps) {
    super(scope, id);
    for (const [duty, { zone, prefix }] of Object.entries(ANSWERS) as [
      PipelineDuty,
      (typeof ANSWERS)[PipelineDuty],
    ][]) {
      new CfnWorkGroup(this, duty, {
        name: names.workGroup(duty),
        description: `Questions of the pipeline: ${duty}.`,
        state: 'ENABLED',
        // Answers expire by themselves; the history of queries does not hold up the stack's removal.
        recursiveDeleteOption: true,
        workGroupConfiguration: {
          enforceWorkGroupConfiguration: false,
          publishCloudWatchMetricsEnabled: true,
          requesterPaysEnabled: false,
          bytesScannedCutoffPerQuery: MOST_SCANNED,
          engineVersion: { selectedEngineVersion: 'Athena engine version 3' },
          resultConfiguration: {
            outputLocation: `s3://${names.zone(zone)}/${prefix}`,
            expectedBucketOwner: place.account,
            encryptionConfiguration: { encryptionOption: 'SSE_KMS', kmsKey: keyArns[ZONE_KEYS[zone]] },
          },
        },
      });
    }
  }
}
