import { createHmac } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DuckdbEngine } from '../../lib/adapters/local/duckdb-engine.ts';
import { DuckdbWorkbench } from '../../lib/adapters/local/duckdb-workbench.ts';
import { FolderCatalogue } from '../../lib/adapters/local/folder-catalogue.ts';
import { FolderStore } from '../../lib/adapters/local/folder-store.ts';
import { folderZones } from '../../lib/adapters/local/state.ts';
import type { LinkageJob, LinkagePlan } from '../../lib/linkage/job.ts';
import { silent } from '../../lib/ports/progress.ts';
import {
  BLOOM_FIELDS,
  BLOOM_WORDS,
  IDENTITIES,
  TOKEN_FIELDS,
  type TokenField,
} from '../../lib/tokens/columns.ts';
import type { DatasetId } from '../../lib/workspace/model.ts';

/** A person as an agency writes one; what is left out is missing. */
export interface Written {
  readonly record: string;
  readonly localId?: string;
  readonly given?: string;
  readonly surname?: string;
  readonly suffix?: string;
  readonly born?: string;
  readonly sex?: string;
  readonly ssn?: string;
  readonly phone?: string;
  readonly email?: string;
  readonly street?: string;
  readonly city?: string;
  readonly postalCode?: string;
}

/** One delivery of one dataset. */
export interface Extract {
  readonly dataset: DatasetId;
  readonly delivery: string;
  readonly rows: readonly Written[];
}

function digest(label: string, value: string): Buffer {
  return createHmac('sha256', `test key of ${label}`).update(value).digest();
}

function token(label: string, value: string | undefined): bigint | null {
  return value === undefined || value === '' ? null : digest(label, value).readBigInt64BE(0);
}

/** Bits of a filter from grams, 8 a gram, as signed words. */
function bloom(label: string, grams: readonly string[]): bigint[] {
  const words = new BigInt64Array(BLOOM_WORDS);
  for (const gram of grams) {
    const bytes = digest(`bloom ${label}`, gram);
    for (let at = 0; at < 16; at += 2) {
      const bit = bytes.readUInt16BE(at) % (64 * BLOOM_WORDS);
      const word = Math.floor(bit / 64);
      words[word] = (words[word] ?? 0n) | (1n << BigInt(bit % 64));
    }
  }
  return [...BigInt64Array.from(words)];
}

const bigrams = (text: string) =>
  [...`_${text}_`].slice(0, -1).map((letter, at) => letter + (`_${text}_`[at + 1] ?? ''));
const digits = (text: string) => [...text].map((digit, at) => `${at}:${digit}`);

/** A stand-in for the tokens folder: enough to compare, without its rules of normalisation. */
function identityOf(row: Written): Record<string, bigint | null> {
  const { given, surname, born, ssn, street } = row;
  const plain: Record<TokenField, string | undefined> = {
    local_id: row.localId,
    given_name: given,
    given_name_root: given,
    given_name_sound: given?.replaceAll(/[aeiouy]/g, ''),
    given_name_initial: given?.slice(0, 1),
    middle_initial: undefined,
    surname,
    surname_first: surname?.split(' ')[0],
    surname_last: surname?.split(' ').at(-1),
    surname_sound: surname?.replaceAll(/[aeiouy]/g, ''),
    given_name_as_surname: given,
    surname_as_given_name: surname,
    suffix: row.suffix,
    birth_date: born,
    birth_date_swapped:
      born && Number(born.slice(8)) <= 12
        ? `${born.slice(0, 4)}-${born.slice(8)}-${born.slice(5, 7)}`
        : undefined,
    birth_year: born?.slice(0, 4),
    birth_month_day: born?.slice(5),
    sex: row.sex,
    ssn,
    ssn_last4: ssn?.slice(-4),
    phone: row.phone,
    email: row.email,
    street,
    street_number: street?.split(' ')[0],
    city: row.city,
    postal_code: row.postalCode,
  };
  const keys: Partial<Record<TokenField, string>> = {
    given_name_as_surname: 'surname',
    surname_as_given_name: 'given_name',
    birth_date_swapped: 'birth_date',
  };
  const tokens = TOKEN_FIELDS.map(([name]) => [name, token(keys[name] ?? name, plain[name])] as const);
  const grams: Record<(typeof BLOOM_FIELDS)[number], readonly string[] | undefined> = {
    given_name: given && bigrams(given),
    surname: surname && bigrams(surname),
    birth_date: born && digits(born.replaceAll('-', '')),
    ssn: ssn && digits(ssn),
    street: street && bigrams(street),
  } as never;
  const filters = BLOOM_FIELDS.flatMap((field) => {
    const found = grams[field];
    const words = found === undefined ? Array.from({ length: BLOOM_WORDS }, () => null) : bloom(field, found);
    return words.map((word, at) => [`${field}_b${at + 1}`, word] as const);
  });
  return Object.fromEntries([...tokens, ...filters]);
}

