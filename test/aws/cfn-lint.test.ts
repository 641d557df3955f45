import { execFile } from 'node:child_process';
import { mkdtempSync, readdirSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Template, TemplateResource } from '../../lib/stacks/resolve-template.ts';
import { installMoto } from '../../scripts/moto/install.ts';
import { county, everyOption, type Made } from '../stacks/rules/apps.ts';

interface Finding {
  readonly Filename: string;
  readonly Location: { readonly Path: readonly (string | number)[] };
  readonly Message: string;
  readonly Rule: { readonly Id: string };
}

let cfnLint = '';
beforeAll(async () => {
  ({ cfnLint } = await installMoto((line) => process.stderr.write(`${line}\n`)));
});

/** What cfn-lint says of templates as they are uploaded, one line a finding. Nothing is ignored. */
async function lint(files: readonly string[], region: string): Promise<readonly string[]> {
  const options = ['--format', 'json', '--regions', region, '--non-zero-exit-code', 'none'];
  const { stdout } = await promisify(execFile)(cfnLint, [...options, '--', ...files], {
    maxBuffer: 64 * 1024 * 1024,
  });
  return (JSON.parse(stdout) as readonly Finding[]).map(
    ({ Filename, Location, Message, Rule }) =>
      `${Rule.Id} ${Filename.split('/').at(-1)} ${Location.Path.join('/')}: ${Message}`,
  );
}

function templatesIn({ outdir }: Made): readonly string[] {
  return readdirSync(outdir)
    .filter((name) => name.endsWith('.template.json'))
    .map((name) => join(outdir, name));
}

/** One template of a workspace with something changed in it. */
function changed({ templates }: Made, stack: string, change: (template: Template) => unknown): string {
  const found = [...templates].find(([name]) => name.endsWith(stack));
  const file = join(mkdtempSync(join(tmpdir(), 'lint-')), 'changed.template.json');
  writeFileSync(file, JSON.stringify(change(structuredClone(found?.[1] ?? { Resources: {} }))));
  return file;
}

// Some ten seconds of work each; the rest is for a machine that has other things to do.
describe('cfn-lint', { timeout: 600_000 }, () => {
  it('has nothing to say of the county', async () => {
    const made = await county();

    expect(await lint(templatesIn(made), 'us-east-1')).toEqual([]);
  });

  it.each(['us-west-2', 'us-gov-west-1'])(
    'has nothing to say of a county with every option on, in %s',
    async (region) => {
      const made = await everyOption();

      expect(await lint(templatesIn(made), region)).toEqual([]);
    },
  );

  it('reads the workflows inside of the templates', async () => {
    const made = await county();
    const file = changed(made, '-pipeline', (template) => ({
      ...template,
      Resources: Object.fromEntries(
        Object.entries(template.Resources).map(([id, resource]) => [
          id,
          resource.Type === 'AWS::StepFunctions::StateMachine'
            ? { ...resource, Properties: { ...resource.Properties, DefinitionString: broken(resource) } }
            : resource,
        ]),
      ),
    }));

    const found = await lint([file], 'us-east-1');

    expect(found.filter((line) => /^E3601 .*'Nowhere'/.test(line))).toHaveLength(2);
    expect(found.filter((line) => /^E3601 .*TimeoutSecond/.test(line)).length).toBeGreaterThanOrEqual(2);
  });

  it('finds a property that CloudFormation does not know', async () => {
    const made = await county();
    const file = changed(made, '-analytics', (template) => ({
      ...template,
      Resources: {
        ...template.Resources,
        Planted: { Type: 'AWS::SQS::Queue', Properties: { QueueNam: 'x' } },
      },
    }));

    expect(await lint([file], 'us-east-1')).toEqual([expect.stringMatching(/^E3002 .*Planted.*QueueNam/)]);
  });
});

/** A workflow that starts nowhere, with a field that no state has: what cfn-lint can see (asl-validator sees the rest). */
function broken({ Properties = {} }: TemplateResource): string {
  return String(Properties['DefinitionString'])
    .replace(/"StartAt": "\w+"/, '"StartAt": "Nowhere"')
    .replace('"TimeoutSeconds"', '"TimeoutSecond"');
}
