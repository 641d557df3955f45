import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  PutObjectCommand,
  UploadPartCommand,
} from '@aws-sdk/client-s3';
import { beforeEach, describe, expect, it } from 'vitest';
import { readWorkspace } from '../../../lib/workspace/workspace.ts';
import { serviceError } from '../../adapters/aws/failing.ts';
import { SMALL_WORKSPACE } from '../../e2e/small-workspace.ts';
import { aWorkspace, call, NAMES, signedIn } from './calling.ts';
import { aReceipt, ClinicBucket, s3 } from './landing.ts';

const workspace = aWorkspace();
const file = join(workspace, 'visits.csv');
const CONTENT = 'patient_id,seen_on,note\nP1,2026-02-01,x\n';
const SHA256 = createHash('sha256').update(CONTENT).digest('hex');
writeFileSync(file, CONTENT);

const submit = (...more: readonly string[]) =>
  call(
    ...['--workspace', workspace, '--target', 'aws', 'submit', '--agency', 'clinic', '--dataset', 'visits'],
    ...['--period', '2026-Q1', ...more, file],
  );

/** What intake gives a file of ours. */
const ourFile = (sha256: string) => ({ name: 'visits.csv', bytes: CONTENT.length, sha256 });

beforeEach(() => {
  signedIn();
});

describe('submit on AWS', () => {
  it('puts the file where its dataset and period belong, and prints its receipt', async () => {
    const bucket = new ClinicBucket().answers((landing, _, sha256) =>
      landing.putReceipt(aReceipt({ file: ourFile(sha256) })),
    );

    const { code, out, err } = await submit();

    expect(code, err).toBe(0);
    expect(out).toContain(SHA256);
    expect(bucket.get('incoming/visits/2026-Q1/visits.csv')).toBe(CONTENT);
    expect(s3.commandCalls(PutObjectCommand)[0]?.args[0].input).toMatchObject({
      Bucket: NAMES.landing('clinic'),
      ExpectedBucketOwner: '123456789012',
      ChecksumAlgorithm: 'SHA256',
    });
  });

  it('ends with 1 where the file is rejected', async () => {
    new ClinicBucket().answers((landing, _, sha256) =>
      landing.putReceipt(aReceipt({ file: ourFile(sha256), status: 'rejected', changes: null })),
    );

    expect((await submit()).code).toBe(1);
  });

  it('takes no receipt for its own that was there before, or is for another file', async () => {
    const bucket = new ClinicBucket().answers((landing, _, sha256) => {
      landing.putReceipt(aReceipt({ number: 2 }));
      landing.putReceipt(aReceipt({ number: 3, file: ourFile(sha256), next: 'This is the one.' }));
    });
    // The same bytes, answered under another contract.
    bucket.putReceipt(aReceipt({ number: 1, file: ourFile(SHA256), next: 'Long ago.' }));

    const { out } = await submit();

    expect(out).toContain('This is the one.');
  });

  it('takes a receipt that intake puts there once more', async () => {
    const earlier = aReceipt({ file: ourFile(SHA256), next: 'Once more.' });
    const bucket = new ClinicBucket().answers((landing) => landing.putReceipt(earlier));
    bucket.putReceipt(earlier);

    const { code, out } = await submit();

    expect(code).toBe(0);
    expect(out).toContain('Once more.');
  });

  it('sends nothing where the newest receipt answers the same file under the same contract and agreement', async () => {
    const { workspace: read } = readWorkspace(new Map(Object.entries(SMALL_WORKSPACE)), {
      folder: '.',
      today: '2026-04-20',
    });
    const contract_digest = read?.contracts.get('clinic/visits')?.digest ?? '';
    new ClinicBucket().putReceipt(aReceipt({ file: ourFile(SHA256), contract_digest, next: 'Known.' }));

    const { code, out, err } = await submit();

    expect({ code, sent: s3.commandCalls(PutObjectCommand).length }).toEqual({ code: 0, sent: 0 });
    expect(out).toContain('Known.');
    expect(err).toContain('nothing was sent');
  });

  it('says in plain words that no agreement is in force or that the sign-in is somebody else’s', async () => {
    new ClinicBucket();
    s3.on(PutObjectCommand).rejects(serviceError('AccessDenied', 403));

    const { code, err } = await submit();

    expect(code).toBe(1);
    expect(err).toContain('AWS does not let you deliver for the agency "clinic".');
    expect(err).not.toContain('visits.csv');
  });

  it('stops waiting and says what to do', async () => {
    new ClinicBucket();

    const { code, err } = await submit('--wait', '0');

    expect(code).toBe(3);
    expect(err).toContain('Run the same command again later');
  });

  it.each([
    ['not_processed', 3],
    ['not_placed', 1],
  ] as const)('passes on the note that stands in place of a receipt (%s)', async (note, expected) => {
    const finding = {
      code: note,
      level: 'file' as const,
      severity: 'fatal' as const,
      column: null,
      rule: null,
      message: 'This is why.',
      remedy: 'Do that.',
      count: 1,
      rows: [],
    };
    new ClinicBucket().answers((landing, key) =>
      landing.putNote({
        note,
        agency: 'clinic',
        key,
        file: null,
        noted_at: '2026-04-20T16:00:00Z',
        finding,
        next: 'Then this.',
      }),
    );

    const { code, err } = await submit();

    expect(code).toBe(expected);
    expect(err).toContain('This is why. Then this.');
  });

  it('sends a large file in parts', async () => {
    const large = join(workspace, 'large.csv');
    const content = Buffer.alloc(33 * 1024 * 1024, 'a');
    writeFileSync(large, content);
    const bucket = new ClinicBucket();
    const sent: Buffer[] = [];
    s3.on(CreateMultipartUploadCommand).resolves({ UploadId: 'u1' });
    s3.on(UploadPartCommand).callsFake(async ({ Body, PartNumber }: UploadPartCommand['input']) => {
      sent[(PartNumber ?? 0) - 1] = Buffer.from(Body as Uint8Array);
      return { ETag: 'e', ChecksumSHA256: 's' };
    });
    s3.on(CompleteMultipartUploadCommand).callsFake(async () => {
      const sha256 = createHash('sha256').update(Buffer.concat(sent)).digest('hex');
      bucket.putReceipt(aReceipt({ file: { name: 'large.csv', bytes: content.length, sha256 } }));
      return { VersionId: 'v1' };
    });

    const { code, out } = await call(
      ...['--workspace', workspace, '--target', 'aws', '--json', 'submit', '--agency', 'clinic'],
      ...['--dataset', 'visits', '--period', '2026-Q1', large],
    );

    expect(code).toBe(0);
    expect(sent.length).toBe(3);
    expect(JSON.parse(out).file.sha256).toBe(createHash('sha256').update(readFileSync(large)).digest('hex'));
    expect(s3.commandCalls(CreateMultipartUploadCommand)[0]?.args[0].input).toMatchObject({
      ChecksumAlgorithm: 'SHA256',
      Key: 'incoming/visits/2026-Q1/large.csv',
    });
  });

  it('finds the landing zone in the account that is named', async () => {
    s3.reset();

    await call(
      ...['--workspace', workspace, '--target', 'aws', '--account', '210987654321', 'submit'],
      ...['--agency', 'clinic', '--dataset', 'visits', '--period', '2026-Q1', file],
    );

    const [first] = s3.calls();
    expect(first?.args[0].input).toMatchObject({ ExpectedBucketOwner: '210987654321' });
  });
});
