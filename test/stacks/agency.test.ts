import { beforeAll, describe, expect, it } from 'vitest';
import { REMOVAL_CONSENT } from '../../lib/stacks/app.ts';
import { actingArns } from '../../lib/stacks/deliverer.ts';
import { BucketPolicyTooLarge } from '../../lib/stacks/errors.ts';
import { LANDING_READERS, LANDING_WRITERS } from '../../lib/stacks/landing.ts';
import { SMALL_WORKSPACE } from '../e2e/small-workspace.ts';
import {
  SMALL_NAMES,
  type Statement,
  type SynthesisedApp,
  several,
  statementsOf,
  synthesise,
  withDeployment,
} from './small-app.ts';

const CLINIC = SMALL_NAMES.stack('agency-clinic');
const BUCKET = `arn:aws:s3:::${SMALL_NAMES.landing('clinic')}`;
const DELIVERER = SMALL_NAMES.roleArn('Deliver-clinic');

function bucketPolicy(app: SynthesisedApp, agency = 'clinic'): ReadonlyMap<string, Statement> {
  const { properties } = app.one('AWS::S3::BucketPolicy', { Bucket: SMALL_NAMES.landing(agency) });
  return statementsOf(properties['PolicyDocument']);
}

function deliveries(app: SynthesisedApp, agency = 'clinic'): readonly Statement[] {
  return [...bucketPolicy(app, agency).values()].filter(
    ({ Effect, Action }) => Effect === 'Allow' && several(Action).includes('s3:PutObject'),
  );
}

/** What becomes of the agency's bucket and key when its stack is removed. */
function deletionPolicies({ templates }: SynthesisedApp): readonly (string | undefined)[] {
  const { Resources } = JSON.parse(templates.get(CLINIC) ?? '{}') as {
    readonly Resources: Readonly<Record<string, { readonly Type: string; readonly DeletionPolicy?: string }>>;
  };
  return Object.values(Resources)
    .filter(({ Type }) => /S3::Bucket$|KMS::Key$/.test(Type))
    .map(({ DeletionPolicy }) => DeletionPolicy);
}

function rule(app: SynthesisedApp, what: string): Readonly<Record<string, unknown>> {
  return app.one('AWS::Events::Rule', { Name: SMALL_NAMES.rule('clinic', what) }).properties;
}

interface Target {
  readonly Arn: string;
  readonly RoleArn?: string;
  readonly InputTransformer: {
    readonly InputPathsMap: Readonly<Record<string, string>>;
    readonly InputTemplate: string;
  };
  readonly DeadLetterConfig?: { readonly Arn: string };
  readonly RetryPolicy?: unknown;
}

function targets(properties: Readonly<Record<string, unknown>>): readonly Target[] {
  return properties['Targets'] as readonly Target[];
}

/** What a rule's target is sent for an event: placeholders filled as EventBridge does, in JSON. */
function sent({ InputTransformer: { InputPathsMap, InputTemplate } }: Target, event: unknown): unknown {
  const valueAt = (path: string) =>
    path
      .split('.')
      .slice(1)
      .reduce<unknown>((at, name) => (at as Record<string, unknown> | undefined)?.[name], event);
  const quoted = InputTemplate.startsWith('"');
  const filled = Object.entries(InputPathsMap).reduce((text, [name, path]) => {
    const value = valueAt(path);
    return text.replaceAll(`<${name}>`, quoted ? String(value) : JSON.stringify(value));
  }, InputTemplate);
  return JSON.parse(filled);
}

const ARRIVED = {
  detail: {
    bucket: { name: SMALL_NAMES.landing('clinic') },
    object: {
      key: 'incoming/patients/2026-Q1/patients.csv',
      size: 100,
      'version-id': 'IYV3p45BT0ac8hjHg1houSdS1a',
    },
  },
};

