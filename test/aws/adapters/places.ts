import { randomUUID } from 'node:crypto';
import {
  CreateBucketCommand,
  PutBucketEncryptionCommand,
  PutBucketVersioningCommand,
  type S3Client,
} from '@aws-sdk/client-s3';
import { inject } from 'vitest';
import { awsClients, type Clients } from '../../../lib/adapters/aws/clients.ts';
import { bucketZones } from '../../../lib/adapters/aws/world.ts';
import { type Names, namesOf, type Place } from '../../../lib/deployment/names.ts';
import { SHARED_ZONES } from '../../../lib/deployment/zones.ts';
import type { Zones } from '../../../lib/ports/object-store.ts';

/** The account that moto answers for. */
export const PLACE: Place = { partition: 'aws', account: '123456789012', region: 'us-east-1' };

const KEY = `arn:aws:kms:us-east-1:${PLACE.account}:key/00000000-0000-0000-0000-000000000000`;

export const zoneKeys = {
  tokens: KEY,
  records: KEY,
  crosswalk: KEY,
  integrated: KEY,
  release: KEY,
  audit: KEY,
} as const;

/**
 * Clients of the server that answers for AWS in this suite.
 * @param region another one for a test that wants a catalogue of its own: those of two regions know nothing of each other
 */
export function testClients(region: string = PLACE.region): Clients {
  return awsClients({
    region,
    endpoint: inject('awsEndpoint'),
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
  });
}

/** Names of a system that no other test has. */
export function freshNames(): Names {
  return namesOf(`t${randomUUID().replaceAll('-', '').slice(0, 10)}`, PLACE);
}

export async function makeBucket(client: S3Client, bucket: string): Promise<void> {
  await client.send(new CreateBucketCommand({ Bucket: bucket }));
  await client.send(
    new PutBucketVersioningCommand({ Bucket: bucket, VersioningConfiguration: { Status: 'Enabled' } }),
  );
  await client.send(
    new PutBucketEncryptionCommand({
      Bucket: bucket,
      ServerSideEncryptionConfiguration: {
        Rules: [{ ApplyServerSideEncryptionByDefault: { SSEAlgorithm: 'aws:kms', KMSMasterKeyID: KEY } }],
      },
    }),
  );
}

/** The zones of a fresh system, each with its bucket. */
export async function makeZones(clients: Clients, names: Names): Promise<Zones> {
  for (const zone of SHARED_ZONES) await makeBucket(clients.s3(), names.zone(zone));
  return bucketZones({ place: PLACE, zoneKeys }, names, clients);
}
