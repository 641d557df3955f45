import { z } from 'zod';
import { type Names, type Place, QUERY_DUTIES } from '../../deployment/names.ts';
import { FUNCTIONS, PEOPLE, QUERY_ROLES, STARTERS, WORKFLOW_ROLES } from '../../deployment/principals.ts';
import { SHARED_ZONES } from '../../deployment/zones.ts';
import type { Access, AccessAction, ActorKind } from '../../ports/access-log.ts';

const Identity = z.object({
  type: z.string(),
  accountId: z.string().optional(),
  invokedBy: z.string().optional(),
  sessionContext: z
    .object({ sessionIssuer: z.object({ userName: z.string().optional() }).optional() })
    .optional(),
});

/** The parts of a record that are looked at; CloudTrail's record has many more, and gains some over time. */
export const CloudTrailRecord = z.object({
  eventTime: z.string(),
  eventSource: z.string(),
  eventName: z.string(),
  eventID: z.string(),
  errorCode: z.string().optional(),
  userIdentity: Identity,
  requestParameters: z.record(z.string(), z.unknown()).nullish(),
  responseElements: z.record(z.string(), z.unknown()).nullish(),
  additionalEventData: z.record(z.string(), z.unknown()).nullish(),
});
export type CloudTrailRecord = z.output<typeof CloudTrailRecord>;

/** An access as the log has it; of a query the id, by which Athena tells how much it scanned. */
export interface RecordedAccess {
  readonly access: Access;
  readonly query?: { readonly id: string; readonly workGroup: string };
}

/** The work groups of this system. */
export function ownWorkGroups(names: Names): readonly string[] {
  return QUERY_DUTIES.map((duty) => names.workGroup(duty));
}

/** Reads records by the names of one system: what touches none of its buckets, keys and queries is no access. */
export class CloudTrailReader {
  readonly #names: Names;
  readonly #account: string;
  readonly #actors: ReadonlyMap<string, { readonly role: string; readonly kind: ActorKind }>;
  readonly #landing: { readonly before: string; readonly after: string };

  constructor(names: Names, place: Place) {
    this.#names = names;
    this.#account = place.account;
    const actor = (kind: ActorKind) => (role: string) => [names.role(role), { role, kind }] as const;
    this.#actors = new Map([...PARTS.map(actor('step')), ...PEOPLE.map(actor('person'))]);
    const [before = '', after = ''] = names.anyLanding.split('*');
    this.#landing = { before, after };
  }

  /** @returns undefined for an event that is none of ours, and for what AWS does by itself (expiry, delivery of logs) */
  access(record: CloudTrailRecord): RecordedAccess | undefined {
    if (record.userIdentity.type === 'AWSService') return undefined;
    const told = this.#told(record);
    if (told === undefined) return undefined;
    const { role, kind } = this.#actor(record.userIdentity);
    const { errorCode, eventTime, eventID } = record;
    const refused = errorCode !== undefined && /AccessDenied|Unauthorized/.test(errorCode);
    const zone = told.zone === undefined ? this.#landingOf(told.bucket, kind) : told.zone;
    return {
      access: {
        at: new Date(eventTime).toISOString(),
        role,
        kind,
        zone,
        action: refused ? 'refused' : told.action,
        bytes: told.bytes ?? 0,
        event: eventID,
      },
      ...(told.query === undefined ? {} : { query: told.query }),
    };
  }

