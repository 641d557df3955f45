import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { beforeAll, describe, expect, it } from 'vitest';
import { namesOf } from '../../lib/deployment/names.ts';
import { AGENCY_TAG, COLLABORATIVE_TAG, SHARED, ZONE_TAG } from '../../lib/stacks/tags.ts';
import { ACCOUNT, PLACE, type Synthesised, synthesised } from './synthesised.ts';

const root = join(import.meta.dirname, '..', '..');
const names = namesOf('alder_county', PLACE);

interface Outcome {
  readonly code: number;
  readonly stderr: string;
}

/** The app as `npx cdk` starts it. */
async function cdk(
  workspace: string,
  { outdir, cwd = root, env = {} }: { outdir: string; cwd?: string; env?: Record<string, string> },
): Promise<Outcome> {
  try {
    const { stderr } = await promisify(execFile)('node', [join(root, 'bin', 'cdk.mjs')], {
      cwd,
      env: {
        ...process.env,
        ...env,
        CDK_OUTDIR: outdir,
        CDK_CONTEXT_JSON: JSON.stringify({ workspace }),
      },
    });
    return { code: 0, stderr };
  } catch (error) {
    const { code, stderr } = error as { code: number; stderr: string };
    return { code, stderr };
  }
}

const emptyFolder = () => mkdtempSync(join(tmpdir(), 'cdk-app-'));

/** Every file below a folder with the digest of its content. */
function digests(folder: string): ReadonlyMap<string, string> {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => statSync(join(folder, name)).isFile())
    .toSorted();
  return new Map(
    files.map((name) => [
      name,
      createHash('sha256')
        .update(readFileSync(join(folder, name)))
        .digest('hex'),
    ]),
  );
}

describe('npx cdk synth', () => {
  it('writes the same bytes wherever, whenever and in whichever language it runs', async () => {
    const county = join(root, 'examples', 'county');
    const [here, there] = [emptyFolder(), emptyFolder()];

    const outcomes = await Promise.all([
      cdk('examples/county', { outdir: here, env: { TZ: 'UTC', LANG: 'C' } }),
      cdk(county, {
        outdir: there,
        cwd: tmpdir(),
        env: { TZ: 'Pacific/Auckland', LANG: 'tr_TR.UTF-8', SOURCE_DATE_EPOCH: '1790000000' },
      }),
    ]);

    expect(outcomes).toEqual([
      { code: 0, stderr: '' },
      { code: 0, stderr: '' },
    ]);
    expect([...digests(there)]).toEqual([...digests(here)]);
    const mentioning = [...digests(here).keys()].filter(
      (name) =>
        /\.(template|assets|metadata)\.json$|^manifest\.json$/.test(name) &&
        readFileSync(join(here, name), 'utf8').includes(root),
    );
    expect(mentioning).toEqual([]);
  });

  it('says what is wrong with a workspace as `tributary check` says it, and writes nothing', async () => {
    const [workspace, outdir] = [emptyFolder(), emptyFolder()];
    mkdirSync(join(workspace, 'agencies'));
    writeFileSync(join(workspace, 'collaborative.yaml'), 'name: county\ntitle: A county\n');
    writeFileSync(join(workspace, 'agencies', 'schools.yaml'), 'name: Schools\nownr: nobody\n');

    const { code, stderr } = await cdk(workspace, { outdir });

    expect(code).toBe(2);
    expect(stderr).toContain('agencies/schools.yaml:2:1  error  There is no key "ownr" here.');
    expect(stderr).not.toMatch(/^\s+at /m);
    expect(readdirSync(outdir)).toEqual([]);
  });

  it('names the folder where there is no workspace', async () => {
    const folder = emptyFolder();

    const { code, stderr } = await cdk(folder, { outdir: emptyFolder() });

    expect(code).toBe(2);
    expect(stderr).toContain(folder);
  });
});

describe('the stacks of a workspace', () => {
  let county: Synthesised;
  beforeAll(async () => {
    county = await synthesised();
  });

  it('are a foundation, the pipeline, what analysts use, the watch, and one an agency', () => {
    const agencies = [...county.workspace.agencies.keys()].map((agency) => names.stack(`agency-${agency}`));

    expect([...county.raw.keys()].toSorted()).toEqual(
      [...['foundation', 'pipeline', 'analytics', 'watch'].map(names.stack), ...agencies].toSorted(),
    );
  });

  it('look nothing up, and go wherever the credentials lead', () => {
    const manifest = JSON.parse(readFileSync(join(county.outdir, 'manifest.json'), 'utf8'));
    const environments = Object.values(
      manifest.artifacts as Record<string, { environment?: string }>,
    ).flatMap(({ environment }) => environment ?? []);

    expect(manifest.missing).toBeUndefined();
    expect([...new Set(environments)]).toEqual(['aws://unknown-account/unknown-region']);
  });

  it('fit in GovCloud: every ARN is of the partition in which they are deployed', async () => {
    const place = { partition: 'aws-us-gov', account: ACCOUNT, region: 'us-gov-west-1' };
    const { templates } = await synthesised({ place });

    const arns = [...templates.resources()].flatMap(
      ({ properties }) => JSON.stringify(properties).match(/arn:[a-z-]+:/g) ?? [],
    );

    expect(arns.length).toBeGreaterThan(1000);
    expect([...new Set(arns)]).toEqual(['arn:aws-us-gov:']);
  });

  it('cannot be removed by mistake where they hold data', () => {
    const manifest = JSON.parse(readFileSync(join(county.outdir, 'manifest.json'), 'utf8'));
    const kept = Object.entries(
      manifest.artifacts as Record<string, { properties?: { terminationProtection?: boolean } }>,
    ).flatMap(([stack, { properties }]) => (properties?.terminationProtection ? [stack] : []));

    expect(kept.toSorted()).toEqual(
      [...county.raw.keys()]
        .filter((stack) => stack !== names.stack('pipeline') && stack !== names.stack('analytics'))
        .toSorted(),
    );
  });

  it('tell of each resource whose it is', () => {
    const tagged = ['S3::Bucket', 'KMS::Key', 'IAM::Role', 'Lambda::Function', 'SNS::Topic', 'SQS::Queue'];
    const untagged = tagged.flatMap((type) =>
      [...county.templates.resources(`AWS::${type}`)].filter(({ stack, properties }) => {
        const tags = new Map(
          ((properties['Tags'] ?? []) as { Key: string; Value: string }[]).map(({ Key, Value }) => [
            Key,
            Value,
          ]),
        );
        const agency = [...county.workspace.agencies.keys()].find(
          (id) => names.stack(`agency-${id}`) === stack,
        );
        return (
          tags.get(COLLABORATIVE_TAG) !== 'alder_county' ||
          tags.get(AGENCY_TAG) !== (agency ?? SHARED) ||
          !tags.has(ZONE_TAG)
        );
      }),
    );

    expect(untagged.map(({ stack, logicalId }) => `${stack} ${logicalId}`)).toEqual([]);
  });
});
