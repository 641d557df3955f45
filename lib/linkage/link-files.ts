import { createHmac } from 'node:crypto';
import type { Keys } from '../ports/keys.ts';
import type { ColumnValues, Workbench } from '../ports/workbench.ts';
import { quoteName, quoteTable, quoteText } from '../sql/quote.ts';
import { IDENTITIES } from '../tokens/columns.ts';
import { identitiesFrom } from '../tokens/separate.ts';
import type { DatasetId, Role } from '../workspace/model.ts';
import { ColumnMissing, IdNotUnique } from './errors.ts';
import { type FileModel, type RoleColumns, rolesOf } from './file-model.ts';
import type { LinkageJob, LinkagePlan } from './job.ts';
import { WORK_DATABASE, workTables } from './tables.ts';
import { probabilityOf } from './weights.ts';

/** A file on the workbench: its name, and a SELECT of all its columns as text under trimmed names. */
export interface LinkedFile {
  readonly name: string;
  readonly relation: string;
  readonly columns: readonly string[];
}

const IDS = [
  { name: 'id', type: 'varchar' },
  { name: 'record_id', type: 'varchar' },
] as const;

export const datasetOf = (at: number): DatasetId => `files/f${at + 1}`;

/**
 * Tokenizes files as a delivery is tokenized, and gives the plan that links them in one scope. The bench keeps the
 * table `ids` (id, record_id): which id of the files a record id stands for. Record ids are keyed digests, so that
 * an id which tells who somebody is plays no part in the linkage.
 * @throws ColumnMissing, IdNotUnique
 */
export async function tokenizeFiles(
  files: readonly LinkedFile[],
  model: FileModel,
  {
    bench,
    keys,
    zones,
    catalogue,
  }: { readonly bench: Workbench; readonly keys: Keys } & Pick<LinkageJob, 'zones' | 'catalogue'>,
): Promise<LinkagePlan> {
  for (const file of files) requireColumns(file, model);
  await nameRecords(files, model, bench, keys);
  const rows: number[] = [];
  for (const [at, file] of files.entries()) {
    const roles = rolesOf(model, file.name);
    const table = `file_${at + 1}`;
    const values = [...roles].map(([role, columns]) => `${textOf(role, columns)} AS ${quoteName(role)}`);
    await bench.run(
      `CREATE TABLE ${table} AS SELECT i.record_id, ${values.join(', ')} FROM (${file.relation}) AS f JOIN ids AS i ON i.id = f.${quoteName(model.id)}`,
    );
    const { select } = await identitiesFrom({
      workbench: bench,
      keys,
      relation: `SELECT * FROM ${table}`,
      roles: new Map([...roles.keys()].map((role) => [role, [role]])),
      agency: 'files',
      dataset: `f${at + 1}`,
      period: '0000',
      scratch: `tokens_${at + 1}`,
    });
    const saved = await bench.saveParquet(
      select,
      zones.tokens,
      `${IDENTITIES.path}/delivery_id=f${at + 1}/part-0.parquet`,
    );
    rows.push(saved.rows);
  }
  await catalogue.declare(IDENTITIES);
  return {
    run: 'r0001',
    scopes: [{ id: 'files', agreements: [], datasets: files.map((_, at) => datasetOf(at)) }],
    deliveries: files.map((_, at) => ({
      agency: 'files',
      dataset: `f${at + 1}`,
      deliveryId: `f${at + 1}`,
      ofPeople: true,
      keyVersion: keys.version,
      rows: { read: rows[at] ?? 0, accepted: rows[at] ?? 0, quarantined: 0, withheld: 0 },
    })),
  };
}

/** Brings the scored pairs onto the bench as `pairs` (entity_a, entity_b, probability): before clustering clears them away. */
export async function fetchPairs({ engine, plan }: LinkageJob, bench: Workbench): Promise<void> {
  const tables = workTables(plan.run, []);
  const columns = [
    { name: 'record_a', type: 'varchar' },
    { name: 'record_b', type: 'varchar' },
    { name: 'probability', type: 'bigint' },
  ] as const;
  await bench.append('pairs', columns, [[], [], []]);
  const statement = {
    name: 'pairs_of_records',
    database: WORK_DATABASE,
    sql: `SELECT a.record_id AS record_a, b.record_id AS record_b, max(s.weight) AS weight
FROM ${quoteTable(tables.scored)} AS s
JOIN ${quoteTable(tables.records)} AS a ON a.entity = s.entity_a
JOIN ${quoteTable(tables.records)} AS b ON b.entity = s.entity_b
WHERE s.forbidden = 0
GROUP BY a.record_id, b.record_id
ORDER BY record_a, record_b`,
  };
  for await (const rows of engine.stream(statement)) {
    await bench.append('pairs', columns, [
      rows.map(({ record_a }) => record_a ?? null),
      rows.map(({ record_b }) => record_b ?? null),
      rows.map(({ weight }) => BigInt(probabilityOf(Number(weight)))),
    ]);
  }
}

function requireColumns({ name, columns }: LinkedFile, model: FileModel): void {
  const asked = [model.id, ...[...rolesOf(model, name).values()].flatMap((role) => role.columns)];
  const missing = asked.find((column) => !columns.includes(column));
  if (missing !== undefined) throw new ColumnMissing(name, missing);
}

/** The first alternative that has a value, as text; dates with a format as ISO. */
function textOf(role: Role, { columns, format }: RoleColumns): string {
  const values = columns.map((column) => `nullif(trim(f.${quoteName(column)}), '')`);
  const text = values.length === 1 ? (values[0] ?? 'NULL') : `coalesce(${values.join(', ')})`;
  if (role !== 'birth_date' || format === undefined) return text;
  return `strftime(try_strptime(${text}, ${quoteText(format)}), '%Y-%m-%d')`;
}

async function nameRecords(
  files: readonly LinkedFile[],
  model: FileModel,
  bench: Workbench,
  keys: Keys,
): Promise<void> {
  const key = await keys.derive('record-id');
  await bench.append('ids', IDS, [[], []]);
  for (const { relation } of files) {
    // Whole before anything is appended: a second statement on the bench would end the stream.
    const batches: ColumnValues[] = [];
    for await (const [ids = []] of bench.columns(`SELECT ${quoteName(model.id)} FROM (${relation})`))
      batches.push(ids);
    for (const ids of batches) {
      const recordIds = ids.map(
        (id) => `r${createHmac('sha256', key).update(String(id)).digest('hex').slice(0, 24)}`,
      );
      await bench.append('ids', IDS, [ids, recordIds]);
    }
  }
  const [repeated] = await bench.rows('SELECT count(*) - count(DISTINCT id) AS n FROM ids');
  if (Number(repeated?.['n'] ?? 0) > 0) throw new IdNotUnique(model.id, Number(repeated?.['n']));
}