/** The small workspace with more datasets of the school; the days of each agreement are its own. */
function aSchoolWith(many: {
  readonly datasets: number;
  readonly agreements: number;
}): Record<string, string> {
  const numbers = Array.from({ length: many.datasets }, (_, n) => n);
  const contract = SMALL_WORKSPACE['contracts/school/pupils.yaml'] ?? '';
  const agreement = SMALL_WORKSPACE['agreements/small.yaml'] ?? '';
  const contracts = numbers.map((n): [string, string] => [
    `contracts/school/dataset_of_the_school_${n}.yaml`,
    contract.replace('id: pupils', `id: dataset_of_the_school_${n}`),
  ]);
  const agreements = numbers.slice(0, many.agreements).map((n): [string, string] => {
    const own = numbers
      .filter((m) => m % many.agreements === n)
      .map((m) => `school/dataset_of_the_school_${m}`);
    const day = new Date(Date.UTC(2026, 0, 1 + n)).toISOString().slice(0, 10);
    const text = agreement
      .replace(/^datasets: .*$/m, `datasets: [${own}]`)
      .replace('2026-01-01', day)
      .replace('indicators: ["*"]', 'indicators: []');
    return [`agreements/agreement_${n}.yaml`, text];
  });
  return { ...Object.fromEntries(contracts), ...Object.fromEntries(agreements) };
}

let app: SynthesisedApp;
let scanned: SynthesisedApp;

beforeAll(() => {
  app = synthesise();
  scanned = synthesise(withDeployment('malwareProtection: true'));
});

describe('an agency that comes', () => {
  it('changes no byte of any other stack', () => {
    const grown = synthesise({
      'agencies/library.yaml': 'name: Library\nowner: { name: Lou Owner, email: lou@library.example }\n',
    });

    const changed = [...grown.templates].filter(([name, text]) => app.templates.get(name) !== text);

    expect(changed.map(([name]) => name)).toEqual([SMALL_NAMES.stack('agency-library')]);
    expect(app.templates.size).toBe(grown.templates.size - 1);
  });

  it('brings its own part of the workspace as parameters, and the pipeline the rest', () => {
    const below = (stack: string) =>
      app
        .all('AWS::SSM::Parameter', stack)
        .map(({ properties }) => String(properties['Name']).replace(SMALL_NAMES.workspaceParameters, ''));

    expect(below(CLINIC)).toEqual([
      'agencies/clinic.yaml',
      'contracts/clinic/patients.yaml',
      'contracts/clinic/visits.yaml',
    ]);
    expect(below(SMALL_NAMES.stack('pipeline'))).toEqual([
      'agreements/small.yaml',
      'collaborative.yaml',
      'indicators/people.yaml',
      'indicators/seen.yaml',
    ]);
  });

  it('brings the tables of its records, whose deliveries Athena finds by themselves', () => {
    const tables = app.all('AWS::Glue::Table', CLINIC).map(({ properties }) => properties);

    expect(tables.map(({ TableInput }) => (TableInput as { readonly Name: string }).Name)).toEqual([
      'clinic_patients',
      'clinic_visits',
    ]);
    expect(tables[0]).toMatchObject({
      DatabaseName: 'records',
      TableInput: {
        Parameters: { 'projection.enabled': 'true' },
        PartitionKeys: [{ Name: 'delivery_id', Type: 'string' }],
        StorageDescriptor: { Location: `s3://${SMALL_NAMES.zone('records')}/clinic_patients/` },
      },
    });
  });

  it('is alarmed about', () => {
    const alarms = app.all('AWS::CloudWatch::Alarm', CLINIC);

    expect(alarms.length).toBeGreaterThan(2);
  });
});

