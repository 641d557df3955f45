import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import {
  GetObjectCommand,
  ListObjectsV2Command,
  ListObjectVersionsCommand,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { mockClient } from 'aws-sdk-client-mock';
import { type Note, Receipt } from '../../../lib/intake/intake.ts';
import { serviceError } from '../../adapters/aws/failing.ts';
import { NAMES } from './calling.ts';

export const s3 = mockClient(S3Client);

interface Stored {
  readonly body: Buffer;
  readonly written: number;
}

/**
 * The landing bucket of the clinic as its steward may use it: put into `incoming/`, list and read `receipts/`; every
 * other request is denied.
 */
export class ClinicBucket {
  readonly #objects = new Map<string, Stored>();
  #clock = Date.parse('2026-04-20T16:00:00Z');
  /** What intake does when a file has arrived. */
  #intake: (key: string, body: Buffer) => void = () => {};

  constructor() {
    s3.reset();
    const here = ({ Bucket }: { readonly Bucket?: string | undefined }) => Bucket === NAMES.landing('clinic');
    const denied = () => serviceError('AccessDenied', 403);
    s3.on(ListObjectVersionsCommand).rejects(denied());
    s3.on(ListObjectsV2Command).callsFake(async (input: ListObjectsV2Command['input']) => {
      if (!here(input) || !input.Prefix?.startsWith('receipts/')) throw denied();
      const found = [...this.#objects].filter(([key]) => key.startsWith(input.Prefix ?? ''));
      return {
        Contents: found.toSorted().map(([Key, { body, written }]) => ({
          Key,
          ETag: createHash('md5').update(body).digest('hex'),
          LastModified: new Date(written),
          Size: body.length,
        })),
      };
    });
    s3.on(GetObjectCommand).callsFake(async (input: GetObjectCommand['input']) => {
      if (!here(input) || !input.Key?.startsWith('receipts/')) throw denied();
      const found = this.#objects.get(input.Key);
      if (found === undefined) throw serviceError('NoSuchKey', 404);
      const body = new Uint8Array(found.body);
      return { Body: Object.assign(Readable.from([body]), { transformToByteArray: async () => body }) };
    });
    s3.on(PutObjectCommand).callsFake(async (input: PutObjectCommand['input']) => {
      if (!here(input) || !input.Key?.startsWith('incoming/')) throw denied();
      const body = Buffer.from(input.Body as Uint8Array);
      this.put(input.Key, body);
      this.#intake(input.Key, body);
      return { VersionId: 'v1' };
    });
  }

  put(key: string, body: Buffer | string): void {
    this.#clock += 1000;
    this.#objects.set(key, { body: Buffer.from(body), written: this.#clock });
  }

  get(key: string): string | undefined {
    return this.#objects.get(key)?.body.toString('utf8');
  }

  /** @param answer what intake writes when a file has arrived, by its key and SHA-256 */
  answers(answer: (bucket: ClinicBucket, key: string, sha256: string) => void): this {
    this.#intake = (key, body) => answer(this, key, createHash('sha256').update(body).digest('hex'));
    return this;
  }

  putReceipt(receipt: Receipt): void {
    const number = String(receipt.number).padStart(4, '0');
    this.put(
      `receipts/${receipt.dataset}/${receipt.period}/${number}-${receipt.delivery_id}.json`,
      JSON.stringify(receipt),
    );
  }

  putNote(note: Note): void {
    this.put(`receipts/${note.note.replace('_', '-')}/n1.json`, JSON.stringify(note));
  }
}

/** A receipt for the visits of the first quarter. */
export function aReceipt(traits: Partial<Receipt> = {}): Receipt {
  const number = traits.number ?? 1;
  return Receipt.parse({
    delivery_id: `d${createHash('sha256').update(String(number)).digest('hex').slice(0, 20)}`,
    number,
    agency: 'clinic',
    dataset: 'visits',
    period: '2026-Q1',
    file: { name: 'visits.csv', bytes: 10, sha256: '0'.repeat(64) },
    received_at: '2026-04-20T16:00:05.000Z',
    contract_version: '1.0.0',
    contract_digest: 'c'.repeat(64),
    agreement: 'small',
    key_version: 'v1',
    status: 'accepted',
    rows: { read: 1, accepted: 1, quarantined: 0, withheld: 0 },
    changes: { added: 1, changed: 0, removed: 0, unchanged: 0 },
    replaces: null,
    levels: ['file', 'value', 'row', 'case', 'datasets', 'history'].map((level) => ({
      level,
      ran: true,
      why: null,
    })),
    findings: [],
    next: 'Nothing is left to do.',
    ...traits,
  });
}
