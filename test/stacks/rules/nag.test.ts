import { App, Stack } from 'aws-cdk-lib';
import { PolicyStatement, type Role } from 'aws-cdk-lib/aws-iam';
import { CfnBucket } from 'aws-cdk-lib/aws-s3';
import { AwsSolutionsChecks, NIST80053R5Checks } from 'cdk-nag';
import { Node } from 'constructs';
import { beforeAll, describe, expect, it } from 'vitest';
import { namesOf } from '../../../lib/deployment/names.ts';
import { acknowledge } from '../../../lib/stacks/acknowledged.ts';
import { PLACE } from '../synthesised.ts';
import { county, everyOption, type Made } from './apps.ts';
import { findings } from './findings.ts';
import { TributaryChecks } from './tributary-pack.ts';

const PACKS = [new AwsSolutionsChecks(), new NIST80053R5Checks()];

const found = ({ app }: Made) => PACKS.flatMap((pack) => findings(pack, app));

describe.each([
  { of: 'the county', make: county },
  { of: 'a county with every option on', make: everyOption },
])('cdk-nag over $of', ({ make }) => {
  let before: readonly string[];
  let after: readonly string[];
  let acknowledged: readonly { readonly path: string; readonly finding: string; readonly reason: string }[];
  let made: Made;
  beforeAll(async () => {
    made = await make();
    before = found(made);
    acknowledged = ['AwsSolutions', 'NIST'].flatMap((pack) => acknowledge(made.app, made.workspace, pack));
    after = found(made);
  });

  it('finds nothing that is not explained', () => {
    expect(after).toEqual([]);
  });

  it('has found every single thing that is explained: an explanation that nothing needs any more is refused', () => {
    const explained = acknowledged.map(({ path, finding }) => `${path} ${finding}`);

    expect(explained.filter((one) => !before.includes(one))).toEqual([]);
    expect(explained.length).toBe(new Set(explained).size);
    expect(before.length).toBe(explained.length);
  });

  it('is told a reason, in a sentence, for each resource', () => {
    const bare = acknowledged.filter(({ reason }) => !/^[A-Z].{30,}\.$/s.test(reason));

    expect(bare).toEqual([]);
  });

  it('finds a bucket that was added without protection', () => {
    const stack = new Stack(new App(), 'planted');
    new CfnBucket(stack, 'Bare');

    const planted = PACKS.flatMap((pack) => findings(pack, stack));

    expect(planted).toContain('planted/Bare AwsSolutions-S1');
    expect(planted).toContain('planted/Bare NIST.800.53.R5-S3BucketVersioningEnabled');
  });

  it('finds a role that was given more than is explained', () => {
    const names = namesOf(made.workspace.collaborative.name, PLACE);
    const analyst = Node.of(made.app).findChild(names.stack('foundation')).node.findChild('Principals').node;
    const path = `${analyst.path}/Analyst/DefaultPolicy/Resource`;

    (analyst.findChild('Analyst') as Role).addToPrincipalPolicy(
      new PolicyStatement({ actions: ['s3:Get*'], resources: ['*'] }),
    );

    expect(found(made)).toEqual([`${path} AwsSolutions-IAM5[Action::s3:Get*]`]);
    expect(findings(new TributaryChecks(), made.app)).toContain(`${path} Tributary-StarReachesNoData`);
  });
});
