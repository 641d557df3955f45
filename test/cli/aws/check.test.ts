import { beforeAll, describe, expect, it } from 'vitest';
import { DeployedSystem } from '../../../lib/adapters/aws/deployed-system.ts';
import { operatorClients } from '../../../lib/adapters/aws/operator-clients.ts';
import { compareStacks } from '../../../lib/cli/target/drift/compare.ts';
import { knownConsequence } from '../../../lib/cli/target/drift/consequences.ts';
import type { Drift } from '../../../lib/cli/target/drift/drift.ts';
import { normalised, policyDrift, statementsOf } from '../../../lib/cli/target/drift/policies.ts';
import { aWorkspace, call, NAMES, PLACE, signedIn } from './calling.ts';
import { everythingDeployed, type Policy, type Standing, smallTemplates, stand } from './deployed.ts';

const workspace = aWorkspace();
const check = (...more: readonly string[]) =>
  call('--workspace', workspace, '--target', 'aws', ...more, 'check');

beforeAll(() => {
  signedIn();
  smallTemplates();
});

/** What the comparison finds where AWS has this. */
async function driftOf(standing: Standing): Promise<readonly Drift[]> {
  stand(standing);
  const clients = operatorClients({ region: PLACE.region });
  const deployed = new DeployedSystem({
    cloudFormation: clients.cloudFormation,
    s3: clients.s3(),
    kms: clients.kms(),
    glue: clients.glue(),
    account: PLACE.account,
  });
  return (await compareStacks(smallTemplates(), PLACE, deployed)).drift;
}