  #told(record: CloudTrailRecord): Told | undefined {
    switch (record.eventSource) {
      case 's3.amazonaws.com':
        return this.#object(record);
      case 'kms.amazonaws.com':
        return this.#key(record);
      case 'athena.amazonaws.com':
        return query(record);
      default:
        return undefined;
    }
  }

  #object({ eventName, requestParameters, additionalEventData }: CloudTrailRecord): Told | undefined {
    const action = OBJECT_ACTIONS.find(([pattern]) => pattern.test(eventName))?.[1];
    const place = this.#bucket(text(requestParameters?.['bucketName']));
    if (action === undefined || place === undefined) return undefined;
    const sent = action === 'read' ? 'bytesTransferredOut' : 'bytesTransferredIn';
    return { ...place, action, bytes: number(additionalEventData?.[sent]) };
  }

  #key({ eventName, requestParameters }: CloudTrailRecord): Told | undefined {
    if (eventName === 'GenerateMac') return { zone: 'root key', action: 'derive' };
    if (eventName !== 'Decrypt') return undefined;
    // With bucket keys the context is the bucket's ARN, else the object's; only the bucket is looked at.
    const context = z
      .object({ 'aws:s3:arn': z.string() })
      .safeParse(requestParameters?.['encryptionContext']);
    const [, bucket] = /:::([^/]+)/.exec(context.data?.['aws:s3:arn'] ?? '') ?? [];
    const place = this.#bucket(bucket);
    return place === undefined ? undefined : { ...place, action: 'decrypt' };
  }

  #bucket(bucket: string | undefined): Pick<Told, 'zone' | 'bucket'> | undefined {
    if (bucket === undefined) return undefined;
    const zone = SHARED_ZONES.find((one) => this.#names.zone(one) === bucket);
    if (zone !== undefined) return { zone };
    const { before, after } = this.#landing;
    return bucket.startsWith(before) && bucket.endsWith(after) ? { bucket } : undefined;
  }

  /** Functions work in every landing zone, a new agency's too; everybody else in those that he knows. */
  #landingOf(bucket = '', kind: ActorKind): string {
    const { before, after } = this.#landing;
    return kind === 'step' ? 'landing' : `landing of ${bucket.slice(before.length, -after.length)}`;
  }

  /** Never a session's or user's name, which may be a person's. */
  #actor({ type, accountId, sessionContext }: CloudTrailRecord['userIdentity']): {
    readonly role: string;
    readonly kind: ActorKind;
  } {
    const role = sessionContext?.sessionIssuer?.userName;
    const foreign = accountId !== undefined && accountId !== this.#account;
    if (foreign) return { role: `account ${accountId}`, kind: 'other' };
    if (role === undefined)
      return { role: type === 'Root' ? 'the root user' : `a principal of type ${type}`, kind: 'other' };
    const known = this.#actors.get(role);
    if (known !== undefined) return known;
    const [, kind = 'other'] =
      OF_AGENCIES.find(([prefix]) => role.startsWith(this.#names.role(prefix))) ?? [];
    return { role, kind };
  }
}

interface Told {
  readonly zone?: string;
  readonly bucket?: string;
  readonly action: AccessAction;
  readonly bytes?: number;
  readonly query?: RecordedAccess['query'];
}

/** Roles of machines. */
const PARTS: readonly string[] = [
  ...FUNCTIONS,
  ...Object.values(QUERY_ROLES),
  ...Object.values(WORKFLOW_ROLES),
  ...STARTERS,
];

/** What the names of roles begin with that each agency has for itself: who delivers, and what scans for malware. */
const OF_AGENCIES: readonly (readonly [string, ActorKind])[] = [
  ['Deliver-', 'agency'],
  ['Scan-', 'step'],
];

const OBJECT_ACTIONS: readonly (readonly [RegExp, AccessAction])[] = [
  [/^(Get|Head|Select|Restore|List)/, 'read'],
  [/^Delete/, 'delete'],
  [/^(Put|Copy|Create|Complete|Upload|Abort|Post|Rename|Update)/, 'write'],
];

function query({ eventName, requestParameters, responseElements }: CloudTrailRecord): Told | undefined {
  if (eventName !== 'StartQueryExecution') return undefined;
  const workGroup = text(requestParameters?.['workGroup']) ?? 'primary';
  const id = text(responseElements?.['queryExecutionId']);
  return {
    zone: `queries of ${workGroup}`,
    action: 'query',
    ...(id === undefined ? {} : { query: { id, workGroup } }),
  };
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

function number(value: unknown): number {
  return typeof value === 'number' && Number.isFinite(value) ? Math.round(value) : 0;
}
