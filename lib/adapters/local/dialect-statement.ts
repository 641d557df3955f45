import type { Statement } from '../../ports/query-engine.ts';
import { StatementKindRefused } from './dialect-errors.ts';
import { isSymbol, isWord, nameOf, type SqlToken, tokenize } from './dialect-tokens.ts';

/** A table as SQL names it; the database is missing where it is the statement's own. */
export interface TableName {
  readonly database?: string;
  readonly name: string;
}

/** CREATE TABLE name WITH (external_location = location) AS select. */
export interface CreateTable {
  readonly table: TableName;
  readonly location: string;
  readonly select: readonly SqlToken[];
}

/** The tokens of one SELECT (or WITH … SELECT). @throws StatementKindRefused, StatementUnreadable */
export function parseSelect(statement: Statement): readonly SqlToken[] {
  const tokens = tokenize(statement.name, statement.sql);
  return selectOf(statement, tokens, 'SELECT');
}

/**
 * Reads the shape that `lib/sql/create-table-as.ts` writes. Other properties than the format and the place are
 * refused, for each has its own meaning in Athena.
 * @throws StatementKindRefused, StatementUnreadable
 */
export function parseCreateTable(statement: Statement): CreateTable {
  const tokens = tokenize(statement.name, statement.sql);
  const head = new Head(statement, tokens);
  head.words('create', 'table');
  const first = head.name().toLowerCase();
  const table = head.trySymbol('.') ? { database: first, name: head.name().toLowerCase() } : { name: first };
  head.words('with');
  head.symbol('(');
  const properties = new Map<string, string>();
  do {
    const key = head.name();
    head.symbol('=');
    properties.set(key, head.text());
  } while (head.trySymbol(','));
  head.symbol(')');
  head.words('as');
  const location = properties.get('external_location');
  if (location === undefined || properties.get('format') !== 'PARQUET' || properties.size !== 2) {
    throw new StatementKindRefused(statement.name, 'CREATE TABLE AS');
  }
  return { table, location, select: selectOf(statement, head.rest(), 'CREATE TABLE AS') };
}

/**
 * The SELECT of CREATE OR REPLACE VIEW name AS select; undefined where the statement is another.
 * @throws StatementKindRefused, StatementUnreadable
 */
export function parseCreateView(statement: Statement): readonly SqlToken[] | undefined {
  const tokens = tokenize(statement.name, statement.sql);
  const words = tokens.filter(({ kind }) => kind !== 'space');
  if (!isWord(words[0], 'create') || !isWord(words[1], 'or')) return undefined;
  const head = new Head(statement, tokens);
  head.words('create', 'or', 'replace', 'view');
  head.name();
  if (head.trySymbol('.')) head.name();
  head.words('as');
  return selectOf(statement, head.rest(), 'CREATE TABLE AS');
}

/**
 * Every table that the tokens may name: pairs divided by a point, and single names that no bracket follows.
 * Columns and aliases are among them; who asks looks each up in the catalogue.
 */
export function mentionedTables(tokens: readonly SqlToken[]): readonly TableName[] {
  const words = tokens.filter(({ kind }) => kind !== 'space');
  const isName = (token: SqlToken | undefined) => token?.kind === 'word' || token?.kind === 'name';
  const found = new Map<string, TableName>();
  for (const [at, token] of words.entries()) {
    if (!isName(token) || isSymbol(words[at - 1], '.')) continue;
    const last = words[at + 2];
    const qualified = isSymbol(words[at + 1], '.') && last !== undefined && isName(last);
    // Athena's table names are lower-case, however they are quoted.
    const first = nameOf(token).toLowerCase();
    const table = qualified ? { database: first, name: nameOf(last).toLowerCase() } : { name: first };
    if (!isSymbol(words[at + 1], '(')) found.set(`${table.database ?? ''}.${table.name}`, table);
  }
  return [...found.values()];
}

/** One query without its closing semicolon; a second statement is refused. */
function selectOf(
  statement: Statement,
  tokens: readonly SqlToken[],
  expected: 'SELECT' | 'CREATE TABLE AS',
): readonly SqlToken[] {
  const end = tokens.findLastIndex(({ kind }) => kind !== 'space');
  const body = isSymbol(tokens[end], ';') ? tokens.slice(0, end) : tokens;
  const first = body.find((token) => token.kind !== 'space' && !isSymbol(token, '('));
  if (!isWord(first, 'select', 'with', 'values') || body.some((token) => isSymbol(token, ';'))) {
    throw new StatementKindRefused(statement.name, expected);
  }
  return body;
}

/** Reads the head of a statement token by token. */
class Head {
  readonly #statement: Statement;
  readonly #tokens: readonly SqlToken[];
  #at = 0;

  constructor(statement: Statement, tokens: readonly SqlToken[]) {
    this.#statement = statement;
    this.#tokens = tokens;
  }

  words(...words: readonly string[]): void {
    for (const word of words) if (!isWord(this.#take(), word)) this.#refuse();
  }

  name(): string {
    const token = this.#take();
    return token?.kind === 'word' || token?.kind === 'name' ? nameOf(token) : this.#refuse();
  }

  text(): string {
    const token = this.#take();
    return token?.kind === 'text' ? token.text.slice(1, -1).replaceAll("''", "'") : this.#refuse();
  }

  symbol(symbol: string): void {
    if (!this.trySymbol(symbol)) this.#refuse();
  }

  trySymbol(symbol: string): boolean {
    const before = this.#at;
    if (isSymbol(this.#take(), symbol)) return true;
    this.#at = before;
    return false;
  }

  rest(): readonly SqlToken[] {
    return this.#tokens.slice(this.#at);
  }

  #take(): SqlToken | undefined {
    while (this.#tokens[this.#at]?.kind === 'space') this.#at += 1;
    const token = this.#tokens[this.#at];
    this.#at += 1;
    return token;
  }

  #refuse(): never {
    throw new StatementKindRefused(this.#statement.name, 'CREATE TABLE AS');
  }
}
