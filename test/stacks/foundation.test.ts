import { beforeAll, describe, expect, it } from 'vitest';
import { namesOf } from '../../lib/deployment/names.ts';
import { FUNCTIONS, PEOPLE } from '../../lib/deployment/principals.ts';
import { STEPS } from '../../lib/deployment/steps.ts';
import { SHARED_ZONES } from '../../lib/deployment/zones.ts';
import type { ResolvedResource } from '../../lib/stacks/resolve-template.ts';
import { type DeployedPolicies, policiesOf } from './access/policies-of.ts';
import { type AccessRequest, judge, type Verdict } from './access/simulate.ts';
import { PLACE, type Synthesised, synthesised } from './synthesised.ts';

const names = namesOf('alder_county', PLACE);
const FOUNDATION = names.stack('foundation');

let county: Synthesised;
let policies: DeployedPolicies;
beforeAll(async () => {
  county = await synthesised();
  policies = policiesOf(county.templates);
});

const resources = (type: string, { templates }: Synthesised = county): readonly ResolvedResource[] =>
  [...templates.resources(type)].filter(({ stack }) => stack === FOUNDATION);

const bucketOf = (zone: string) => `arn:aws:s3:::${names.zone(zone as never)}`;

/** The ARN of the key that an alias stands for. */
function keyOf(alias: string): string {
  const found = resources('AWS::KMS::Alias').find(({ properties }) => properties['AliasName'] === alias);
  return String(found?.properties['TargetKeyId']);
}

function asking(principal: string, request: Omit<AccessRequest, 'principal'>): Promise<Verdict> {
  return judge(policies, { principal, ...request });
}

describe('principals of the foundation', () => {
  it('gives every function of the table of steps a role, and no other', () => {
    expect([...FUNCTIONS].toSorted()).toEqual(STEPS.map(({ name }) => name).toSorted());
  });

  it('puts the boundary on every role of every stack', () => {
    const without = [...county.templates.resources('AWS::IAM::Role')].filter(
      ({ properties }) => !String(properties['PermissionsBoundary']).endsWith(names.boundary),
    );

    expect(without.map(({ logicalId }) => logicalId)).toEqual([]);
  });

  it('have a boundary that leaves Lambda its own key, under which the variables of functions are', () => {
    const boundary = policies.roles.get(names.roleArn('Receive'))?.boundary;

    const [ours] = (boundary?.Statement ?? []).filter(({ Sid }) => Sid === 'OurKeys');

    expect(ours?.['Condition']).toEqual({
      'ForAnyValue:StringLike': { 'kms:ResourceAliases': [`alias/${names.system}-*`, 'alias/aws/lambda'] },
    });
  });

  it('lets people in with a second factor alone', () => {
    const trusted = PEOPLE.map((name) =>
      JSON.stringify(policies.roles.get(names.roleArn(name))?.trust.Statement),
    );

    expect(trusted.filter((statement) => !statement.includes('aws:MultiFactorAuthPresent'))).toEqual([]);
  });

  it('lets people in through the identity provider where one is named, at the sign-in of its partition', async () => {
    const provider = 'arn:aws-us-gov:iam::111122223333:saml-provider/county';
    const { templates } = await synthesised({ changed: settings(`samlProvider: ${provider}`) });

    const trust = policiesOf(templates).roles.get(names.roleArn('Analyst'))?.trust.Statement;

    expect(trust).toEqual([
      {
        Effect: 'Allow',
        Action: 'sts:AssumeRoleWithSAML',
        Principal: { Federated: provider },
        Condition: { StringEquals: { 'SAML:aud': 'https://signin.amazonaws-us-gov.com/saml' } },
      },
    ]);
  });

  it('lets only the integration workflow ask in the name of a query role', () => {
    const trust = policies.roles.get(names.roleArn('LinkageQueries'))?.trust.Statement;

    expect(trust).toMatchObject([
      { Condition: { ArnEquals: { 'aws:PrincipalArn': names.roleArn('Integration') } } },
    ]);
  });

  it('keeps what a role may do below what IAM takes', () => {
    const sizes = [...policies.roles.values()].map(({ identity }) =>
      identity.reduce((sum, { policy }) => sum + JSON.stringify(policy).length, 0),
    );

    expect(Math.max(...sizes)).toBeLessThan(8_192);
    expect(JSON.stringify(policies.roles.get(names.roleArn('Plan'))?.boundary).length).toBeLessThan(6_144);
  });
});

