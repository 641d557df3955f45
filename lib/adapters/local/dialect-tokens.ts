import { StatementUnreadable } from './dialect-errors.ts';

/**
 * `word` an unquoted name or keyword, `name` a quoted one, `text` a text literal, `number`, `symbol` an operator
 * or bracket, `space` white space or a comment.
 */
export type TokenKind = 'word' | 'name' | 'text' | 'number' | 'symbol' | 'space';

export interface SqlToken {
  readonly kind: TokenKind;
  /** As written, quotes included; a comment is a single blank. */
  readonly text: string;
}

/**
 * Each kind's shape, tried in order at one place. Comments do not nest in Trino (they do in DuckDB), so they are
 * taken out here. A number glued to letters (`1a`) falls apart as it does in Trino.
 */
const SHAPES: readonly (readonly [TokenKind, RegExp])[] = [
  ['space', /\s+|--[^\n]*|\/\*[\s\S]*?\*\//y],
  ['text', /'(?:[^']|'')*'/y],
  ['name', /"(?:[^"]|"")*"/y],
  ['number', /(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?/y],
  ['word', /[A-Za-z_][A-Za-z0-9_]*/y],
  ['symbol', /<>|!=|<=|>=|\|\||->|=>|[-+*/%=<>.,;()[\]?]/y],
];

/**
 * Cuts a statement of Athena's dialect into tokens; joined, they are the statement with its comments blanked.
 * @throws StatementUnreadable where a literal, name or comment does not end, or a sign is not of the dialect
 */
export function tokenize(statement: string, sql: string): readonly SqlToken[] {
  const tokens: SqlToken[] = [];
  let at = 0;
  while (at < sql.length) {
    const token = tokenAt(sql, at);
    if (token === undefined) throw new StatementUnreadable(statement, signAt(sql, at));
    at += token.text.length;
    const comment = token.kind === 'space' && token.text.trim() !== '';
    tokens.push(comment ? { kind: 'space', text: ' ' } : token);
  }
  return tokens;
}

function tokenAt(sql: string, at: number): SqlToken | undefined {
  for (const [kind, shape] of SHAPES) {
    shape.lastIndex = at;
    const [text] = shape.exec(sql) ?? [];
    if (text !== undefined && !(text === '/' && sql.startsWith('/*', at))) return { kind, text };
  }
  return undefined;
}

function signAt(sql: string, at: number): string {
  return sql.startsWith('/*', at) ? '/*' : String.fromCodePoint(sql.codePointAt(at) ?? 0);
}

/** The name that a token stands for: unquoted where it was quoted, lower-case where it was not. */
export function nameOf(token: SqlToken): string {
  return token.kind === 'name' ? token.text.slice(1, -1).replaceAll('""', '"') : token.text.toLowerCase();
}

/** Whether the token is this keyword, whatever its case. */
export function isWord(token: SqlToken | undefined, ...words: readonly string[]): boolean {
  return token?.kind === 'word' && words.includes(token.text.toLowerCase());
}

/** Whether the token is this operator or bracket. */
export function isSymbol(token: SqlToken | undefined, ...symbols: readonly string[]): boolean {
  return token?.kind === 'symbol' && symbols.includes(token.text);
}

/** The tokens that mean something. */
export function significant(tokens: readonly SqlToken[]): readonly SqlToken[] {
  return tokens.filter(({ kind }) => kind !== 'space');
}