describe('check on AWS', () => {
  it('finds no difference where everything is as deployed, however AWS writes it, and says how much it compared', async () => {
    stand(everythingDeployed());

    const { code, out, err } = await check();

    expect(code, `${out}${err}`).toBe(0);
    expect(out).toMatch(
      /Compared 6 stacks \(\d{3} resources\), \d{2,3} statements .* 3 tables, 9 files of the workspace: AWS has what the workspace says\./,
    );
  });

  it('names each difference, and what it means, and ends with 2', async () => {
    const standing = everythingDeployed();
    const landing = NAMES.landing('clinic');
    standing.templates.delete(NAMES.stack('analytics'));
    standing.bucketPolicies.set(
      landing,
      withoutStatement(standing.bucketPolicies.get(landing), 'NobodyElseReads'),
    );
    standing.files.set('indicators/people.yaml', 'title: Other\n');
    standing.files.delete('contracts/school/pupils.yaml');
    standing.tables.delete('records.school_pupils');
    stand(standing);

    const { code, out } = await check();

    expect(code).toBe(2);
    expect(out).toContain(`missing: The stack ${NAMES.stack('analytics')} is not deployed.`);
    expect(out).toContain(
      `missing: The policy of the bucket ${landing} lacks statement NobodyElseReads. Whoever another policy`,
    );
    expect(out).toContain('changed: The file indicators/people.yaml was changed.');
    expect(out).toContain('missing: The file contracts/school/pupils.yaml is not deployed.');
    expect(out).toContain('missing: The table records.school_pupils is not in Glue');
  });

  it('prints one JSON document', async () => {
    const standing = everythingDeployed();
    standing.files.set('agencies/gone.yaml', 'name: Gone\n');
    stand(standing);

    const { code, out } = await check('--json');

    expect(code).toBe(2);
    expect(JSON.parse(out)).toMatchObject({
      fit: false,
      deployed: {
        region: 'us-east-1',
        drift: [{ of: 'workspace_file', problem: 'extra', name: 'agencies/gone.yaml' }],
      },
    });
  });

  it('names the statement wherever one is removed, loosened or added, in every bucket and key', () => {
    const { bucketPolicies, keyPolicies } = everythingDeployed();
    const unseen: string[] = [];
    let planted = 0;

    for (const [at, policy] of [...bucketPolicies, ...keyPolicies]) {
      const place = { of: 'bucket_policy', at } as const;
      const plant = (problem: Drift['problem'], name: string, changed: Policy) => {
        planted += 1;
        const drift = policyDrift(place, policy, changed);
        // What has no Sid is called after what it says: loosened, it is one that is missing and one too many.
        const seen = drift.some(
          (one) => one.name === name && (one.problem === problem || name.startsWith('(')),
        );
        if (!seen) unseen.push(`${at} ${name} ${problem}`);
      };
      for (const name of statementsOf(policy).keys()) {
        plant('missing', name, withoutStatement(policy, name));
        plant('changed', name, withStatement(policy, name, 'loosened'));
      }
      plant('extra', 'Somebody', {
        Statement: [...policy.Statement, { Sid: 'Somebody', Effect: 'Allow' }],
      });
    }

    expect(planted).toBeGreaterThan(200);
    expect(unseen).toEqual([]);
  });

  it('finds a key whose policy lost a statement, by the key’s alias', async () => {
    const standing = everythingDeployed();
    const [key, policy] = [...standing.keyPolicies].find(([, { Statement }]) =>
      Statement.some(({ Sid }) => Sid === 'NobodyElseMakesTokens'),
    ) ?? ['', undefined];
    standing.keyPolicies.set(key, withoutStatement(policy, 'NobodyElseMakesTokens'));

    expect(await driftOf(standing)).toMatchObject([
      { of: 'key_policy', problem: 'missing', at: NAMES.hmacKeyAlias('v1'), name: 'NobodyElseMakesTokens' },
    ]);
  });

  it('names the resource that was deployed from another template', async () => {
    const standing = everythingDeployed();
    const stack = NAMES.stack('pipeline');
    const template = structuredClone(standing.templates.get(stack));
    const [name] = Object.entries(template?.Resources ?? {}).find(
      ([, { Type }]) => Type === 'AWS::Lambda::Function',
    ) ?? [''];
    Object.assign(template?.Resources[name]?.Properties ?? {}, { Timeout: 1 });
    if (template !== undefined) standing.templates.set(stack, template);

    const drift = await driftOf(standing);

    expect(drift).toMatchObject([{ of: 'resource', problem: 'changed', at: stack, name }]);
  });

  it('finds a table whose column somebody renamed', async () => {
    const standing = everythingDeployed();
    const table = structuredClone(standing.tables.get('records.clinic_visits') ?? {});
    const { Columns } = table['StorageDescriptor'] as { Columns: { Name: string }[] };
    Object.assign(Columns[0] ?? {}, { Name: 'other' });
    standing.tables.set('records.clinic_visits', table);

    expect(await driftOf(standing)).toMatchObject([{ of: 'table', problem: 'changed', at: 'records' }]);
  });

  it('knows of each statement what breaks without it', () => {
    const { bucketPolicies, keyPolicies } = everythingDeployed();
    const names = [...bucketPolicies.values(), ...keyPolicies.values()].flatMap((policy) => [
      ...statementsOf(policy).keys(),
    ]);

    expect(new Set(names.filter((name) => knownConsequence(name) === undefined))).toEqual(new Set());
  });

  it('takes two ways to write one statement for the same, and two statements for two', () => {
    const one = { Effect: 'Allow', Principal: { AWS: 'arn:aws:iam::123456789012:root' }, Action: 's3:Get*' };
    const same = { Effect: 'Allow', Principal: { AWS: ['123456789012'] }, Action: ['s3:Get*'] };

    expect(normalised(one)).toEqual(normalised(same));
    expect(normalised({ ...one, Principal: '*' })).toEqual(normalised({ ...one, Principal: { AWS: '*' } }));
    expect(normalised(one)).not.toEqual(normalised({ ...same, Action: ['s3:*'] }));
  });
});

function withoutStatement(policy: Policy | undefined, name: string): Policy {
  return { Statement: (policy?.Statement ?? []).filter((statement) => nameOf(statement) !== name) };
}

function withStatement(policy: Policy, name: string, action: string): Policy {
  return {
    Statement: policy.Statement.map((statement) =>
      nameOf(statement) === name ? { ...statement, Action: action } : statement,
    ),
  };
}

function nameOf(statement: Policy['Statement'][number]): string {
  return [...statementsOf({ Statement: [statement] }).keys()][0] ?? '';
}
