import { mentionedTables } from '../../lib/adapters/local/dialect-statement.ts';
import type { SqlToken } from '../../lib/adapters/local/dialect-tokens.ts';
import type { Catalogue, TableDefinition } from '../../lib/ports/catalogue.ts';
import type { QueryEngine } from '../../lib/ports/query-engine.ts';
import { quoteName, quoteTable } from '../../lib/sql/quote.ts';

/** What makes data awkward: where engines differ, they differ over these. Counts of columns. */
export interface Traits {
  readonly columns: number;
  /** Columns with a NULL in some row. */
  readonly nulls: number;
  /** Columns with one value in several rows, so that an order or a choice by them alone decides nothing. */
  readonly ties: number;
}

export const NO_TRAITS: Traits = { columns: 0, nulls: 0, ties: 0 };

/** Knows of every table what it holds; each is looked at once. */
export class TraitsOfTables {
  readonly #catalogue: Catalogue;
  readonly #engine: QueryEngine;
  readonly #known = new Map<string, Promise<Traits>>();

  constructor(catalogue: Catalogue, engine: QueryEngine) {
    this.#catalogue = catalogue;
    this.#engine = engine;
  }

  /** Of all tables that the tokens name, added up. */
  async of(database: string, tokens: readonly SqlToken[]): Promise<Traits> {
    const tables = await Promise.all(
      mentionedTables(tokens)
        .map((named) => ({ database, ...named }))
        .filter(({ database: schema, name }) => PLAIN.test(schema) && PLAIN.test(name))
        .map(({ database: schema, name }) => this.#catalogue.find(schema, name)),
    );
    const found = new Map(tables.flatMap((table) => (table ? [[quoteTable(table), table]] : [])));
    const traits = await Promise.all([...found.values()].map((table) => this.#ofTable(table)));
    return traits.reduce(
      (sum, { columns, nulls, ties }) => ({
        columns: sum.columns + columns,
        nulls: sum.nulls + nulls,
        ties: sum.ties + ties,
      }),
      NO_TRAITS,
    );
  }

  #ofTable(table: TableDefinition): Promise<Traits> {
    const key = `${quoteTable(table)} ${table.path}`;
    const known = this.#known.get(key) ?? this.#measure(table);
    this.#known.set(key, known);
    return known;
  }

  async #measure(table: TableDefinition): Promise<Traits> {
    const counts = table.columns.map(
      ({ name }, at) => `count(${quoteName(name)}) AS n${at}, count(DISTINCT ${quoteName(name)}) AS d${at}`,
    );
    const [row = {}] = await this.#engine.query({
      name: 'traits',
      sql: `SELECT count(*) AS n, ${counts.join(', ')} FROM ${quoteTable(table)}`,
      database: table.database,
    });
    const of = (name: string) => Number(row[name]);
    const columns = table.columns.map((_, at) => ({ filled: of(`n${at}`), distinct: of(`d${at}`) }));
    return {
      columns: columns.length,
      nulls: columns.filter(({ filled }) => filled < of('n')).length,
      ties: columns.filter(({ filled, distinct }) => distinct < filled).length,
    };
  }
}

/** Names that a catalogue can hold. */
const PLAIN = /^[a-z0-9_-]+$/;
