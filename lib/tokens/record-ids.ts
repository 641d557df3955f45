import type { Keys } from '../ports/keys.ts';
import type { Workbench } from '../ports/workbench.ts';
import { quoteName, quoteText } from '../sql/quote.ts';
import type { Contract } from '../workspace/model.ts';
import type { RecordId } from './identifier.ts';
import { KeyedDigest } from './keyed-digest.ts';
import { type Part, partOf } from './parts.ts';

const BATCH = 65_536;
/** 96 bits: among a billion records two fall together with a chance of one in ten billion. */
const HEX_DIGITS = 24;

export interface RecordIdSource {
  readonly contract: Contract;
  readonly period: string;
  readonly workbench: Workbench;
  readonly keys: Keys;
}

/** Table of the workbench that `assignRecordIds` makes: row_number, record_id. */
export const RECORD_IDS = 'separate_record_ids';
const ROW_KEYS = 'separate_row_keys';

/**
 * Gives each accepted row its record id: a keyed digest of agency, dataset and what names the row. That is the
 * contract's row key; else the local id and how many rows of it came before; else the period and the row's number.
 * Rows that share a key are told apart by their order. Makes `separate_record_ids`, of the rows of one part only.
 * @param accepted DuckDB SELECT of every typed row of the delivery, with `row_number` and the contract's columns
 */
export async function assignRecordIds(source: RecordIdSource, accepted: string, part: Part): Promise<void> {
  const { contract, workbench, keys } = source;
  const digest = new KeyedDigest(await keys.derive('record-id'));
  await workbench.run(
    `CREATE TABLE ${ROW_KEYS} AS
     SELECT row_number, row_key, row_number() OVER (PARTITION BY row_key ORDER BY row_number) AS occurrence
     FROM (SELECT CAST(row_number AS bigint) AS row_number, ${rowKey(source)} AS row_key FROM (${accepted}))`,
  );
  const [counted] = await workbench.rows(`SELECT count(*) AS n FROM ${ROW_KEYS}`);
  const columns = [
    { name: 'row_number', type: 'bigint' },
    { name: 'record_id', type: 'varchar' },
  ] as const;
  await workbench.append(RECORD_IDS, columns, [[], []]);
  for (let from = 0; from < Number(counted?.['n'] ?? 0); from += BATCH) {
    const rowNumbers: (string | bigint | number | boolean | null)[] = [];
    const recordIds: RecordId[] = [];
    const rows = workbench.columns(
      `SELECT row_number, row_key, occurrence FROM ${ROW_KEYS} WHERE rowid >= ${from} AND rowid < ${from + BATCH}`,
    );
    for await (const [numbers = [], rowKeys = [], occurrences = []] of rows) {
      for (const [at, number] of numbers.entries()) {
        const named = [contract.agency, contract.dataset, String(rowKeys[at]), String(occurrences[at])];
        const recordId = `r${digest.hex(JSON.stringify(named), HEX_DIGITS)}` as RecordId;
        if (partOf(recordId, part.of) !== part.part) continue;
        rowNumbers.push(number);
        recordIds.push(recordId);
      }
    }
    await workbench.append(RECORD_IDS, columns, [rowNumbers, recordIds]);
  }
  await workbench.run(`DROP TABLE ${ROW_KEYS}`);
}

/**
 * What stays with the agency: which row a record id belongs to. DuckDB SELECT ordered by record id.
 * @param accepted the rows of the part
 */
export function selectRecordIds(source: RecordIdSource, accepted: string): string {
  const { localId, columns } = source.contract;
  // The digest is unkeyed and of clear text: it lies in the landing zone, beside what it is a digest of, and nowhere else.
  return [
    'SELECT record_id, row_key, local_id, content_digest',
    `FROM (SELECT CAST(row_number AS bigint) AS row_number, ${rowKey(source)} AS row_key,`,
    `  ${localId ? text(localId.column) : 'CAST(NULL AS varchar)'} AS local_id,`,
    `  sha256(${json(columns.map(({ name }) => text(name)))}) AS content_digest FROM (${accepted})) AS row_keys`,
    `JOIN ${RECORD_IDS} AS ids USING (row_number) ORDER BY record_id`,
  ].join('\n');
}

function rowKey({ contract, period }: RecordIdSource): string {
  const { rowKey: key, localId } = contract;
  const named =
    key.length > 0
      ? key.map(text)
      : localId
        ? [text(localId.column)]
        : [quoteText(period), text('row_number')];
  return json(named);
}

function text(column: string): string {
  return `CAST(${quoteName(column)} AS varchar)`;
}

function json(values: readonly string[]): string {
  return `CAST(to_json([${values.join(', ')}]) AS varchar)`;
}
