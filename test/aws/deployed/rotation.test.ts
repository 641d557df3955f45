import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { policiesOf } from '../../stacks/access/policies-of.ts';
import { refusedCalls } from '../calls/granted.ts';
import { DeployedSystem } from './deployed-system.ts';
import { DEPLOYED_WORKSPACE, extractsOf } from './local-twin.ts';

const TODAY = '2026-04-20';
const PATIENTS = 'clinic/patients';
const SLOT = { agency: 'clinic', key: 'incoming/patients/2026-Q1/' };

/** Two root keys, as after a deployment that raised the version; which one is in force is a variable of functions. */
const WORKSPACE = {
  ...DEPLOYED_WORKSPACE,
  'collaborative.yaml': (DEPLOYED_WORKSPACE['collaborative.yaml'] ?? '').replace(
    'deployment: {',
    'deployment: { keyVersion: 2,',
  ),
};

let system: DeployedSystem;

/** What a deployment changes of the functions when the version of the key is raised. */
async function underKey(version: string): Promise<void> {
  await system.functions.restart();
  const clock = String(Date.parse(`${TODAY}T09:00:00Z`) / 1000);
  system.functions.give({ SOURCE_DATE_EPOCH: clock, TRIBUTARY_KEY_VERSION: version });
}

const receipts = async () => {
  const keys = (await system.keys({ landing: 'clinic' }, 'receipts/')).filter((key) => key.endsWith('.json'));
  const texts = await Promise.all(keys.map((key) => system.bytes({ landing: 'clinic' }, key)));
  return texts.map((text) => JSON.parse(text.toString()) as Readonly<Record<string, unknown>>);
};
const inForce = async () =>
  JSON.parse((await system.bytes('tokens', 'deliveries/clinic/patients/2026-Q1.json')).toString());

beforeAll(async () => {
  system = await DeployedSystem.open(WORKSPACE, TODAY);
  await underKey('v1');
  const content = extractsOf(0)[PATIENTS];
  const event = await system.send({ agency: 'clinic', key: `${SLOT.key}patients.csv`, content });
  await system.happens(event);
  await underKey('v2');
});

afterAll(() => system?.[Symbol.asyncDispose]());

describe('a deployed system whose root key is replaced', () => {
  it('tokenizes what is in force anew from the landing zone, where the operator starts intake again', async () => {
    const before = await inForce();

    const ended = await system.run('intake', { ...SLOT, again: true });

    const after = await inForce();
    expect(ended.output).toMatchObject({ seenBefore: false });
    expect([before.keyVersion, after.keyVersion]).toEqual(['v1', 'v2']);
    expect(after).toMatchObject({ number: 2, receivedAt: before.receivedAt, rows: before.rows });
    expect(await receipts()).toMatchObject([
      { number: 1, key_version: 'v1', changes: { added: 61 } },
      { number: 2, key_version: 'v2', changes: { added: 0, changed: 0, removed: 0, unchanged: 61 } },
    ]);
  });

  it('does nothing where that is asked again', async () => {
    const ended = await system.run('intake', { ...SLOT, again: true });

    expect(ended.output).toMatchObject({ seenBefore: true });
    expect(await receipts()).toHaveLength(2);
  });

  it('needs no right for it that the policies would not grant', async () => {
    const refused = await refusedCalls(system.log.distinct(), policiesOf(system.deployed.templates));

    expect(system.log.distinct().map(({ action }) => action)).toContain('kms:GenerateMac');
    expect(refused).toEqual([]);
  });
});