describe('root keys of tokens', () => {
  const derive = (principal: string) =>
    asking(principal, {
      action: 'kms:GenerateMac',
      resource: keyOf(names.hmacKeyAlias('v1')),
      context: {
        'kms:MacAlgorithm': 'HMAC_SHA_256',
        'kms:ResourceAliases': [names.hmacKeyAlias('v1')],
      },
    });

  it('are used by Tokenize', async () => {
    expect(await derive(names.roleArn('Tokenize'))).toBe('Allowed');
  });

  it.each(FUNCTIONS.filter((name) => name !== 'Tokenize'))('are not used by %s', async (name) => {
    expect(await derive(names.roleArn(name))).toBe('ExplicitlyDenied');
  });

  it('are not used by an administrator, who may still administer them', async () => {
    const administrator = 'arn:aws:iam::111122223333:role/administrator';

    expect(await derive(administrator)).toBe('ExplicitlyDenied');
    expect(
      await asking(administrator, { action: 'kms:PutKeyPolicy', resource: keyOf(names.hmacKeyAlias('v1')) }),
    ).toBe('Allowed');
  });

  it('are as many as the settings say, and the earlier ones stay', async () => {
    const { templates } = await synthesised({ changed: settings('keyVersion: 3') });

    const aliases = [...templates.resources('AWS::KMS::Alias')].map(
      ({ properties }) => properties['AliasName'],
    );

    expect(aliases.filter((alias) => String(alias).includes('-hmac-'))).toEqual(
      ['v1', 'v2', 'v3'].map(names.hmacKeyAlias),
    );
  });
});

describe('the root key of rounding and noise', () => {
  const derive = (principal: string) =>
    asking(principal, {
      action: 'kms:GenerateMac',
      resource: keyOf(names.disclosureKeyAlias),
      context: {
        'kms:MacAlgorithm': 'HMAC_SHA_256',
        'kms:ResourceAliases': [names.disclosureKeyAlias],
      },
    });
  const users: readonly string[] = ['Protect', 'AuditProtection'];

  it.each(users)('is used by %s', async (name) => {
    expect(await derive(names.roleArn(name))).toBe('Allowed');
  });

  it.each(FUNCTIONS.filter((name) => !users.includes(name)))('is not used by %s', async (name) => {
    expect(await derive(names.roleArn(name))).toBe('ExplicitlyDenied');
  });
});

