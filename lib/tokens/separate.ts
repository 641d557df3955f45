import type { Keys } from '../ports/keys.ts';
import type { Zones } from '../ports/object-store.ts';
import type { Workbench } from '../ports/workbench.ts';
import { quoteName } from '../sql/quote.ts';
import type { Contract, Role } from '../workspace/model.ts';
import { type Changes, compareDeliveries } from './changes.ts';
import { IDENTITIES } from './columns.ts';
import { identitiesFrom } from './identities.ts';
import { recordsTable } from './kept-columns.ts';
import { assignRecordIds, RECORD_IDS, selectRecordIds } from './record-ids.ts';
import { countMissing, selectRecords } from './records-part.ts';

export type { Changes } from './changes.ts';
export { Identifier, type RecordId, type Token } from './identifier.ts';
export { type Identities, type IdentitySource, identitiesFrom } from './identities.ts';
export { recordsTable } from './kept-columns.ts';

export interface Separation {
  readonly contract: Contract;
  readonly period: string;
  /** ISO date, inclusive. */
  readonly periodEnd: string;
  readonly deliveryId: string;
  /** A DuckDB SELECT of the good rows: `row_number` and the contract's columns by name, typed; any order. */
  readonly accepted: string;
  /** A fresh one of the agency; the tables that are made there stay until it closes. */
  readonly workbench: Workbench;
  readonly keys: Keys;
  readonly zones: Zones;
  /** The delivery in force for the same period, if there is one. */
  readonly replaces?: string;
}

export interface Separated {
  readonly rows: number;
  readonly keyVersion: string;
  /** Against `replaces`; everything is added where there is none. */
  readonly changes: Changes;
  /** Share of rows whose role or kept column is missing, placeholders included, in tenths of a percent; by name. */
  readonly missing: Readonly<Record<string, number>>;
}

/**
 * Where identity and content part: the accepted rows of a delivery become tokens (of people only), records without
 * identifiers, and the list of record ids that stays with the agency. The three lie in three zones, each ordered by
 * record id, so that the order of rows tells nothing. Nothing is in force until intake says so.
 * @throws ObjectNotFound where the list of the delivery to be replaced is gone
 */
export async function separate(separation: Separation): Promise<Separated> {
  const { contract, deliveryId, workbench, keys, zones } = separation;
  const landing = zones.landing(contract.agency);
  const recordIdsKey = recordIdsOf(contract, deliveryId);
  const recordsKey = `${recordsTable(contract).path}/delivery_id=${deliveryId}/part-0.parquet`;

  // What is accepted may be a file that is parsed at every look, and there are more than a dozen looks.
  await workbench.run(`CREATE TABLE ${ACCEPTED} AS ${separation.accepted}`);
  const accepted = `SELECT * FROM ${ACCEPTED}`;
  await assignRecordIds({ ...separation, accepted });
  const { rows } = await workbench.saveParquet(selectRecordIds(), landing, recordIdsKey);
  const present = contract.ofPeople
    ? await saveIdentities({ ...separation, accepted })
    : new Map<Role, number>();
  await workbench.saveParquet(await selectRecords({ ...separation, accepted }), zones.records, recordsKey);

  const missing: Record<string, number> = {};
  for (const [column, count] of await countMissing(contract, workbench, zones.records, recordsKey)) {
    missing[column] = tenthsOfPercent(count, rows);
  }
  for (const [role, count] of present) missing[role] = tenthsOfPercent(rows - count, rows);
  const changes =
    separation.replaces === undefined
      ? { added: rows, changed: 0, removed: 0, unchanged: 0 }
      : await compareDeliveries(workbench, landing, recordIdsKey, recordIdsOf(contract, separation.replaces));
  return { rows, keyVersion: keys.version, changes, missing };
}

const ACCEPTED = 'separate_accepted';

/** Cannot be a contract's column, which an agency may well call `record_id`. */
const OWN_RECORD_ID = 'tributary record id';

/** Where the list of record ids of a delivery lies in the agency's landing zone. */
export function recordIdsOf({ dataset }: Contract, deliveryId: string): string {
  return `record-ids/${dataset}/${deliveryId}.parquet`;
}

async function saveIdentities(separation: Separation): Promise<ReadonlyMap<Role, number>> {
  const { contract, accepted, deliveryId, period, workbench, keys, zones } = separation;
  const { select, present } = await identitiesFrom({
    workbench,
    keys,
    relation: `SELECT accepted.*, ids.record_id AS ${quoteName(OWN_RECORD_ID)} FROM (${accepted}) AS accepted JOIN ${RECORD_IDS} AS ids ON ids.row_number = accepted.row_number`,
    recordId: OWN_RECORD_ID,
    values: accepted,
    roles: rolesOf(contract),
    agency: contract.agency,
    dataset: contract.dataset,
    period,
    ...(contract.localId ? { localIdScope: contract.localId.scope } : {}),
    codes: new Map(
      contract.columns.flatMap(({ role, codes }) => (role === 'sex' && codes ? [[role, codes.map]] : [])),
    ),
    scratch: 'separate_of',
  });
  await workbench.saveParquet(
    select,
    zones.tokens,
    `${IDENTITIES.path}/delivery_id=${deliveryId}/part-0.parquet`,
  );
  return present;
}

/** Columns by role, in the contract's order. */
function rolesOf({ columns, localId }: Contract): ReadonlyMap<Role, readonly string[]> {
  const roles = new Map<Role, readonly string[]>(localId ? [['local_id', [localId.column]]] : []);
  for (const { name, role } of columns) {
    if (role !== undefined && role !== 'local_id') roles.set(role, [...(roles.get(role) ?? []), name]);
  }
  return roles;
}

function tenthsOfPercent(part: number, whole: number): number {
  return whole === 0 ? 0 : Math.floor((2000 * part + whole) / (2 * whole));
}
