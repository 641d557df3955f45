import { SHARED_ZONES, ZONE_KEYS } from '../../../lib/deployment/zones.ts';
import type { Check } from './checks.ts';
import type { DeployedSystem, LandingJudged } from './deployed-system.ts';
import type { AccessRequest } from './simulate.ts';

const SCHOOLS = { agency: 'schools', dataset: 'attendance', another: 'jail' };

/** What an agency can do and when. */
export function* deliverySentences(system: DeployedSystem, landing: LandingJudged): Iterable<Check> {
  yield* onDaysOfAgreements(system, landing);
  yield* nothingBesideDelivery(system, landing);
  yield* underTheRightKey(system, ['landing']);
  yield* overTls(system, ['landing']);
}

/** What no table shows: days, ciphers, TLS, and refusals that hold whatever else is granted. */
export function* sentences(system: DeployedSystem): Iterable<Check> {
  yield* deliverySentences(system, SCHOOLS);
  yield* underTheRightKey(system, SHARED_ZONES);
  yield* overTls(system, SHARED_ZONES);
  yield* onlyTheseDerive(system, 'hmac', ['Tokenize']);
  yield* onlyTheseDerive(system, 'disclosure', ['Protect', 'AuditProtection']);
  yield* nothingBesideGrants(system);
}

/** Of the schools' agreements one admits attendance from September 2025 to June 2026, another enrolment until 2028. */
function* onDaysOfAgreements(system: DeployedSystem, landing: LandingJudged): Iterable<Check> {
  const puts: readonly (readonly [string, string, 'yes' | 'no'])[] = [
    ['attendance', '2025-08-31T23:59:59Z', 'no'],
    ['attendance', '2025-09-01T00:00:00Z', 'yes'],
    ['attendance', '2026-06-30T23:59:59Z', 'yes'],
    ['attendance', '2026-07-01T00:00:00Z', 'no'],
    ['enrolment', '2025-06-30T23:59:59Z', 'no'],
    ['enrolment', '2025-07-01T00:00:00Z', 'yes'],
    ['enrolment', '2028-06-30T23:59:59Z', 'yes'],
    ['enrolment', '2028-07-01T00:00:00Z', 'no'],
    ['no_dataset_of_theirs', '2026-04-10T10:00:00Z', 'no'],
  ];
  const bucket = system.bucket('landing', SCHOOLS);
  for (const [dataset, at, expected] of puts)
    yield {
      title: `the schools put ${dataset} on ${at}`,
      cell: false,
      expected,
      probes: [
        {
          lock: 'all',
          request: {
            principal: system.principal('the agency', landing),
            action: 's3:PutObject',
            resource: `arn:aws:s3:::${bucket}/incoming/${dataset}/2026-Q1/a.csv`,
            context: { 'aws:CurrentTime': at },
          },
        },
      ],
    };
}

/** Who writes where, for things that hold for all writers. */
const WRITERS = {
  tokens: 'Tokenize',
  records: 'Tokenize',
  crosswalk: 'Plan',
  integrated: 'MeasureQuality',
  release: 'Publish',
  audit: 'Receipt',
  landing: 'Validate',
} as const;
const PLACES = {
  tokens: 'identities',
  records: 'a',
  crosswalk: 'plans',
  integrated: 'measured',
  release: 'candidates',
  audit: 'a',
  landing: 'quarantine',
} as const;

function* puts(
  system: DeployedSystem,
  zones: readonly (keyof typeof WRITERS)[],
): Iterable<{ readonly zone: string; readonly request: AccessRequest; readonly key: string }> {
  for (const zone of zones)
    yield {
      zone,
      request: {
        principal: system.principal(WRITERS[zone], SCHOOLS),
        action: 's3:PutObject',
        resource: `arn:aws:s3:::${system.bucket(zone, SCHOOLS)}/${PLACES[zone]}/a`,
      },
      key: system.key(zone === 'landing' ? 'landing' : ZONE_KEYS[zone], SCHOOLS).arn,
    };
}

function* underTheRightKey(
  system: DeployedSystem,
  zones: readonly (keyof typeof WRITERS)[],
): Iterable<Check> {
  const cipher = 's3:x-amz-server-side-encryption';
  const keyId = `${cipher}-aws-kms-key-id`;
  for (const { zone, request, key } of puts(system, zones))
    for (const [how, context, expected] of [
      ['says nothing of a key', {}, 'yes'],
      ["names the zone's key", { [cipher]: 'aws:kms', [keyId]: key }, 'yes'],
      ['names another cipher', { [cipher]: 'AES256' }, 'never'],
      ['names another key', { [cipher]: 'aws:kms', [keyId]: system.key('operations', SCHOOLS).arn }, 'never'],
      ["brings the sender's own key", { [`${cipher}-customer-algorithm`]: 'AES256' }, 'never'],
    ] as const)
      yield {
        title: `${zone}: a put that ${how}`,
        cell: false,
        expected,
        probes: [{ lock: 'all', request: { ...request, context } }],
      };
}

