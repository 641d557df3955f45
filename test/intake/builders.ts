import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { DuckdbWorkbench } from '../../lib/adapters/local/duckdb-workbench.ts';
import { FolderStore } from '../../lib/adapters/local/folder-store.ts';
import type { Calendar, Column, Contract } from '../../lib/workspace/model.ts';

/** A column of text that nothing is asked of. */
export function aColumn(name: string, traits: Partial<Column> = {}): Column {
  return {
    name,
    aliases: [],
    type: 'string',
    formats: [],
    required: false,
    unique: false,
    keep: [],
    ...traits,
  };
}

export const DIGEST = 'c'.repeat(64);

/** A contract of `clinic/visits`: client, surname, visited, site. */
export function aContract(traits: Partial<Contract> = {}): Contract {
  return {
    id: 'clinic/visits',
    agency: 'clinic',
    dataset: 'visits',
    version: '1.0.0',
    title: 'Visits',
    description: 'One row a visit.',
    digest: DIGEST,
    ofPeople: true,
    columns: [
      aColumn('client', { required: true, role: 'local_id' }),
      aColumn('surname', { role: 'surname', aliases: ['last name'] }),
      aColumn('visited', { type: 'date' }),
      aColumn('site', { codes: { map: { N: 'north', S: 'south' }, severity: 'error' } }),
    ],
    rowKey: [],
    localId: { column: 'client', scope: 'clinic/visits' },
    rules: [],
    references: [],
    maxQuarantinedShare: 0.9,
    maxVolumeChange: 0.5,
    frequency: 'quarter',
    dueDays: 30,
    oncePerPerson: false,
    requiredConsent: [],
    ...traits,
  };
}

export const CALENDAR: Calendar = { cycle: 'quarter', first: '2025-Q1', dueDays: 30 };

export const AT_NOON = { now: () => new Date('2026-04-20T12:00:00Z') };

export interface Bench extends AsyncDisposable {
  readonly landing: FolderStore;
  readonly workbench: DuckdbWorkbench;
}

/** A landing zone and a workbench in a folder of their own. */
export async function aBench(): Promise<Bench> {
  const folder = await mkdtemp(join(tmpdir(), 'tributary-intake-'));
  const landing = new FolderStore(join(folder, 'landing'), { private: true });
  const workbench = await DuckdbWorkbench.open({
    scratch: join(folder, 'scratch'),
    threads: 1,
    memory: '512MB',
  });
  return {
    landing,
    workbench,
    [Symbol.asyncDispose]: async () => {
      await workbench[Symbol.asyncDispose]();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** How a sender might write a table. */
export interface Writing {
  readonly delimiter: ',' | ';' | '\t' | '|';
  readonly newline: '\n' | '\r\n';
  readonly encoding: 'utf-8' | 'utf-8 with mark' | 'utf-16le' | 'utf-16be' | 'windows-1252';
  readonly gzip: boolean;
  readonly quoteAll: boolean;
}

export const PLAIN: Writing = {
  delimiter: ',',
  newline: '\n',
  encoding: 'utf-8',
  gzip: false,
  quoteAll: false,
};

/** The bytes of a table as a sender would write them. Windows-1252 takes characters up to U+00FF here. */
export function writtenTable(
  rows: readonly (readonly string[])[],
  writing: Partial<Writing> = {},
): Uint8Array {
  const { delimiter, newline, encoding, gzip, quoteAll } = { ...PLAIN, ...writing };
  const cell = (text: string) =>
    quoteAll || /["\r\n,;\t|]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
  const text = rows.map((row) => row.map(cell).join(delimiter) + newline).join('');
  const bytes = encoded(text, encoding);
  return gzip ? gzipSync(bytes) : bytes;
}

function encoded(text: string, encoding: Writing['encoding']): Buffer {
  switch (encoding) {
    case 'utf-8':
      return Buffer.from(text, 'utf8');
    case 'utf-8 with mark':
      return Buffer.from(`\ufeff${text}`, 'utf8');
    case 'utf-16le':
      return Buffer.from(`\ufeff${text}`, 'utf16le');
    case 'utf-16be':
      return Buffer.from(`\ufeff${text}`, 'utf16le').swap16();
    case 'windows-1252':
      return Buffer.from(text, 'latin1');
  }
}
