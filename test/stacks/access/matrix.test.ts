import { runSimulation } from '@cloud-copilot/iam-simulate';
import { beforeAll, describe, expect, it } from 'vitest';
import { ZONE_PARTS } from '../../../lib/deployment/zones.ts';
import { allChecks, checksOfScannedAgency, SCHOOLS } from './all-checks.ts';
import { type Check, concernsOf, explain, holds } from './checks.ts';
import { theCounty, theScannedCounty } from './county.ts';
import type { DeployedSystem } from './deployed-system.ts';
import type { DeployedPolicies } from './policies-of.ts';
import { ACCOUNT } from './simulate.ts';
import { accessTables, items, tablesOf } from './table.ts';

let county: DeployedSystem;
let checks: readonly Check[];
beforeAll(async () => {
  county = await theCounty();
  checks = allChecks(county);
});

/** The first cells that are not as the table says, each with what decided it. */
function failures(all: readonly Check[], { policies }: DeployedSystem): string {
  const failed = all.filter((check) => !holds(check, policies));
  const shown = failed.slice(0, 5).map((check) => explain(check, policies));
  return failed.length === 0 ? '' : `${failed.length} of ${all.length}:\n${shown.join('\n')}`;
}

describe('docs/access.md', () => {
  it('has a column for every part of every zone', () => {
    const columns = new Map(accessTables().map(({ heading, columns: [, ...parts] }) => [heading, parts]));

    const missing = Object.entries(ZONE_PARTS).flatMap(([zone, parts]) =>
      Object.keys(parts)
        // Its two parts have a column each.
        .filter((part) => `${zone}/${part}` !== 'release/answers')
        .filter((part) => !columns.get(`Zone ${zone}`)?.includes(part))
        .map((part) => `${zone}/${part}`),
    );

    expect(missing).toEqual([]);
  });

  it('names nobody who is not there, and nobody twice in the table of a zone', () => {
    const tables = accessTables();
    const zones = tables.filter(({ heading }) => heading.startsWith('Zone ') || heading === 'Log of access');
    const named = tables.flatMap(({ rows }) =>
      rows.flatMap((row) =>
        ['who', 'decrypts', 'makes data keys', 'makes MACs', 'deletes'].flatMap((column) =>
          items(row[column]),
        ),
      ),
    );

    const twice = zones.flatMap(({ heading, rows }) => {
      const who = rows.flatMap((row) => items(row['who']));
      return who.filter((name, at) => who.indexOf(name) !== at).map((name) => `${heading}: ${name}`);
    });

    expect(named.length).toBeGreaterThan(300);
    for (const word of new Set(named))
      for (const name of county.everyone(word, SCHOOLS))
        expect(() => county.principal(name, SCHOOLS)).not.toThrow();
    expect(() => county.principal('Nobody', SCHOOLS)).toThrow(RangeError);
    expect(twice).toEqual([]);
  });

  it('is read whole: a row of too few cells is refused', () => {
    const text = '## Zone a\n\n| who | b |\n|---|---|\n| Plan | r |\n| Train |\n';

    expect(() => tablesOf(text)).toThrow(RangeError);
  });

  it('is what the policies of the county say, in every cell and by every lock', () => {
    expect(failures(checks, county)).toBe('');
    console.info(`access: ${checks.filter(({ cell }) => cell).length} cells, ${checks.length} checks`);
  });

  it('is what they say of an agency of another account, whose files are scanned for malware', async () => {
    const scanned = await theScannedCounty();

    expect(failures(checksOfScannedAgency(scanned), scanned)).toBe('');
  });

  it('asks of actions that there are', async () => {
    const actions = new Set(checks.flatMap(({ probes }) => probes.map(({ request }) => request.action)));

    const unknown = await Promise.all(
      [...actions].map(async (action) =>
        (await complaintsOf({ action })).includes('invalid') ? [action] : [],
      ),
    );

    expect(actions.size).toBeGreaterThan(100);
    expect(unknown.flat()).toEqual([]);
  });

  it('finds a grant that is too wide, and names the cell and the statement', () => {
    const arn = county.names.roleArn('Train');
    const train = county.policies.roles.get(arn);
    const planted: DeployedPolicies = {
      ...county.policies,
      roles: new Map([
        ...county.policies.roles,
        [
          arn,
          {
            ...(train ?? { trust: { Statement: [] } }),
            identity: [
              {
                name: 'planted',
                policy: {
                  Version: '2012-10-17',
                  Statement: [{ Sid: 'Planted', Effect: 'Allow', Action: 's3:GetObject', Resource: '*' }],
                },
              },
            ],
          },
        ],
      ]),
    };

    const failed = checks.filter(
      (check) =>
        concernsOf(check).has(`identity of ${arn}`) && check.expected !== 'yes' && !holds(check, planted),
    );

    expect(failed.map(({ title }) => title)).toContain('records/records: Train r, by its own policy');
    expect(failed.map((check) => explain(check, planted)).join('\n')).toContain('Allow Planted');
  });
});

describe('policies', () => {
  it('are well-formed', async () => {
    const identities = [...county.policies.roles.values()].flatMap(({ identity, boundary }) => [
      ...identity.map(({ policy }) => complaintsOf({ identity: policy })),
      ...(boundary === undefined ? [] : [complaintsOf({ identity: boundary })]),
    ]);
    const resources = [...county.policies.resources.values()].map((policy) =>
      complaintsOf({ resource: policy }),
    );

    const complaints = await Promise.all([...identities, ...resources]);

    expect(complaints.filter((complaint) => complaint !== '')).toEqual([]);
  });
});

/** What the simulator's own check says of a policy or an action. */
async function complaintsOf(of: {
  readonly action?: string;
  readonly identity?: object;
  readonly resource?: object;
}): Promise<string> {
  const outcome = await runSimulation(
    {
      request: {
        principal: `arn:aws:iam::${ACCOUNT}:role/a`,
        action: of.action ?? 's3:GetObject',
        resource: { resource: 'arn:aws:s3:::a/a', accountId: ACCOUNT },
        contextVariables: {},
      },
      identityPolicies: of.identity === undefined ? [] : [{ name: 'a', policy: of.identity }],
      serviceControlPolicies: [],
      resourceControlPolicies: [],
      ...(of.resource === undefined ? {} : { resourcePolicy: of.resource }),
    },
    {},
  );
  return outcome.resultType === 'error' ? JSON.stringify(outcome.errors) : '';
}
