import type { Keys } from '../ports/keys.ts';
import type { Workbench } from '../ports/workbench.ts';
import { quoteName, quoteText } from '../sql/quote.ts';
import type { Role } from '../workspace/model.ts';
import { BLOOM_FIELDS, IDENTITY_COLUMNS, TOKEN_FIELDS } from './columns.ts';
import { mapDistinctValues } from './distinct-values.ts';
import {
  ENCODED_ROLES,
  type EncodedColumn,
  type EncodedRole,
  type Encoder,
  encoderOf,
  rolesFilling,
  wordsOf,
} from './encoders.ts';
import { deriveFieldKeys } from './field-keys.ts';
import { Identifier } from './identifier.ts';

/** Rows with identifiers, and what their columns are. */
export interface IdentitySource {
  readonly workbench: Workbench;
  readonly keys: Keys;
  /** A DuckDB SELECT with the record id (text, one a row) and every column that `roles` names, of any type. */
  readonly relation: string;
  /** The column of `relation` that holds the record id; default `record_id`. */
  readonly recordId?: string;
  /** The same rows, record ids not needed, where that is cheaper to read again and again; default `relation`. */
  readonly values?: string;
  /** Which columns play a role. Several columns of one role are joined by a blank (house number and street). */
  readonly roles: ReadonlyMap<Role, readonly string[]>;
  readonly agency: string;
  readonly dataset: string;
  readonly period: string;
  /** Names the numbering that local ids belong to; default `agency/dataset`. */
  readonly localIdScope?: string;
  /** An agency's codes → shared codes, applied before the role's own rule; only `sex` has use for it. */
  readonly codes?: ReadonlyMap<Role, Readonly<Record<string, string>>>;
  /** Begins the names of the tables made in the workbench, so that one workbench can serve several sources. */
  readonly scratch: string;
}

export interface Identities {
  /**
   * A DuckDB SELECT of `IDENTITY_COLUMNS`, ordered by `record_id`: give it to `Workbench.saveParquet`, or make a
   * table of it. It reads tables of the workbench and is good for as long as that lives.
   */
  readonly select: string;
  /** Rows in which a role has a value that counts (no placeholder), by role. */
  readonly present: ReadonlyMap<Role, number>;
}

/**
 * Makes identities of rows: what `separate` does with a delivery, and `tributary link` with any file. Each distinct
 * value is normalised and keyed once; memory does not grow with the rows.
 */
export async function identitiesFrom(source: IdentitySource): Promise<Identities> {
  const keys = await deriveFieldKeys(source.keys);
  const encoders = new Map<EncodedRole, Encoder>();
  const present = new Map<Role, number>();
  for (const role of ENCODED_ROLES) {
    const columns = source.roles.get(role) ?? [];
    if (columns.length === 0) continue;
    const encoder = encoderOf(role, keys, source.localIdScope ?? `${source.agency}/${source.dataset}`);
    const codes = source.codes?.get(role);
    encoders.set(role, encoder);
    const rows = await mapDistinctValues({
      workbench: source.workbench,
      relation: source.values ?? source.relation,
      value: textOf(columns),
      table: tableOf(source, role),
      columns: encoder.columns.map((name) => ({ name, type: 'bigint' })),
      map: (identifier) => encoder.encode(codes === undefined ? identifier : recoded(identifier, codes)),
    });
    present.set(role, rows);
  }
  return { select: selectIdentities(source, encoders, keys.version), present };
}

/** The value of a role as text: its columns joined by a blank, null where nothing stands in them. */
export function textOf(columns: readonly string[]): string {
  const texts = columns.map((name) => `CAST(${quoteName(name)} AS varchar)`);
  return `nullif(trim(concat_ws(' ', ${texts.join(', ')})), '')`;
}

// One row a record: every column is the first value that some role's mapping has for it.
function selectIdentities(
  source: IdentitySource,
  encoders: ReadonlyMap<EncodedRole, Encoder>,
  version: string,
): string {
  const literals: Readonly<Record<string, string>> = {
    record_id: 'raws.record_id',
    agency: quoteText(source.agency),
    dataset: quoteText(source.dataset),
    period: quoteText(source.period),
    key_version: quoteText(version),
  };
  const encoded = new Set<string>([...TOKEN_FIELDS.map(([name]) => name), ...BLOOM_FIELDS.flatMap(wordsOf)]);
  const columns = IDENTITY_COLUMNS.map(({ name, type }) => {
    const value = encoded.has(name) ? firstOf(name as EncodedColumn, encoders) : (literals[name] ?? 'NULL');
    return `CAST(${value} AS ${type}) AS ${quoteName(name)}`;
  });
  const roles = [...encoders.keys()];
  const recordId = `CAST(${quoteName(source.recordId ?? 'record_id')} AS varchar) AS record_id`;
  const raws = roles.map((role) => `${textOf(source.roles.get(role) ?? [])} AS ${quoteName(role)}`);
  const joins = roles.map(
    (role) =>
      `LEFT JOIN ${quoteName(tableOf(source, role))} AS ${quoteName(`of_${role}`)} ON ${quoteName(`of_${role}`)}.raw = raws.${quoteName(role)}`,
  );
  return [
    `SELECT ${columns.join(', ')}`,
    `FROM (SELECT ${[recordId, ...raws].join(', ')} FROM (${source.relation})) AS raws`,
    ...joins,
    'ORDER BY record_id',
  ].join('\n');
}

function firstOf(column: EncodedColumn, encoders: ReadonlyMap<EncodedRole, Encoder>): string {
  const sources = rolesFilling(column, encoders).map(
    (role) => `${quoteName(`of_${role}`)}.${quoteName(column)}`,
  );
  return sources.length === 0 ? 'NULL' : `coalesce(${sources.join(', ')})`;
}

function tableOf({ scratch }: IdentitySource, role: Role): string {
  return `${scratch}_${role}`;
}

function recoded(identifier: Identifier, codes: Readonly<Record<string, string>>): Identifier {
  const raw = identifier.reveal();
  return Object.hasOwn(codes, raw) ? new Identifier(codes[raw] ?? raw) : identifier;
}
