import { beforeAll, describe, expect, it } from 'vitest';
import { SHARED_ZONES, ZONE_KEYS } from '../../../lib/deployment/zones.ts';
import { SCHOOLS } from './all-checks.ts';
import { theCounty } from './county.ts';
import type { DeployedSystem } from './deployed-system.ts';
import { listOf } from './policies-of.ts';
import { verdictOf } from './simulate.ts';

let county: DeployedSystem;
beforeAll(async () => {
  county = await theCounty();
});

const OUTSIDE = ['administrator', 'CloudFormation', 'another account', 'anonymous', 'stranger'];

/** Every role of every stack, and who is outside. */
function everybody(): readonly string[] {
  return [...county.policies.roles.keys(), ...OUTSIDE.map((who) => county.principal(who, SCHOOLS))];
}

function rolesOf(...names: readonly string[]): readonly string[] {
  return names.map((name) => county.names.roleArn(name)).toSorted();
}

/** Keys of a zone that some statement of somebody speaks of, and one that none does. */
function samples(zone: (typeof SHARED_ZONES)[number]): readonly string[] {
  const bucket = `arn:aws:s3:::${county.names.zone(zone)}/`;
  const named = [...county.policies.roles.values()].flatMap(({ identity }) =>
    identity.flatMap(({ policy }) =>
      policy.Statement.flatMap((statement) => listOf(statement['Resource']).map(String)).filter((arn) =>
        arn.startsWith(bucket),
      ),
    ),
  );
  return [
    ...new Set([
      ...named.map((arn) => arn.replaceAll('*', 'a').replaceAll('?', '1')),
      `${bucket}elsewhere/a`,
    ]),
  ];
}

/** Who gets at what lies in a zone: S3 and the key's policy have to agree. */
function whoCan(zone: (typeof SHARED_ZONES)[number], s3: string, kms: string | undefined): readonly string[] {
  const { arn, alias } = county.key(ZONE_KEYS[zone], SCHOOLS);
  return everybody()
    .filter(
      (principal) =>
        samples(zone).some(
          (resource) => verdictOf(county.policies, { principal, action: s3, resource }) === 'Allowed',
        ) &&
        (kms === undefined ||
          verdictOf(county.policies, {
            principal,
            action: kms,
            resource: arn,
            context: {
              'kms:ViaService': 's3.us-east-1.amazonaws.com',
              'kms:EncryptionContext:aws:s3:arn': `arn:aws:s3:::${county.names.zone(zone)}`,
              'kms:ResourceAliases': [alias],
            },
          }) === 'Allowed'),
    )
    .toSorted();
}

const readers = (zone: (typeof SHARED_ZONES)[number]) => whoCan(zone, 's3:GetObject', 'kms:Decrypt');
const writers = (zone: (typeof SHARED_ZONES)[number]) => whoCan(zone, 's3:PutObject', 'kms:GenerateDataKey');

describe('what the issue asks of access', () => {
  it('an agency sees its own landing zone only', () => {
    const agencies = [
      'early_childhood',
      'homeless_services',
      'human_services',
      'jail',
      'public_health',
      'schools',
      'vital_records',
    ];
    const reads = (who: string, whose: string) =>
      verdictOf(county.policies, {
        principal: county.names.roleArn(`Deliver-${who}`),
        action: 's3:GetObject',
        resource: `arn:aws:s3:::${county.names.landing(whose)}/receipts/a/2026-Q1/a.json`,
      }) === 'Allowed';

    const seen = agencies.flatMap((who) =>
      agencies.filter((whose) => reads(who, whose)).map((whose) => [who, whose]),
    );

    expect(seen).toEqual(agencies.map((agency) => [agency, agency]));
  });

  it.each([
    ['hmac', ['Tokenize']],
    ['disclosure', ['Protect', 'AuditProtection']],
  ])('of the key %s only %s may GenerateMac', (key, deriving) => {
    const { arn, alias } = county.key(key, SCHOOLS);
    const context = { 'kms:MacAlgorithm': 'HMAC_SHA_256', 'kms:ResourceAliases': [alias] };

    const seen = everybody().filter(
      (principal) =>
        verdictOf(county.policies, { principal, action: 'kms:GenerateMac', resource: arn, context }) ===
        'Allowed',
    );

    expect(seen.toSorted()).toEqual(rolesOf(...deriving).toSorted());
  });

  it('only linkage reads tokens; whoever else reads the zone reads the ledger of deliveries alone', () => {
    const { arn, alias } = county.key('linkage', SCHOOLS);

    const readers = everybody().filter(
      (principal) =>
        ['identities/a', 'linkage/a', 'answers/a'].some(
          (key) =>
            verdictOf(county.policies, {
              principal,
              action: 's3:GetObject',
              resource: `arn:aws:s3:::${county.names.zone('tokens')}/${key}`,
            }) === 'Allowed',
        ) &&
        verdictOf(county.policies, {
          principal,
          action: 'kms:Decrypt',
          resource: arn,
          context: {
            'kms:ViaService': 's3.us-east-1.amazonaws.com',
            'kms:EncryptionContext:aws:s3:arn': `arn:aws:s3:::${county.names.zone('tokens')}`,
            'kms:ResourceAliases': [alias],
          },
        }) === 'Allowed',
    );

    expect(readers.toSorted()).toEqual(rolesOf('Train', 'Cluster', 'LinkageQueries'));
  });

  it('only integrate reads records', () => {
    expect(readers('records')).toEqual(rolesOf('IntegrateQueries'));
  });

  it('no role but the separating function reaches both tokens and records', () => {
    const ledger = rolesOf('Receipt', 'Plan', 'Watch');
    const tokens = new Set([...readers('tokens'), ...writers('tokens')]);
    const records = new Set([...readers('records'), ...writers('records')]);

    const both = [...tokens].filter((principal) => records.has(principal));

    expect(both).toEqual(rolesOf('Tokenize'));
    expect(ledger.filter((principal) => records.has(principal))).toEqual([]);
  });

  it('analysts reach the release and nothing else', () => {
    const analyst = county.names.roleArn('Analyst');

    const reached = SHARED_ZONES.filter((zone) => [...readers(zone), ...writers(zone)].includes(analyst));

    expect(reached).toEqual(['release']);
  });

  it('nobody deletes from audit, nor lifts its lock', () => {
    const deleting = ['s3:DeleteObject', 's3:DeleteObjectVersion'].flatMap((action) =>
      whoCan('audit', action, undefined),
    );
    const lifting = [...county.policies.roles.keys()].filter(
      (principal) =>
        verdictOf(county.policies, {
          principal,
          action: 's3:BypassGovernanceRetention',
          resource: `arn:aws:s3:::${county.names.zone('audit')}/a`,
        }) !== 'ExplicitlyDenied',
    );

    expect(deleting).toEqual([]);
    expect(lifting).toEqual([]);
  });

  it('an operator, a stranger and whoever is elsewhere read no zone', () => {
    const outside = [...rolesOf('Operator'), ...OUTSIDE.map((who) => county.principal(who, SCHOOLS))];

    const read = SHARED_ZONES.filter((zone) =>
      readers(zone).some((principal) => outside.includes(principal)),
    );

    expect(read).toEqual([]);
  });
});
