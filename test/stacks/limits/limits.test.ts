import { beforeAll, describe, expect, it } from 'vitest';
import { namesOf } from '../../../lib/deployment/names.ts';
import { ResolvedTemplates } from '../../../lib/stacks/resolve-template.ts';
import { everyOption, type Made, made } from '../rules/apps.ts';
import { PLACE } from '../synthesised.ts';
import { agencyFiles, agreementOf, manyAgencies } from './many-agencies.ts';
import {
  countOf,
  definitionSizes,
  environmentSizes,
  inlineSizes,
  outputCounts,
  parameterSizes,
  policySizes,
  resourceCounts,
  type Sized,
  templateBytes,
} from './sizes.ts';

const KIB = 1024;

const names = namesOf('alder_county', PLACE);
const FOUNDATION = names.stack('foundation');

let half: Made;
let fifty: Made;
let templates: ResolvedTemplates;
beforeAll(async () => {
  half = made(await manyAgencies(25));
  fifty = made(await manyAgencies(50));
  templates = new ResolvedTemplates(fifty.templates, PLACE, (stack, id) => `${stack}-${id}`);
});

/** What takes up more than a share of what AWS allows. */
function crowded(sizes: readonly Sized[], most: number): readonly string[] {
  return sizes.filter(({ size }) => size > most).map(({ what, size }) => `${what}: ${size} of ${most}`);
}

/** Policies that take up more than two thirds or so of what AWS allows. */
function crowdedPolicies(of: ResolvedTemplates): readonly string[] {
  return [
    ...crowded(policySizes(of, 'AWS::S3::BucketPolicy', 'PolicyDocument'), 15 * KIB),
    ...crowded(policySizes(of, 'AWS::KMS::Key', 'KeyPolicy'), 15 * KIB),
    ...crowded(inlineSizes(of), 8 * KIB),
    ...crowded(policySizes(of, 'AWS::IAM::ManagedPolicy', 'PolicyDocument'), 5500),
    ...crowded(policySizes(of, 'AWS::IAM::Role', 'AssumeRolePolicyDocument'), 1800),
    ...crowded(policySizes(of, 'AWS::SQS::QueuePolicy', 'PolicyDocument'), 15 * KIB),
    ...crowded(policySizes(of, 'AWS::SNS::TopicPolicy', 'PolicyDocument'), 15 * KIB),
  ];
}

describe('fifty agencies with three datasets each', () => {
  it('stay far from what CloudFormation takes: 500 resources, 200 outputs and a megabyte a stack', () => {
    expect(fifty.templates.size).toBe(54);
    expect(crowded(resourceCounts(fifty), 400)).toEqual([]);
    expect(crowded(outputCounts(fifty), 100)).toEqual([]);
    expect(crowded(templateBytes(fifty), 800_000)).toEqual([]);
  });

  it('stay far from what policies may be: of buckets 20 KiB, of keys 32, of roles 10,240 characters together', () => {
    expect(crowdedPolicies(templates)).toEqual([]);
  });

  it('stay so with every option on, too', async () => {
    const { templates: raw } = await everyOption();

    expect(crowdedPolicies(new ResolvedTemplates(raw, PLACE, (stack, id) => `${stack}-${id}`))).toEqual([]);
  });

  it('stay within what parameters, workflows and variables of functions may hold', () => {
    expect(crowded(parameterSizes(templates), 4096)).toEqual([]);
    expect(crowded(definitionSizes(templates), 250_000)).toEqual([]);
    expect(crowded(environmentSizes(templates), 3 * KIB)).toEqual([]);
  });

  it('stay within what an account starts with: 300 rules, 1,000 roles, 10,000 parameters and buckets', () => {
    expect(countOf(templates, 'AWS::Events::Rule')).toBeLessThan(250);
    expect(countOf(templates, 'AWS::IAM::Role')).toBeLessThan(500);
    expect(countOf(templates, 'AWS::SSM::Parameter')).toBeLessThan(5000);
    expect(countOf(templates, 'AWS::S3::Bucket')).toBeLessThan(100);
  });

  it('grow by the same for each agency: its own stack, and one parameter for its agreement', () => {
    const [small, large] = [half, fifty].map((one) => total(resourceCounts(one)));
    const [light, heavy] = [half, fifty].map((one) => total(templateBytes(one)));
    const [agency] = [...fifty.templates].filter(([stack]) => stack.endsWith('050'));
    const own = Object.keys(agency?.[1].Resources ?? {}).length;

    expect(Number(large) - Number(small)).toBe(25 * (own + 1));
    expect((Number(heavy) - Number(light)) / 25).toBeLessThan(100_000);
    expect(size(fifty, FOUNDATION)).toBe(size(half, FOUNDATION));
  });

  it('are joined by one more without a byte changing in any other stack', async () => {
    const joined = made(new Map([...(await manyAgencies(50)), ...(await agencyFiles(51))]));

    expect(changes(fifty, joined)).toEqual([names.stack('agency-county_department_051')]);
  });

  it('and its agreement adds one parameter to the pipeline, and nothing else to any stack but its own', async () => {
    const signed = made(await manyAgencies(51));
    const pipeline = names.stack('pipeline');
    const [[path] = ['']] = agreementOf(51);

    expect(changes(fifty, signed)).toEqual([names.stack('agency-county_department_051'), pipeline]);
    const before = fifty.templates.get(pipeline)?.Resources ?? {};
    const after = signed.templates.get(pipeline)?.Resources ?? {};
    const differing = Object.entries(after).filter(
      ([id, resource]) => JSON.stringify(resource) !== JSON.stringify(before[id]),
    );
    expect(differing.map(([, { Properties }]) => Properties?.['Name'])).toEqual([
      `${names.workspaceParameters}${path}`,
    ]);
  });

  it('would not get by with a larger policy: a limit that is passed is named', () => {
    expect(crowded(policySizes(templates, 'AWS::IAM::ManagedPolicy', 'PolicyDocument'), 1000)).toEqual([
      expect.stringContaining('Boundary'),
    ]);
  });
});

function total(sizes: readonly Sized[]): number {
  return sizes.reduce((sum, { size: one }) => sum + one, 0);
}

function size(one: Made, stack: string): number | undefined {
  return templateBytes(one).find(({ what }) => what === `${stack}.template.json`)?.size;
}

/** Stacks whose templates differ, or that only one has. */
function changes(one: Made, other: Made): readonly string[] {
  const stacks = new Set([...one.templates.keys(), ...other.templates.keys()]);
  return [...stacks]
    .filter(
      (stack) => JSON.stringify(one.templates.get(stack)) !== JSON.stringify(other.templates.get(stack)),
    )
    .toSorted();
}
