import { parseCreateTable, parseSelect } from '../../lib/adapters/local/dialect-statement.ts';
import { isWord, type SqlToken } from '../../lib/adapters/local/dialect-tokens.ts';
import type { TableDefinition } from '../../lib/ports/catalogue.ts';
import type { QueryEngine, SqlRow, Statement } from '../../lib/ports/query-engine.ts';
import { quoteName, quoteTable } from '../../lib/sql/quote.ts';
import { spell } from './answers.ts';
import { type Traits, TraitsOfTables } from './traits.ts';
import { TrinoTables, type TrinoTablesSettings } from './trino-tables.ts';
import { isView, showOnTrino } from './twin-views.ts';

export interface TwinSettings extends TrinoTablesSettings {
  /** The engine under test, whose answers the caller gets. */
  readonly engine: QueryEngine;
}

/** One statement that both engines ran. */
export interface Comparison {
  readonly statement: string;
  /** What it does: makes a table, answers, or shows a view. */
  readonly kind: 'table' | 'answer' | 'view';
  readonly sql: string;
  readonly rows: number;
  /** Values in the rows that are NULL. */
  readonly nulls: number;
  /** What the tables that it reads hold. */
  readonly read: Traits;
  /** What differs, for a reader; undefined where the engines agree. */
  readonly difference: string | undefined;
}

/**
 * Runs each statement on the engine under test and, over the same Parquet, on Trino, and notes whether the rows are
 * the same. Each statement reads what the engine under test made before, so that a difference shows once, where it
 * arises. The statement reaches Trino word for word, but for the name and the place of a table that it makes.
 */
export class TwinEngine implements QueryEngine {
  readonly comparisons: Comparison[] = [];
  readonly #settings: TwinSettings;
  readonly #tables: TrinoTables;
  readonly #traits: TraitsOfTables;

  constructor(settings: TwinSettings) {
    this.#settings = settings;
    this.#tables = new TrinoTables(settings);
    this.#traits = new TraitsOfTables(settings.catalogue, settings.engine);
  }

  async execute(statement: Statement): Promise<void> {
    const { catalogue, engine, trino } = this.#settings;
    if (isView(statement)) {
      await engine.execute(statement);
      await showOnTrino(statement, this.#tables, trino);
      return;
    }
    const { table, select } = parseCreateTable(statement);
    const database = table.database ?? statement.database;
    await this.#tables.declareMentioned(statement.database, select);
    const read = await this.#traits.of(statement.database, select);
    await engine.execute(statement);
    const made = await catalogue.find(database, table.name);
    if (made === undefined) throw new TypeError(`"${statement.name}" declared no table.`);
    await this.#tables.declare(made);
    const twin = await this.#make(made, select, statement.database);
    await this.#compareTables(statement, read, made, twin);
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
    await this.#tables.declareMentioned(statement.database, tokens);
    const answer = await this.#settings.trino.query(statement.sql.replace(/;\s*$/, ''), statement.database);
    const theirs = answer.rows.map((row) => row.map(spell).join(' | '));
    const ours = rows.map((row) => Object.values(row).map(spell).join(' | '));
    const ordered = isOrdered(tokens);
    this.comparisons.push({
      ...said(statement),
      kind: 'answer',
      rows: rows.length,
      nulls: rows.flatMap((row) => Object.values(row)).filter((value) => value === null).length,
      read: await this.#traits.of(statement.database, tokens),
      difference: firstDifference(ordered ? ours : ours.toSorted(), ordered ? theirs : theirs.toSorted()),
    });
  }

  async #compareTables(
    statement: Statement,
    read: Traits,
    made: TableDefinition,
    twin: TableDefinition,
  ): Promise<void> {
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
    const filled = made.columns.map(({ name }) => `count(${quoteName(name)})`).join(' + ');
    const [counts] = (
      await trino.query(
        `SELECT count(*), count(*) * ${made.columns.length} - (${filled}) FROM (${ours}) AS t`,
      )
    ).rows;
    const only = (side: string, some: string | undefined, other: string | undefined) =>
      `SELECT '${side}' AS side, * FROM (${some} EXCEPT ALL ${other} LIMIT 3) AS d`;
    const extra = await trino.query(
      `${only('only here', ours, theirs)} UNION ALL ${only('only in Trino', theirs, ours)}`,
    );
    const differing = [
      ...(ourTypes === theirTypes ? [] : [`columns: ${ourTypes}; Trino: ${theirTypes}`]),
      ...extra.rows.map(([side, ...row]) => `${side}: ${row.map(spell).join(' | ')}`),
    ];
    this.comparisons.push({
      ...said(statement),
      kind: 'table',
      rows: Number(counts?.[0]),
      nulls: Number(counts?.[1]),
      read,
      difference: differing.length === 0 ? undefined : differing.join('\n'),
    });
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
    await this.#tables.schema(twin.database);
    await trino.query(`DROP TABLE IF EXISTS ${quoteTable(twin)}`);
    await trino.query(`CREATE TABLE ${quoteTable(twin)} WITH (format = 'PARQUET') AS ${sql}`, database);
    return twin;
  }
}

function said({ name, sql }: Statement): Pick<Comparison, 'statement' | 'sql'> {
  return { statement: name, sql };
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

export function firstDifference(ours: readonly string[], theirs: readonly string[]): string | undefined {
  if (ours.length !== theirs.length) return `${ours.length} rows; Trino: ${theirs.length}`;
  const at = ours.findIndex((row, place) => row !== theirs[place]);
  return at < 0 ? undefined : `row ${at + 1}: ${ours[at]}\nTrino: ${theirs[at]}`;
}
