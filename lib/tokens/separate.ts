import { z } from 'zod';
import type { Keys } from '../ports/keys.ts';
import type { Zones } from '../ports/object-store.ts';
import type { Workbench } from '../ports/workbench.ts';
import { quoteName } from '../sql/quote.ts';
import type { Contract, Role } from '../workspace/model.ts';
import { IDENTITIES } from './columns.ts';
import { identitiesFrom } from './identities.ts';
import { recordsTable } from './kept-columns.ts';
import { type Part, partFile, partRecordIds } from './parts.ts';
import { assignRecordIds, RECORD_IDS, selectRecordIds } from './record-ids.ts';
import { countMissing, selectRecords } from './records-part.ts';

export type { Changes } from './changes.ts';
export { type Combination, Combined, combineParts } from './combine.ts';
export { Identifier, type RecordId, type Token } from './identifier.ts';
export { type Identities, type IdentitySource, identitiesFrom } from './identities.ts';
export { recordsTable } from './kept-columns.ts';
export { PART_ROWS, type Part, recordIdsOf, settleParts } from './parts.ts';

export interface Separation {
  readonly contract: Contract;
  readonly period: string;
  /** ISO date, inclusive. */
  readonly periodEnd: string;
  readonly deliveryId: string;
  /** A DuckDB SELECT of the good rows: `row_number` and the contract's columns by name, typed; any order. */
  readonly accepted: string;
  /** Which of them are taken apart now; default all. */
  readonly part?: Part;
  /** A fresh one of the agency; the tables that are made there stay until it closes. */
  readonly workbench: Workbench;
  readonly keys: Keys;
  readonly zones: Zones;
}

/** What one part says of itself, in counts that can be added up. */
export const SeparatedPart = z.strictObject({
  rows: z.int().nonnegative(),
  keyVersion: z.string(),
  /** Rows whose role or kept column is missing, placeholders included; by name. */
  missing: z.record(z.string(), z.int().nonnegative()),
});
export type SeparatedPart = z.infer<typeof SeparatedPart>;

const ALL: Part = { part: 0, of: 1 };

/**
 * Where identity and content part: the accepted rows of a delivery become tokens (of people only), records without
 * identifiers, and the list of record ids that stays with the agency. The three lie in three zones, each ordered by
 * record id, so that the order of rows tells nothing. Nothing is in force until intake says so. A large delivery is
 * taken apart in parts, side by side; a part that is repeated writes over itself. Neither tokens nor records are read.
 */
export async function separate(separation: Separation): Promise<SeparatedPart> {
  const { contract, deliveryId, workbench, keys, zones, part = ALL } = separation;
  const landing = zones.landing(contract.agency);
  await openPart(separation, part);
  const accepted = `SELECT * FROM ${ACCEPTED}`;
  const { rows } = await workbench.saveParquet(
    selectRecordIds(separation, accepted),
    landing,
    partRecordIds(contract, deliveryId, part),
  );
  const present = contract.ofPeople
    ? await saveIdentities({ ...separation, accepted }, part)
    : new Map<Role, number>();
  await workbench.run(`CREATE TABLE ${RECORDS} AS ${await selectRecords({ ...separation, accepted })}`);
  const records = `SELECT * FROM ${RECORDS} ORDER BY record_id`;
  const folder = `${recordsTable(contract).path}/delivery_id=${deliveryId}`;
  await workbench.saveParquet(records, zones.records, `${folder}/${partFile(part.part)}`);

  const missing = Object.fromEntries(await countMissing(contract, workbench, records));
  for (const [role, count] of present) missing[role] = rows - count;
  return { rows, keyVersion: keys.version, missing };
}

const ACCEPTED = 'separate_accepted';
const RECORDS = 'separate_records';

/** Cannot be a contract's column, which an agency may well call `record_id`. */
const OWN_RECORD_ID = 'tributary record id';

/**
 * Makes the tables of accepted rows and their record ids. What is accepted may be a file that is parsed at every look,
 * and there are more than a dozen looks, so its rows are kept: all at once, or, of a delivery in parts, those of the part.
 */
async function openPart(separation: Separation, part: Part): Promise<void> {
  const { workbench, accepted } = separation;
  const table = `CREATE TABLE ${ACCEPTED} AS`;
  if (part.of === 1) {
    await workbench.run(`${table} ${accepted}`);
    await assignRecordIds(separation, `SELECT * FROM ${ACCEPTED}`, part);
    return;
  }
  await assignRecordIds(separation, accepted, part);
  await workbench.run(
    `${table} SELECT accepted.* FROM (${accepted}) AS accepted SEMI JOIN ${RECORD_IDS} AS ids ON ids.row_number = accepted.row_number`,
  );
}

async function saveIdentities(separation: Separation, { part }: Part): Promise<ReadonlyMap<Role, number>> {
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
    `${IDENTITIES.path}/delivery_id=${deliveryId}/${partFile(part)}`,
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