describe('zones', () => {
  it('each keep versions, log access, take TLS alone, and stay when the stack goes', () => {
    const zones = SHARED_ZONES.map(names.zone);
    const buckets = resources('AWS::S3::Bucket').filter(({ physicalId }) => zones.includes(physicalId));

    expect(buckets).toHaveLength(6);
    for (const { logicalId, properties } of buckets) {
      expect(properties).toMatchObject({
        VersioningConfiguration: { Status: 'Enabled' },
        LoggingConfiguration: { DestinationBucketName: names.accessLogs },
        PublicAccessBlockConfiguration: { BlockPublicAcls: true, RestrictPublicBuckets: true },
      });
      expect(county.raw.get(FOUNDATION)?.Resources[logicalId]?.DeletionPolicy).toBe('RetainExceptOnCreate');
    }
  });

  it('are made after the bucket that their access is logged to, or S3 would refuse them', () => {
    const { Resources } = county.raw.get(FOUNDATION) ?? { Resources: {} };
    const [logs] = resources('AWS::S3::Bucket').filter(({ physicalId }) => physicalId === names.accessLogs);
    const logging = Object.values(Resources).filter(
      ({ Type, Properties }) =>
        Type === 'AWS::S3::Bucket' && Properties?.['LoggingConfiguration'] !== undefined,
    );

    const hasty = logging.filter(({ DependsOn = [] }) => !DependsOn.includes(String(logs?.logicalId)));

    expect(logging).toHaveLength(6);
    expect(hasty).toEqual([]);
  });

  it('keep tokens and attributes apart: who writes both reads neither', async () => {
    const read = (zone: 'tokens' | 'records', key: string) =>
      asking(names.roleArn('Tokenize'), { action: 's3:GetObject', resource: `${bucketOf(zone)}/${key}` });
    const write = (zone: 'tokens' | 'records', key: string) =>
      asking(names.roleArn('Tokenize'), { action: 's3:PutObject', resource: `${bucketOf(zone)}/${key}` });

    expect(await write('tokens', 'identities/delivery_id=d1/part-0.parquet')).toBe('Allowed');
    expect(await write('records', 'schools_enrolment/delivery_id=d1/part-0.parquet')).toBe('Allowed');
    expect(await read('tokens', 'identities/delivery_id=d1/part-0.parquet')).toBe('ExplicitlyDenied');
    expect(await read('records', 'schools_enrolment/delivery_id=d1/part-0.parquet')).toBe('ExplicitlyDenied');
  });

  it('answer nobody who was not let in, however much else they may', async () => {
    const administrator = 'arn:aws:iam::111122223333:role/administrator';

    for (const zone of SHARED_ZONES)
      expect(
        await asking(administrator, { action: 's3:GetObject', resource: `${bucketOf(zone)}/any/object` }),
      ).toBe('ExplicitlyDenied');
    expect(
      await asking(administrator, { action: 'kms:Decrypt', resource: keyOf(names.keyAlias('linkage')) }),
    ).toBe('ImplicitlyDenied');
  });

  it('let a reader of one zone decrypt nothing of another under the same key', () => {
    const linkage = names.roleArn('LinkageQueries');
    const lets = (policies.resources.get(keyOf(names.keyAlias('linkage')))?.Statement ?? []).filter(
      (statement) => JSON.stringify(statement).includes(linkage),
    );

    expect(lets.map(({ Sid }) => Sid)).toEqual(['DecryptInTokens', 'EncryptInTokens']);
    for (const { Condition } of lets)
      expect(Condition).toMatchObject({
        StringLike: { 'kms:EncryptionContext:aws:s3:arn': [bucketOf('tokens'), `${bucketOf('tokens')}/*`] },
        StringEquals: { 'kms:ViaService': 's3.us-east-1.amazonaws.com' },
      });
  });

  it('take no object under another key, and none without TLS', async () => {
    const put = (context: Record<string, string>) =>
      asking(names.roleArn('Publish'), {
        action: 's3:PutObject',
        resource: `${bucketOf('release')}/0001/manifest.json`,
        context,
      });

    expect(await put({})).toBe('Allowed');
    expect(
      await put({
        's3:x-amz-server-side-encryption': 'aws:kms',
        's3:x-amz-server-side-encryption-aws-kms-key-id': keyOf(names.keyAlias('release')),
      }),
    ).toBe('Allowed');
    expect(
      await put({
        's3:x-amz-server-side-encryption': 'aws:kms',
        's3:x-amz-server-side-encryption-aws-kms-key-id': keyOf(names.keyAlias('records')),
      }),
    ).toBe('ExplicitlyDenied');
    expect(await put({ 's3:x-amz-server-side-encryption': 'AES256' })).toBe('ExplicitlyDenied');
    expect(await put({ 's3:x-amz-server-side-encryption-customer-algorithm': 'AES256' })).toBe(
      'ExplicitlyDenied',
    );
    expect(await put({ 'aws:SecureTransport': 'false' })).toBe('ExplicitlyDenied');
    expect(await put({ 's3:TlsVersion': '1.1' })).toBe('ExplicitlyDenied');
  });

  it('answer "not found" below what may be read, which is listed, and "denied" elsewhere', async () => {
    const list = (prefix: string) =>
      asking(names.roleArn('Receipt'), {
        action: 's3:ListBucket',
        resource: bucketOf('tokens'),
        context: { 's3:prefix': prefix },
      });

    expect(await list('deliveries/schools/enrolment/2026-Q1.json')).toBe('Allowed');
    expect(await list('identities/')).toBe('ImplicitlyDenied');
    expect(await list('')).toBe('ImplicitlyDenied');
  });

  it('let go of answers and of abandoned work by themselves', () => {
    const tokens = resources('AWS::S3::Bucket').find(({ physicalId }) => physicalId === names.zone('tokens'));

    expect(tokens?.properties['LifecycleConfiguration']).toMatchObject({
      Rules: [
        { Id: 'unfinished-uploads' },
        { Id: 'earlier-versions', NoncurrentVersionExpiration: { NoncurrentDays: 30 } },
        { Id: 'answers', Prefix: 'answers/', ExpirationInDays: 3 },
        { Id: 'linkage', Prefix: 'linkage/', ExpirationInDays: 30 },
      ],
    });
  });
});