describe('who delivers', () => {
  it('puts files of its datasets, on the days on which an agreement is in force', () => {
    const [delivery, ...others] = deliveries(app);

    expect(others).toEqual([]);
    expect(delivery).toMatchObject({
      Principal: { AWS: DELIVERER },
      Resource: [`${BUCKET}/incoming/patients/*/*`, `${BUCKET}/incoming/visits/*/*`],
      Condition: {
        DateGreaterThanEquals: { 'aws:CurrentTime': '2026-01-01T00:00:00Z' },
        DateLessThan: { 'aws:CurrentTime': '2028-01-01T00:00:00Z' },
      },
    });
  });

  it('puts nothing where a party has not signed', () => {
    const unsigned = SMALL_WORKSPACE['agreements/small.yaml']?.replace(/ {2}- \{ name: Sol.*\n/, '');

    const after = synthesise({ 'agreements/small.yaml': unsigned });

    expect(deliveries(after)).toEqual([]);
    expect(deliveries(after, 'school')).toEqual([]);
  });

  it('reads receipts, and neither what it delivered nor anything else', () => {
    const policy = bucketPolicy(app);

    expect(policy.get('ReadReceipts')).toMatchObject({
      Effect: 'Allow',
      Principal: { AWS: DELIVERER },
      Action: 's3:GetObject',
      Resource: `${BUCKET}/receipts/*`,
    });
    expect(policy.get('ListReceipts')?.Condition).toEqual({ StringLike: { 's3:prefix': 'receipts/*' } });
    expect(policy.get('AgencyReadsReceiptsOnly')).toMatchObject({
      Effect: 'Deny',
      NotResource: `${BUCKET}/receipts/*`,
      Condition: { ArnEquals: { 'aws:PrincipalArn': [DELIVERER] } },
    });
    expect(policy.get('AgencyRemovesNothing')).toMatchObject({ Effect: 'Deny', Resource: `${BUCKET}/*` });
    const allowed = [...policy.values()].filter(({ Effect }) => Effect === 'Allow');
    expect(new Set(allowed.flatMap(({ Action }) => several(Action)))).toEqual(
      new Set([
        's3:PutObject',
        's3:AbortMultipartUpload',
        's3:ListMultipartUploadParts',
        's3:GetObject',
        's3:ListBucket',
      ]),
    );
  });

  it('is a role with a second factor and the boundary, where the agency names no principal', () => {
    const { properties } = app.one('AWS::IAM::Role', { RoleName: SMALL_NAMES.role('Deliver-clinic') });

    expect(properties).toMatchObject({
      PermissionsBoundary: SMALL_NAMES.boundaryArn,
      AssumeRolePolicyDocument: {
        Statement: [{ Condition: { Bool: { 'aws:MultiFactorAuthPresent': 'true' } } }],
      },
    });
    expect(properties['Policies']).toBeUndefined();
  });

  it('is the principal that the agency names, of another account, and no role is made', () => {
    const principal = 'arn:aws:iam::999999999999:role/clinic-delivery';

    const other = synthesise({
      'agencies/clinic.yaml': `${SMALL_WORKSPACE['agencies/clinic.yaml']}principal: ${principal}\n`,
    });

    expect(deliveries(other)[0]?.Principal).toEqual({ AWS: principal });
    const { properties } = other.one('AWS::KMS::Key', {
      Description: 'Encrypts what the agency clinic delivers and what it is answered.',
    });
    expect(statementsOf(properties['KeyPolicy']).get('AgencyDeliversAndReadsReceipts')).toMatchObject({
      Principal: { AWS: principal },
      Action: ['kms:GenerateDataKey', 'kms:Decrypt'],
    });
    expect(
      bucketPolicy(other).get('NobodyElseWrites')?.Condition?.['ArnNotEquals']?.['aws:PrincipalArn'],
    ).toContain(principal);
    expect(other.all('AWS::IAM::Role', CLINIC)).toEqual([]);
  });

  it('is known by what it acts as', () => {
    expect(actingArns('arn:aws-us-gov:iam::999999999999:root')).toEqual([
      'arn:aws-us-gov:iam::999999999999:*',
    ]);
    expect(actingArns('arn:aws:sts::999999999999:assumed-role/delivery/nightly')).toEqual([
      'arn:aws:iam::999999999999:role/delivery',
      'arn:aws:iam::999999999999:role/*/delivery',
    ]);
    expect(actingArns('arn:aws:iam::999999999999:user/clinic')).toEqual([
      'arn:aws:iam::999999999999:user/clinic',
    ]);
  });

  it('has a policy that S3 takes, with forty datasets under five agreements', () => {
    const many = synthesise(aSchoolWith({ datasets: 40, agreements: 5 }));

    const { properties } = many.one('AWS::S3::BucketPolicy', { Bucket: SMALL_NAMES.landing('school') });

    expect(deliveries(many, 'school')).toHaveLength(5);
    expect(JSON.stringify(properties['PolicyDocument']).length).toBeLessThan(16_384);
  });

  it('is not deployed with a policy that S3 would refuse', () => {
    const files = aSchoolWith({ datasets: 60, agreements: 60 });

    expect(() => synthesise(files)).toThrow(BucketPolicyTooLarge);
  });
});

describe('a landing zone', () => {
  it('is under a key of its own, which nobody uses but the agency and the functions of intake', () => {
    const { properties, arn } = app.one('AWS::KMS::Key', {
      Description: 'Encrypts what the agency clinic delivers and what it is answered.',
    });
    const policy = statementsOf(properties['KeyPolicy']);

    const users = [...policy.values()].filter(
      ({ Effect, Action }) =>
        Effect === 'Allow' &&
        several(Action).some((action) => /Decrypt|Encrypt|GenerateDataKey|\*/.test(action)),
    );

    expect(users.map(({ Sid }) => Sid)).toEqual([
      'AgencyDeliversAndReadsReceipts',
      'IntakeReads',
      'IntakeWrites',
      'NoticesAreSent',
    ]);
    expect(policy.get('IntakeReads')?.Condition?.['ArnEquals']?.['aws:PrincipalArn']).toEqual(
      LANDING_READERS.map((name) => SMALL_NAMES.roleArn(name)),
    );
    expect(policy.get('AgencyDeliversAndReadsReceipts')?.Condition).toEqual({
      StringEquals: { 'kms:ViaService': 's3.us-west-2.amazonaws.com' },
      StringLike: { 'kms:EncryptionContext:aws:s3:arn': [BUCKET, `${BUCKET}/*`] },
    });
    const bucket = app.one('AWS::S3::Bucket', { BucketName: SMALL_NAMES.landing('clinic') }).properties;
    expect(bucket['BucketEncryption']).toMatchObject({
      ServerSideEncryptionConfiguration: [
        { BucketKeyEnabled: true, ServerSideEncryptionByDefault: { KMSMasterKeyID: arn } },
      ],
    });
  });

  it('lets in the functions that the foundation lets reach it, and no others', () => {
    const reaching = (sids: readonly string[]) =>
      app
        .all('AWS::IAM::Policy', SMALL_NAMES.stack('foundation'))
        .filter(({ properties }) => sids.some((sid) => statementsOf(properties['PolicyDocument']).has(sid)))
        .flatMap(({ properties }) => (properties['Roles'] as readonly string[]) ?? []);
    const admitted = (sid: string) =>
      bucketPolicy(app).get(sid)?.Condition?.['ArnNotEquals']?.['aws:PrincipalArn'] as readonly string[];
    const roles = (arns: readonly string[]) =>
      arns.filter((arn) => arn !== DELIVERER).map((arn) => arn.split('/').at(-1));

    expect(roles(admitted('NobodyElseReads')).sort()).toEqual([...new Set(reaching(['ReadLanding']))].sort());
    expect(roles(admitted('NobodyElseWrites')).sort()).toEqual(
      [...new Set(reaching(['WriteLanding', 'RemoveLanding']))].sort(),
    );
    expect(LANDING_WRITERS).not.toContain('Watch');
  });

  it('keeps every version, tells EventBridge of each, and shows itself to nobody', () => {
    const { properties } = app.one('AWS::S3::Bucket', { BucketName: SMALL_NAMES.landing('clinic') });

    expect(properties).toMatchObject({
      VersioningConfiguration: { Status: 'Enabled' },
      NotificationConfiguration: { EventBridgeConfiguration: { EventBridgeEnabled: true } },
      PublicAccessBlockConfiguration: { BlockPublicPolicy: true, RestrictPublicBuckets: true },
      LoggingConfiguration: { DestinationBucketName: SMALL_NAMES.accessLogs },
    });
  });

  it('keeps what was delivered no longer than the strictest agreement allows, replaced versions included', () => {
    const strict = synthesise({
      'agreements/strict.yaml': `${SMALL_WORKSPACE['agreements/small.yaml']}retentionDays: 100\n`
        .replace('clinic/visits, ', '')
        .replace('indicators: ["*"]', 'indicators: []'),
    });

    const { properties } = strict.one('AWS::S3::Bucket', { BucketName: SMALL_NAMES.landing('clinic') });

    const { Rules } = properties['LifecycleConfiguration'] as {
      readonly Rules: readonly {
        readonly Prefix?: string;
        readonly ExpirationInDays?: number;
        readonly NoncurrentVersionExpiration?: { readonly NoncurrentDays: number };
      }[];
    };
    const kept = Rules.flatMap(({ Prefix, ExpirationInDays = 0, NoncurrentVersionExpiration }) =>
      Prefix === undefined
        ? []
        : [[Prefix, ExpirationInDays + (NoncurrentVersionExpiration?.NoncurrentDays ?? 0)]],
    );
    expect(kept).toEqual([
      ['incoming/patients/', 100],
      ['incoming/visits/', 365],
      ['quarantine/patients/', 100],
      ['quarantine/visits/', 365],
      ['claims/', 31],
    ]);
  });

  it('stays when the stack goes, unless two consents were given', () => {
    const consented = withDeployment('removeDataOnDestroy: true');

    const policies = [
      synthesise(consented),
      synthesise({}, { [REMOVAL_CONSENT]: 'true' }),
      synthesise(consented, { [REMOVAL_CONSENT]: 'true' }),
    ].map(deletionPolicies);

    expect(policies).toEqual([
      ['RetainExceptOnCreate', 'RetainExceptOnCreate'],
      ['RetainExceptOnCreate', 'RetainExceptOnCreate'],
      ['Delete', 'Delete'],
    ]);
  });

  it('lets in what empties it, where two consents were given', () => {
    const removable = synthesise(withDeployment('removeDataOnDestroy: true'), { [REMOVAL_CONSENT]: 'true' });

    const admitted = bucketPolicy(removable).get('NobodyElseWrites')?.Condition?.['ArnNotEquals'];

    expect(admitted?.['aws:PrincipalArn']).toHaveLength(LANDING_WRITERS.length + 2);
  });
});

describe('a file that arrives', () => {
  it('starts intake with its agency, key and version, so that a file sent again is seen', () => {
    const properties = rule(app, 'arrivals');
    const [target] = targets(properties);

    expect(properties['EventPattern']).toMatchObject({
      source: ['aws.s3'],
      'detail-type': ['Object Created'],
      detail: {
        bucket: { name: [SMALL_NAMES.landing('clinic')] },
        object: { key: [{ prefix: 'incoming/' }] },
      },
    });
    expect(target).toMatchObject({
      Arn: SMALL_NAMES.stateMachineArn('intake'),
      RoleArn: SMALL_NAMES.roleArn('StartIntake'),
      DeadLetterConfig: { Arn: SMALL_NAMES.deadLettersArn },
      RetryPolicy: { MaximumEventAgeInSeconds: 86_400 },
    });
    expect(target && sent(target, ARRIVED)).toEqual({
      agency: 'clinic',
      key: 'incoming/patients/2026-Q1/patients.csv',
      version: 'IYV3p45BT0ac8hjHg1houSdS1a',
    });
  });

  it('is answered by a message to the steward that says where the receipt is, and not what it says', () => {
    const properties = rule(app, 'receipts');
    const topic = app.one('AWS::SNS::Topic', { TopicName: SMALL_NAMES.receiptTopic('clinic') });
    const [target] = targets(properties);

    const message =
      target && sent(target, { detail: { object: { key: 'receipts/visits/2026-Q1/0001-abc.txt' } } });

    expect(target?.Arn).toBe(topic.arn);
    expect(properties['EventPattern']).toMatchObject({
      detail: { object: { key: [{ wildcard: 'receipts/*.txt' }] } },
    });
    expect(message).toContain('receipts/visits/2026-Q1/0001-abc.txt');
    expect(app.one('AWS::SNS::Subscription', { TopicArn: topic.arn }).properties).toMatchObject({
      Protocol: 'email',
      Endpoint: 'cleo@clinic.example',
    });
  });
});

describe('with a scan for malware', () => {
  const result = (status: string) => ({
    detail: {
      s3ObjectDetails: {
        bucketName: SMALL_NAMES.landing('clinic'),
        objectKey: 'incoming/patients/2026-Q1/patients.csv',
        eTag: '0c5e',
        versionId: 'IYV3p45BT0ac8hjHg1houSdS1a',
        s3Throttled: false,
      },
      scanResultDetails: { scanResultStatus: status, threats: null },
    },
  });

  it('starts intake when the scan has found nothing, with the same input as without', () => {
    const properties = rule(scanned, 'arrivals');
    const [target] = targets(properties);

    expect(properties['EventPattern']).toMatchObject({
      source: ['aws.guardduty'],
      'detail-type': ['GuardDuty Malware Protection Object Scan Result'],
      detail: {
        s3ObjectDetails: {
          bucketName: [SMALL_NAMES.landing('clinic')],
          objectKey: [{ prefix: 'incoming/' }],
        },
        scanResultDetails: { scanResultStatus: ['NO_THREATS_FOUND'] },
      },
    });
    expect(target && sent(target, result('NO_THREATS_FOUND'))).toEqual({
      agency: 'clinic',
      key: 'incoming/patients/2026-Q1/patients.csv',
      version: 'IYV3p45BT0ac8hjHg1houSdS1a',
    });
  });

  it('lets nobody read a file that has not been found to be clean, and nobody else say so', () => {
    const policy = bucketPolicy(scanned);
    const scanner = SMALL_NAMES.roleArn('Scan-clinic');

    expect(policy.get('NothingUnscannedIsRead')).toMatchObject({
      Effect: 'Deny',
      Resource: `${BUCKET}/incoming/*`,
      Condition: {
        StringNotEquals: { 's3:ExistingObjectTag/GuardDutyMalwareScanStatus': 'NO_THREATS_FOUND' },
        ArnNotEquals: { 'aws:PrincipalArn': scanner },
      },
    });
    expect(policy.get('OnlyTheScanTags')).toMatchObject({
      Effect: 'Deny',
      Condition: { ArnNotEquals: { 'aws:PrincipalArn': scanner } },
    });
    expect(scanned.all('AWS::GuardDuty::MalwareProtectionPlan', CLINIC)[0]?.properties).toMatchObject({
      Role: scanner,
      ProtectedResource: {
        S3Bucket: { BucketName: SMALL_NAMES.landing('clinic'), ObjectPrefixes: ['incoming/'] },
      },
      Actions: { Tagging: { Status: 'ENABLED' } },
    });
  });

  it('tells operators and the steward of everything that is not clean, and operators no name of a file', () => {
    const properties = rule(scanned, 'held');
    const [operators, steward] = targets(properties);
    const event = result('THREATS_FOUND');

    expect(properties['EventPattern']).toMatchObject({
      detail: { scanResultDetails: { scanResultStatus: [{ 'anything-but': ['NO_THREATS_FOUND'] }] } },
    });
    expect(operators?.Arn).toBe(SMALL_NAMES.alarmTopicArn);
    expect(operators && sent(operators, event)).toContain('THREATS_FOUND');
    expect(operators && sent(operators, event)).not.toContain('patients.csv');
    expect(steward && sent(steward, event)).toContain('incoming/patients/2026-Q1/patients.csv');
  });

  it('costs nothing where it is not wanted', () => {
    expect(app.all('AWS::GuardDuty::MalwareProtectionPlan')).toEqual([]);
    expect(bucketPolicy(app).has('NothingUnscannedIsRead')).toBe(false);
  });
});
