import { createHmac } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DuckdbWorkbench } from '../../lib/adapters/local/duckdb-workbench.ts';
import { folderZones } from '../../lib/adapters/local/state.ts';
import type { Keys } from '../../lib/ports/keys.ts';
import type { ObjectStore, Zones } from '../../lib/ports/object-store.ts';
import type { SqlRow } from '../../lib/ports/query-engine.ts';
import type { Workbench } from '../../lib/ports/workbench.ts';
import { quoteText } from '../../lib/sql/quote.ts';
import type { Column, Contract } from '../../lib/workspace/model.ts';

/** Keys of a known root, so that a test can compute what the product should. */
export function knownKeys(root = 'root', version = 'v1'): Keys {
  return { version, derive: async (label) => createHmac('sha256', root).update(label).digest() };
}

/** HMAC-SHA-256 by the book, under a derived key. */
export function hmacBytes(label: string, message: string, root = 'root'): Buffer {
  const key = createHmac('sha256', root).update(label).digest();
  return createHmac('sha256', key).update(message, 'utf8').digest();
}

export function expectedToken(column: string, normalised: string, root = 'root'): bigint {
  return hmacBytes(`token/${column}`, normalised, root).readBigInt64BE(0);
}

export interface Place extends AsyncDisposable {
  readonly folder: string;
  readonly zones: Zones;
  bench(): Promise<Workbench>;
}

export async function aPlace({ memory = '256MB' } = {}): Promise<Place> {
  const folder = await mkdtemp(join(tmpdir(), 'tokens-'));
  return {
    folder,
    zones: folderZones(join(folder, 'state')),
    bench: () => DuckdbWorkbench.open({ scratch: join(folder, 'scratch'), threads: 2, memory }),
    [Symbol.asyncDispose]: () => rm(folder, { recursive: true, force: true }),
  };
}

export function aColumn(name: string, rest: Partial<Column> = {}): Column {
  return {
    name,
    aliases: [],
    type: 'string',
    formats: [],
    required: false,
    unique: false,
    keep: [],
    ...rest,
  };
}

export function aContract(columns: readonly Column[], rest: Partial<Contract> = {}): Contract {
  return {
    id: 'clinic/visits',
    agency: 'clinic',
    dataset: 'visits',
    version: '1.0.0',
    title: 'Visits',
    description: 'Visits to the clinic',
    digest: '0'.repeat(64),
    ofPeople: columns.some(({ role }) => role !== undefined),
    columns,
    rowKey: [],
    rules: [],
    references: [],
    maxQuarantinedShare: 0.1,
    maxVolumeChange: 0.5,
    frequency: 'quarter',
    dueDays: 30,
    oncePerPerson: false,
    requiredConsent: [],
    ...rest,
  };
}

/** Rows as a DuckDB SELECT of text columns, with `row_number`; null is NULL. */
export function rowsOf(columns: readonly string[], rows: readonly (readonly (string | null)[])[]): string {
  const values = rows.map((row, at) => `(${[at + 1, ...row.map(spelt)].join(', ')})`);
  const names = ['row_number', ...columns].map((name) => `"${name}"`);
  if (rows.length === 0) return `SELECT ${names.map((name) => `NULL AS ${name}`).join(', ')} WHERE false`;
  return `SELECT * FROM (VALUES ${values.join(', ')}) AS given(${names.join(', ')})`;
}

export async function readParquet(
  bench: Workbench,
  store: ObjectStore,
  key: string,
): Promise<readonly SqlRow[]> {
  const path = await bench.open(store, key);
  return bench.rows(`SELECT * FROM read_parquet(${quoteText(path)}, hive_partitioning = false)`);
}

function spelt(value: string | null): string {
  return value === null ? 'CAST(NULL AS varchar)' : quoteText(value);
}