describe('the audit zone', () => {
  const lockOf = (of: Synthesised) =>
    resources('AWS::S3::Bucket', of).find(({ physicalId }) => physicalId === names.zone('audit'))?.properties[
      'ObjectLockConfiguration'
    ];

  it('keeps what was written for as long as the settings say, whoever asks', () => {
    expect(lockOf(county)).toMatchObject({
      Rule: { DefaultRetention: { Mode: 'COMPLIANCE', Days: 2557 } },
    });
  });

  it.each([...FUNCTIONS, ...PEOPLE])('lets %s delete nothing', async (name) => {
    for (const action of ['s3:DeleteObject', 's3:DeleteObjectVersion'])
      expect(
        await asking(names.roleArn(name), { action, resource: `${bucketOf('audit')}/r0001/plan.json` }),
      ).not.toBe('Allowed');
  });

  it('is read by auditors and by nobody who writes it', async () => {
    const read = (name: string) =>
      asking(names.roleArn(name), {
        action: 's3:GetObject',
        resource: `${bucketOf('audit')}/r0001/plan.json`,
      });

    expect(await read('Auditor')).toBe('Allowed');
    expect(await read('Plan')).toBe('ExplicitlyDenied');
  });
});

describe('databases', () => {
  it('let whoever asks Athena see and make "default", which Athena needs, and make no other by it', async () => {
    const asks = [
      'LinkageQueries',
      'IntegrateQueries',
      'MeasureQueries',
      'PublishQueries',
      'Train',
      'Analyst',
    ];
    const of = (name: string, action: string, database: string) =>
      asking(names.roleArn(name), {
        action,
        resource: `arn:aws:glue:${PLACE.region}:${PLACE.account}:database/${database}`,
      });
    const needed = ['glue:GetDatabase', 'glue:GetDatabases', 'glue:CreateDatabase'];

    const verdicts = await Promise.all(
      asks.flatMap((name) => needed.map((action) => of(name, action, 'default'))),
    );
    const others = await Promise.all(asks.map((name) => of(name, 'glue:CreateDatabase', 'elsewhere')));

    expect(new Set(verdicts)).toEqual(new Set(['Allowed']));
    expect(new Set(others)).toEqual(new Set(['ImplicitlyDenied']));
  });
});

describe('consent to removing data', () => {
  const kept = (of: Synthesised) =>
    Object.entries(of.raw.get(FOUNDATION)?.Resources ?? {})
      .filter(([, { Type }]) => Type === 'AWS::S3::Bucket' || Type === 'AWS::KMS::Key')
      .filter(([, { DeletionPolicy }]) => DeletionPolicy !== 'Delete').length;

  it('takes the settings and the command line both', async () => {
    const inSettings = await synthesised({ changed: settings('removeDataOnDestroy: true') });
    const onCommandLine = await synthesised({ context: { '@tributary/removeDataOnDestroy': 'true' } });

    const all = kept(county);

    expect(kept(inSettings)).toBe(all);
    expect(kept(onCommandLine)).toBe(all);
  });

  it('by both, empties and removes every zone but audit, which an administrator may then unlock', async () => {
    const removable = await synthesised({
      changed: settings('removeDataOnDestroy: true'),
      context: { '@tributary/removeDataOnDestroy': 'true' },
    });
    const emptied = resources('Custom::S3AutoDeleteObjects', removable).map(
      ({ properties }) => properties['BucketName'],
    );

    expect(emptied.map(String).toSorted()).toEqual(
      SHARED_ZONES.filter((zone) => zone !== 'audit')
        .map(names.zone)
        .toSorted(),
    );
    // The buckets of audit and of access logs, and the key without which nobody could read what was decided.
    expect(kept(removable)).toBe(3);
  });
});

/** Adds a line to the part `deployment` of the county's settings. */
function settings(line: string) {
  return (files: ReadonlyMap<string, string>): ReadonlyMap<string, string> =>
    new Map(files).set('collaborative.yaml', `${files.get('collaborative.yaml')}\ndeployment:\n  ${line}\n`);
}