/** A workspace's zones, engine and benches in a folder that goes away. */
export async function aLinkageWorld() {
  const folder = await mkdtemp(join(tmpdir(), 'tributary-linkage-'));
  const zones = folderZones(folder);
  const catalogue = new FolderCatalogue(new FolderStore(join(folder, 'catalogue')));
  const engine = await DuckdbEngine.open({
    catalogue,
    folderOf: (zone, path) => join(folder, zone, path),
    scratch: join(folder, 'scratch'),
    threads: 2,
    memory: '2GB',
  });
  const bench = () => DuckdbWorkbench.open({ scratch: join(folder, 'scratch'), threads: 2, memory: '2GB' });
  await catalogue.declare(IDENTITIES);

  const deliver = async ({ dataset, delivery, rows }: Extract): Promise<void> => {
    const [agency = '', name = ''] = dataset.split('/');
    await using workbench = await bench();
    const identities = rows.map(identityOf);
    const values = IDENTITIES.columns.map(({ name: column }) =>
      rows.map((row, at) => {
        const fixed: Record<string, string> = {
          record_id: row.record,
          agency,
          dataset: name,
          period: '2026-Q1',
          key_version: 'v1',
        };
        return fixed[column] ?? identities[at]?.[column] ?? null;
      }),
    );
    await workbench.append('identities', IDENTITIES.columns, values);
    await workbench.saveParquet(
      'SELECT * FROM identities ORDER BY record_id',
      zones.tokens,
      `identities/delivery_id=${delivery}/part-0.parquet`,
    );
  };

  const jobOf = (
    extracts: readonly Extract[],
    changes: {
      readonly run?: string;
      readonly previous?: string;
      readonly oncePerPerson?: readonly DatasetId[];
      readonly scopes?: readonly (readonly DatasetId[])[];
    } = {},
  ): LinkageJob => {
    const datasets = [...new Set(extracts.map(({ dataset }) => dataset))].toSorted();
    const plan: LinkagePlan = {
      run: changes.run ?? 'r0001',
      ...(changes.previous === undefined
        ? {}
        : { previous: { run: changes.previous, release: changes.previous.slice(1) } }),
      deliveries: extracts.map(({ dataset, delivery, rows }) => ({
        deliveryId: delivery,
        agency: dataset.split('/')[0] ?? '',
        dataset: dataset.split('/')[1] ?? '',
        ofPeople: true,
        keyVersion: 'v1',
        rows: { read: rows.length, accepted: rows.length, quarantined: 0, withheld: 0 },
      })),
      scopes: (changes.scopes ?? [datasets]).map((scope, at) => ({
        id: `scope_${at + 1}`,
        agreements: ['all'],
        datasets: [...scope],
      })),
    };
    return {
      plan,
      settings: { threshold: 0.9, maxBlockPairs: 1_000_000, model: 'train' },
      oncePerPerson: new Set(changes.oncePerPerson ?? []),
      engine,
      catalogue,
      workbenches: { forAgency: bench, forZone: bench },
      zones,
      progress: silent,
    };
  };

  return {
    zones,
    catalogue,
    engine,
    deliver,
    jobOf,
    bench,
    async [Symbol.asyncDispose]() {
      await engine[Symbol.asyncDispose]();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
export type LinkageWorld = Awaited<ReturnType<typeof aLinkageWorld>>;
