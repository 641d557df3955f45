import { rm } from 'node:fs/promises';
import { parseCreateTable, parseSelect } from '../../lib/adapters/local/dialect-statement.ts';
import type { SqlToken } from '../../lib/adapters/local/dialect-tokens.ts';
import { QueryFailed, TableExists } from '../../lib/errors/query-errors.ts';
import type { ColumnDefinition, SqlType } from '../../lib/ports/catalogue.ts';
import type { SharedZone } from '../../lib/ports/object-store.ts';
import type { QueryEngine, SqlRow, SqlValue, Statement } from '../../lib/ports/query-engine.ts';
import { quoteTable, quoteText } from '../../lib/sql/quote.ts';
import { type TrinoAnswer, TrinoFailed, type TrinoValue } from '../../scripts/trino/client.ts';
import { TrinoTables, type TrinoTablesSettings } from './trino-tables.ts';
import { isView, showOnTrino } from './twin-views.ts';

const BATCH = 1000;

/**
 * The query engine as Athena would be it: a real Trino server over the catalogue's Parquet. It stands in for Athena
 * where the suite asks whether the port's promises can be kept there.
 */
export class TrinoEngine implements QueryEngine {
  readonly #settings: TrinoTablesSettings;
  readonly #tables: TrinoTables;

  constructor(settings: TrinoTablesSettings) {
    this.#settings = settings;
    this.#tables = new TrinoTables(settings);
  }

  async execute(statement: Statement): Promise<void> {
    const { catalogue, folderOf, locationOf, trino } = this.#settings;
    if (isView(statement)) return showOnTrino(statement, this.#tables, trino);
    const { table, location, select } = parseCreateTable(statement);
    const made = { database: table.database ?? statement.database, name: table.name };
    if ((await catalogue.find(made.database, made.name)) !== undefined)
      throw new TableExists(made.database, made.name);
    const [, , , zone = '', ...segments] = location.split('/');
    const place = { zone: zone as SharedZone, path: segments.join('/') };
    await this.#tables.declareMentioned(statement.database, select);
    const query = select.map(({ text }) => text).join('');
    const { columns } = await this.#ask(statement, `SELECT * FROM (${query}) AS described LIMIT 0`);
    await rm(folderOf(place.zone, place.path), { recursive: true, force: true });
    await this.#tables.schema(made.database);
    await this.#ask(statement, `DROP TABLE IF EXISTS ${quoteTable(made)}`);
    const at = quoteText(locationOf(place.zone, place.path));
    const create = `CREATE TABLE ${quoteTable(made)} WITH (format = 'PARQUET', external_location = ${at}) AS ${query}`;
    // Without rows Trino makes no folder, and then misses it; declaring the table makes it.
    await this.#ask(statement, create).catch((error: unknown) => {
      if (!(error instanceof NoPlace)) throw error;
    });
    const definition = {
      ...made,
      ...place,
      columns: columns.map(({ name, type }) => ({ name, type: typeOf(type) })),
    };
    await this.#tables.declare(definition);
    await catalogue.declare(definition);
  }

  async query(statement: Statement): Promise<readonly SqlRow[]> {
    const tokens = parseSelect(statement);
    await this.#tables.declareMentioned(statement.database, tokens);
    const { columns, rows } = await this.#ask(statement, textOf(tokens));
    return rows.map((row) =>
      Object.fromEntries(columns.map(({ name }, at) => [name, plain(row[at] ?? null)])),
    );
  }

  async *stream(statement: Statement): AsyncIterable<readonly SqlRow[]> {
    const rows = await this.query(statement);
    for (let from = 0; from < rows.length; from += BATCH) yield rows.slice(from, from + BATCH);
  }

  async #ask(statement: Statement, sql: string): Promise<TrinoAnswer> {
    try {
      return await this.#settings.trino.query(sql, statement.database);
    } catch (error) {
      if (!(error instanceof TrinoFailed)) throw error;
      if (error.code === 'HIVE_METASTORE_ERROR' && error.message.includes('location does not exist'))
        throw new NoPlace();
      throw new QueryFailed(
        statement.name,
        error.code === 'INVALID_CAST_ARGUMENT'
          ? { kind: 'value' }
          : { kind: 'statement', detail: error.code },
      );
    }
  }
}

class NoPlace extends Error {}

function textOf(tokens: readonly SqlToken[]): string {
  return tokens.map(({ text }) => text).join('');
}

function typeOf(type: string): SqlType {
  const known = TYPES.get(type);
  if (known === undefined) throw new TypeError(`Trino made a column of ${type}.`);
  return known;
}

const TYPES: ReadonlyMap<string, SqlType> = new Map<string, ColumnDefinition['type']>([
  ['varchar', 'varchar'],
  ['bigint', 'bigint'],
  ['boolean', 'boolean'],
  ['date', 'date'],
  ['double', 'double'],
  ['decimal(18,4)', 'decimal'],
  ['decimal(18, 4)', 'decimal'],
]);

function plain(value: TrinoValue): SqlValue {
  return value !== null && typeof value === 'object' ? JSON.stringify(value) : value;
}