function* overTls(system: DeployedSystem, zones: readonly (keyof typeof WRITERS)[]): Iterable<Check> {
  const trail = {
    zone: 'trail',
    request: {
      principal: system.principal('WatchAccess', SCHOOLS),
      action: 's3:PutObject',
      resource: `arn:aws:s3:::${system.bucket('trail', SCHOOLS)}/watch/a`,
    },
  };
  for (const { zone, request } of [...puts(system, zones), trail])
    for (const [how, context] of [
      ['without TLS', { 'aws:SecureTransport': 'false' }],
      ['over TLS 1.1', { 's3:TlsVersion': '1.1' }],
    ] as const)
      yield {
        title: `${zone}: a put ${how}`,
        cell: false,
        expected: 'never',
        probes: [{ lock: 'resource', request: { ...request, context } }],
      };
}

/** Not by a grant that is missing, but refused: nobody can be given it without a change of the key's policy. */
function* onlyTheseDerive(
  system: DeployedSystem,
  key: 'hmac' | 'disclosure',
  deriving: readonly string[],
): Iterable<Check> {
  const { arn, alias } = system.key(key, SCHOOLS);
  const others = [
    ...system.roles.filter((role) => !deriving.includes(role)),
    'the agency',
    'administrator',
    'CloudFormation',
    'another account',
    'anonymous',
  ];
  for (const who of others)
    yield {
      title: `${who} is refused GenerateMac of ${key}`,
      cell: false,
      expected: 'never',
      probes: [
        {
          lock: 'resource',
          request: {
            principal: system.principal(who, SCHOOLS),
            action: 'kms:GenerateMac',
            resource: arn,
            context: { 'kms:MacAlgorithm': 'HMAC_SHA_256', 'kms:ResourceAliases': [alias] },
          },
        },
      ],
    };
}

/** Beside its puts and its receipts an agency can do nothing, and nobody else breaks off its uploads. */
function* nothingBesideDelivery(system: DeployedSystem, landing: LandingJudged): Iterable<Check> {
  const bucket = `arn:aws:s3:::${system.bucket('landing', SCHOOLS)}`;
  const refused = (who: string, action: string, resource: string): Check => ({
    title: `${who} ${action} ${resource}`,
    cell: false,
    expected: 'no',
    probes: [{ lock: 'all', request: { principal: system.principal(who, landing), action, resource } }],
  });
  for (const dataset of ['attendance', 'enrolment']) {
    const file = `${bucket}/incoming/${dataset}/2026-Q1/a.csv`;
    yield refused('the agency', 's3:PutObjectTagging', file);
    yield refused('the agency', 's3:PutObjectRetention', file);
    for (const who of ['another agency', 'another account', 'anonymous'])
      for (const action of ['s3:AbortMultipartUpload', 's3:ListMultipartUploadParts'])
        yield refused(who, action, file);
  }
  yield refused('the agency', 's3:GetObjectVersion', `${bucket}/receipts/attendance/a.json`);
  yield refused('the agency', 's3:GetObjectAcl', `${bucket}/receipts/attendance/a.json`);
}

/** Other ways to the same things, which nobody was granted. */
function* nothingBesideGrants(system: DeployedSystem): Iterable<Check> {
  for (const who of ['Auditor', 'WatchAccess'])
    yield {
      title: `${who} reads who may read the log of access`,
      cell: false,
      expected: 'no',
      probes: [
        {
          lock: 'all',
          request: {
            principal: system.principal(who, SCHOOLS),
            action: 's3:GetObjectAcl',
            resource: `arn:aws:s3:::${system.bucket('trail', SCHOOLS)}/AWSLogs/111122223333/a`,
          },
        },
      ],
    };
  for (const [who, key] of [
    ['Tokenize', 'hmac'],
    ['Protect', 'disclosure'],
    ['AuditProtection', 'disclosure'],
  ] as const)
    for (const [action, algorithm] of [
      ['kms:VerifyMac', 'HMAC_SHA_256'],
      ['kms:GenerateMac', 'HMAC_SHA_512'],
    ] as const) {
      const { arn, alias } = system.key(key, SCHOOLS);
      yield {
        title: `${who} ${action} with ${algorithm}, by its own policy`,
        cell: false,
        expected: 'no',
        probes: [
          {
            lock: 'own',
            request: {
              principal: system.principal(who, SCHOOLS),
              action,
              resource: arn,
              context: { 'kms:MacAlgorithm': algorithm, 'kms:ResourceAliases': [alias] },
            },
          },
        ],
      };
    }
}
