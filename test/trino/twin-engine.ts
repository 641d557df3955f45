import { mkdir } from 'node:fs/promises';
import {
  mentionedTables,
  parseCreateTable,
  parseSelect,
} from '../../lib/adapters/local/dialect-statement.ts';
import { isWord, type SqlToken } from '../../lib/adapters/local/dialect-tokens.ts';
import type { Catalogue, TableDefinition } from '../../lib/ports/catalogue.ts';
import type { SharedZone } from '../../lib/ports/object-store.ts';
import type { QueryEngine, SqlRow, Statement } from '../../lib/ports/query-engine.ts';
import { quoteName, quoteTable, quoteText, spellType } from '../../lib/sql/quote.ts';
import type { TrinoClient } from '../../scripts/trino/client.ts';
import { spell } from './answers.ts';

export interface TwinSettings {
  /** The engine under test, whose answers the caller gets. */
  readonly engine: QueryEngine;
  readonly catalogue: Catalogue;
  readonly trino: TrinoClient;
  readonly folderOf: (zone: SharedZone, path: string) => string;
  /** How Trino calls that folder. */
  readonly locationOf: (zone: SharedZone, path: string) => string;
}

/** One statement that both engines ran. */
export interface Comparison {
  readonly statement: string;
  readonly sql: string;
  readonly rows: number;
  /** What differs, for a reader; undefined where the engines agree. */
  readonly difference: string | undefined;
}

/**
 * Runs each statement on the engine under test and, over the same Parquet, on Trino, and notes whether the rows are
 * the same. Each statement reads what the engine under test made before, so that a difference shows once, where it
 * arises. The statement reaches Trino word for word, but for the name of a table that it makes, which Trino places by itself (it refuses a given place that is
 * there already, and makes none where there are no rows).
 */
export class TwinEngine implements QueryEngine {
  readonly comparisons: Comparison[] = [];
  readonly #settings: TwinSettings;
  readonly #schemas = new Set<string>();
  readonly #declared = new Map<string, string>();

  constructor(settings: TwinSettings) {
    this.#settings = settings;
  }

  async execute(statement: Statement): Promise<void> {
    const { catalogue, engine } = this.#settings;
    const { table, select } = parseCreateTable(statement);
    const database = table.database ?? statement.database;
    await this.#declareMentioned(statement, select);
    await engine.execute(statement);
    const made = await catalogue.find(database, table.name);
    if (made === undefined) throw new TypeError(`"${statement.name}" declared no table.`);
    await this.#declare(made);
    const twin = await this.#make(made, select, statement.database);
    await this.#compareTables(statement, made, twin);
  }

  async query(statement: Statement): Promise<readonly SqlRow[]> {
    const rows = await this.#settings.engine.query(statement);
    await this.#compareRows(statement, rows);
    return rows;
  }

  async *stream(statement: Statement): AsyncIterable<readonly SqlRow[]> {
    const rows: SqlRow[] = [];
    for await (const batch of this.#settings.engine.stream(statement)) {
      rows.push(...batch);
      yield batch;
    }
    await this.#compareRows(statement, rows);
  }

