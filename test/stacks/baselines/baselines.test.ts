import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { ResolvedTemplates, type Template } from '../../../lib/stacks/resolve-template.ts';
import { PLACE, type Synthesised, synthesised } from '../synthesised.ts';
import { dataBaseline } from './data.ts';
import { iamBaseline } from './iam.ts';

const baseline = (name: string) => join(import.meta.dirname, '..', 'baseline', name);

/**
 * What the example may do and keeps, as committed. Where a change is meant, `npx vitest run test/stacks/baselines -u`
 * writes the new one, and the diff is what a reviewer judges.
 */
describe('the county as it was last reviewed', () => {
  let county: Synthesised;
  beforeAll(async () => {
    county = await synthesised();
  });

  it('lets everybody do the same', async () => {
    const now = iamBaseline(county.templates, PLACE);

    await expect(now).toMatchFileSnapshot(baseline('iam.txt'));
  });

  it('keeps the same data in the same way', async () => {
    const now = dataBaseline(county.templates, county.raw);

    await expect(now).toMatchFileSnapshot(baseline('data.txt'));
  });

  it('differs in one line where one action is added, and in one where a key may be lost', () => {
    const changed = new Map([...county.raw].map(([stack, template]) => [stack, widened(template)] as const));
    const templates = new ResolvedTemplates(changed, PLACE, (stack, id) => `${stack}-${id}`);

    expect(added(iamBaseline(county.templates, PLACE), iamBaseline(templates, PLACE))).toEqual([
      '    may  s3:PlantedAction',
    ]);
    expect(added(dataBaseline(county.templates, county.raw), dataBaseline(templates, changed))).toEqual([
      '  when removed: Delete; when replaced: Retain',
    ]);
  });
});

/** Lines that are in the later text more often than in the earlier one. */
function added(earlier: string, later: string): readonly string[] {
  const count = (text: string) => Map.groupBy(text.split('\n'), (line) => line);
  const before = count(earlier);
  return [...count(later)].flatMap(([line, all]) => all.slice(before.get(line)?.length ?? 0));
}

/** One more action in the policy of the analyst, and the key of records no longer kept. */
function widened(template: Template): Template {
  const copy = structuredClone(template) as {
    Resources: Record<
      string,
      {
        Type: string;
        DeletionPolicy?: string;
        Properties: { PolicyDocument: { Statement: { Sid?: string; Action: string[] }[] } };
      }
    >;
  };
  for (const [id, resource] of Object.entries(copy.Resources)) {
    if (resource.Type === 'AWS::IAM::Policy' && id.startsWith('PrincipalsAnalyst'))
      resource.Properties.PolicyDocument.Statement.find(({ Sid }) => Sid === 'ReadRelease')?.Action.push(
        's3:PlantedAction',
      );
    if (resource.Type === 'AWS::KMS::Key' && id.startsWith('KeysRecords')) resource.DeletionPolicy = 'Delete';
  }
  return copy as unknown as Template;
}