  async #compareRows(statement: Statement, rows: readonly SqlRow[]): Promise<void> {
    const tokens = parseSelect(statement);
    await this.#declareMentioned(statement, tokens);
    const answer = await this.#settings.trino.query(statement.sql.replace(/;\s*$/, ''), statement.database);
    const theirs = answer.rows.map((row) => row.map(spell).join(' | '));
    const ours = rows.map((row) => Object.values(row).map(spell).join(' | '));
    const ordered = isOrdered(tokens);
    this.#note(
      statement,
      rows.length,
      firstDifference(ordered ? ours : ours.toSorted(), ordered ? theirs : theirs.toSorted()),
    );
  }

  async #compareTables(statement: Statement, made: TableDefinition, twin: TableDefinition): Promise<void> {
    const columns = made.columns.map(({ name }) => quoteName(name)).join(', ');
    const [ours, theirs] = [made, twin].map((table) => `SELECT ${columns} FROM ${quoteTable(table)}`);
    const { trino } = this.#settings;
    const types = await Promise.all(
      [made, twin].map(
        async (table) => (await trino.query(`SELECT * FROM ${quoteTable(table)} LIMIT 0`)).columns,
      ),
    );
    const [ourTypes, theirTypes] = types.map((described) =>
      described.map(({ name, type }) => `${name} ${type}`).join(', '),
    );
    const [count] = (await trino.query(`SELECT count(*) FROM (${ours}) AS t`)).rows;
    const only = (side: string, some: string | undefined, other: string | undefined) =>
      `SELECT '${side}' AS side, * FROM (${some} EXCEPT ALL ${other} LIMIT 3) AS d`;
    const extra = await trino.query(
      `${only('only here', ours, theirs)} UNION ALL ${only('only in Trino', theirs, ours)}`,
    );
    const differing = [
      ...(ourTypes === theirTypes ? [] : [`columns: ${ourTypes}; Trino: ${theirTypes}`]),
      ...extra.rows.map(([side, ...row]) => `${side}: ${row.map(spell).join(' | ')}`),
    ];
    this.#note(statement, Number(count?.[0]), differing.length === 0 ? undefined : differing.join('\n'));
  }

  #note({ name, sql }: Statement, rows: number, difference: string | undefined): void {
    this.comparisons.push({ statement: name, sql, rows, difference });
  }

  /** Runs the statement's SELECT on Trino, into a table of its own beside ours. */
  async #make(
    made: TableDefinition,
    select: readonly SqlToken[],
    database: string,
  ): Promise<TableDefinition> {
    const { trino } = this.#settings;
    const twin = { ...made, database: `twin_${made.database}` };
    const sql = select.map(({ text }) => text).join('');
    await this.#schema(twin.database);
    await trino.query(`DROP TABLE IF EXISTS ${quoteTable(twin)}`);
    await trino.query(`CREATE TABLE ${quoteTable(twin)} WITH (format = 'PARQUET') AS ${sql}`, database);
    return twin;
  }

  async #declareMentioned(statement: Statement, tokens: readonly SqlToken[]): Promise<void> {
    const { catalogue } = this.#settings;
    await this.#schema(statement.database);
    for (const { database = statement.database, name } of mentionedTables(tokens)) {
      const table =
        /^[a-z0-9_-]+$/.test(database) && /^[a-z0-9_-]+$/.test(name)
          ? await catalogue.find(database, name)
          : undefined;
      if (table !== undefined) await this.#declare(table);
    }
  }

  async #schema(name: string): Promise<void> {
    if (!this.#schemas.has(name))
      await this.#settings.trino.query(`CREATE SCHEMA IF NOT EXISTS ${quoteName(name)}`);
    this.#schemas.add(name);
  }

  /** Tells Trino of a table of the catalogue, and of its partitions, which it does not look for by itself. */
  async #declare(table: TableDefinition): Promise<void> {
    const { trino, folderOf, locationOf } = this.#settings;
    const name = quoteTable(table);
    const definition = JSON.stringify(table);
    if (this.#declared.get(name) !== definition) {
      const partition =
        table.partition === undefined ? [] : [{ name: table.partition, type: 'varchar' as const }];
      const columns = [...table.columns, ...partition].map(
        (column) => `${quoteName(column.name)} ${spellType(column.type)}`,
      );
      const partitioned =
        table.partition === undefined ? '' : `, partitioned_by = ARRAY[${quoteText(table.partition)}]`;
      await mkdir(folderOf(table.zone, table.path), { recursive: true });
      await this.#schema(table.database);
      await trino.query(`DROP TABLE IF EXISTS ${name}`);
      await trino.query(
        `CREATE TABLE ${name} (${columns.join(', ')}) WITH (format = 'PARQUET', external_location = ${quoteText(locationOf(table.zone, table.path))}${partitioned})`,
      );
      this.#declared.set(name, definition);
    }
    if (table.partition !== undefined) {
      await trino.query(
        `CALL hive.system.sync_partition_metadata(${quoteText(table.database)}, ${quoteText(table.name)}, 'FULL')`,
      );
    }
  }
}

/** Whether the outermost query says in which order its rows come. */
function isOrdered(tokens: readonly SqlToken[]): boolean {
  let depth = 0;
  return tokens.some((token) => {
    if (token.text === '(') depth += 1;
    if (token.text === ')') depth -= 1;
    return depth === 0 && isWord(token, 'order');
  });
}

function firstDifference(ours: readonly string[], theirs: readonly string[]): string | undefined {
  if (ours.length !== theirs.length) return `${ours.length} rows; Trino: ${theirs.length}`;
  const at = ours.findIndex((row, place) => row !== theirs[place]);
  return at < 0 ? undefined : `row ${at + 1}: ${ours[at]}\nTrino: ${theirs[at]}`;
}
