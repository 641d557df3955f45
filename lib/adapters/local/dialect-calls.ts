import { CASTS, castSql } from './dialect-casts.ts';
import { StatementRefused } from './dialect-errors.ts';
import { FUNCTIONS } from './dialect-functions.ts';
import { EXTRACT_FIELDS } from './dialect-functions-dates.ts';
import { type CallArgument, macroName } from './dialect-rule.ts';
import { isSymbol, isWord, nameOf, type SqlToken } from './dialect-tokens.ts';

/** Keywords that a bracket may follow without making a call. */
const NO_CALL: ReadonlySet<string> = new Set(
  `select distinct all from where group by having order limit offset on using in not and or exists between like escape
  case when then else values as over partition sets rollup cube lateral join union except intersect with recursive any some
  is null`.split(/\s+/),
);

/** Words after which a name is no alias, so that a bracket behind it makes a call. */
const BEFORE_EXPRESSION: ReadonlySet<string> = new Set(
  `select distinct all where by having limit offset on in not and or between like escape case when then else from join lateral is
  rows range preceding`.split(/\s+/),
);

/** Translates the calls and casts of one statement; everything else stands as it is. */
export class CallTranslator {
  readonly #statement: string;

  constructor(statement: string) {
    this.#statement = statement;
  }

  /** @throws StatementRefused where a call has no rule or does not keep to it */
  translate(tokens: readonly SqlToken[]): string {
    let sql = '';
    for (let at = 0; at < tokens.length; at += 1) {
      const token = tokens[at];
      const open = nextSignificant(tokens, at);
      if (token === undefined || !isSymbol(tokens[open], '(') || !isCall(tokens, at, open)) {
        sql += this.#plain(token);
        continue;
      }
      const close = closing(tokens, open);
      sql += this.#call(nameOf(token), tokens.slice(open + 1, close));
      at = close;
    }
    return sql;
  }

  #plain(token: SqlToken | undefined): string {
    if (isSymbol(token, '->', '=>', '?')) {
      throw new StatementRefused(
        this.#statement,
        `"${token?.text}" outside of a function's argument`,
        'use it in a lambda only',
      );
    }
    return token?.text ?? '';
  }

  #call(name: string, inside: readonly SqlToken[]): string {
    if (name === 'cast' || name === 'try_cast') return this.#cast(inside, name === 'try_cast');
    if (name === 'extract') return this.#extract(inside);
    const rule = Object.hasOwn(FUNCTIONS, name) ? FUNCTIONS[name] : undefined;
    if (rule === undefined) {
      throw new StatementRefused(
        this.#statement,
        `the function ${name}`,
        'it was never compared; use one that was',
      );
    }
    switch (rule.kind) {
      case 'refused':
        throw new StatementRefused(this.#statement, `the function ${name}`, rule.remedy);
      case 'alike':
        return `${name}(${this.translate(this.#ordered(name, inside))})`;
      case 'renamed':
        return `${rule.to}(${this.translate(inside)})`;
      case 'macro':
        return `${macroName(name)}(${this.translate(inside)})`;
      case 'rewritten': {
        const rewritten = rule.rewrite(split(inside).map((argument) => this.#argument(argument)));
        if (rewritten === undefined)
          throw new StatementRefused(this.#statement, `the function ${name}`, rule.unless);
        return rewritten;
      }
    }
  }

  /** A list made of rows has the order in which they were read, unless it says which. */
  #ordered(name: string, inside: readonly SqlToken[]): readonly SqlToken[] {
    if (name === 'array_agg' && !inside.some((token) => isWord(token, 'order'))) {
      throw new StatementRefused(
        this.#statement,
        'array_agg without an order',
        'write array_agg(x ORDER BY x)',
      );
    }
    return inside;
  }

  #argument(tokens: readonly SqlToken[]): CallArgument {
    const meant = tokens.filter(({ kind }) => kind !== 'space');
    const arrow = topLevel(tokens, (token) => isSymbol(token, '->'));
    const [only] = meant;
    if (arrow >= 0) return this.#lambda(tokens.slice(0, arrow), tokens.slice(arrow + 1));
    if (only?.kind === 'text' && meant.length === 1) {
      return { sql: only.text, literal: only.text.slice(1, -1).replaceAll("''", "'") };
    }
    return { sql: this.translate(tokens).trim() };
  }

  #lambda(head: readonly SqlToken[], tail: readonly SqlToken[]): CallArgument {
    const parameters = head.filter(({ kind }) => kind === 'word').map(nameOf);
    const body = this.translate(tail).trim();
    return { sql: `lambda ${parameters.join(', ')}: ${body}`, lambda: { parameters, body } };
  }

  #cast(inside: readonly SqlToken[], attempt: boolean): string {
    const as = topLevel(inside, (token) => isWord(token, 'as'));
    const value = this.translate(inside.slice(0, as)).trim();
    const type = inside.slice(as + 1).filter(({ kind }) => kind !== 'space');
    const name = as < 0 || type[0] === undefined ? '' : nameOf(type[0]);
    const parameters = type
      .slice(1)
      .map(({ text }) => text)
      .join('');
    const list = elementOf(type);
    if (list !== undefined) return `${attempt ? 'TRY_CAST' : 'CAST'}(${value} AS ${list})`;
    const fits = name === 'decimal' ? /^\(\d+,\d+\)$/.test(parameters) : parameters === '';
    if (!Object.hasOwn(CASTS, name) || !fits) {
      throw new StatementRefused(
        this.#statement,
        `a cast to ${type.map(({ text }) => text).join('')}`,
        'cast to varchar, bigint, integer, boolean, date, double, decimal(p,s), or an array of one of these',
      );
    }
    // A window is worked out once for each time that a macro names its argument; texts seldom come from one.
    const windowed = inside.some((token) => isWord(token, 'over'));
    return windowed
      ? `${attempt ? 'TRY_CAST' : 'CAST'}(${value} AS ${name}${parameters})`
      : castSql(name, parameters, value, attempt);
  }

  #extract(inside: readonly SqlToken[]): string {
    const from = topLevel(inside, (token) => isWord(token, 'from'));
    const [field] = inside.filter(({ kind }) => kind !== 'space');
    const name = field === undefined ? '' : nameOf(field);
    if (from < 0 || !EXTRACT_FIELDS.has(name)) {
      throw new StatementRefused(
        this.#statement,
        `extract(${name} …)`,
        `take one of ${[...EXTRACT_FIELDS].join(', ')}`,
      );
    }
    return this.#call(name, inside.slice(from + 1));
  }
}

/** A word before a bracket is a call, unless it is a keyword or names a table's columns (`AS t(a)`, `WITH t(a) AS`). */
function isCall(tokens: readonly SqlToken[], at: number, open: number): boolean {
  const token = tokens[at];
  if (token === undefined || (token.kind !== 'word' && token.kind !== 'name')) return false;
  if (token.kind === 'word' && NO_CALL.has(nameOf(token))) return false;
  const before = tokens.slice(0, at).findLast(({ kind }) => kind !== 'space');
  if (isSymbol(before, ')') || before?.kind === 'name') return false;
  if (before?.kind === 'word' && !BEFORE_EXPRESSION.has(nameOf(before))) return false;
  const close = closing(tokens, open);
  const as = nextSignificant(tokens, close);
  return !(isWord(tokens[as], 'as') && isSymbol(tokens[nextSignificant(tokens, as)], '('));
}

function nextSignificant(tokens: readonly SqlToken[], at: number): number {
  let next = at + 1;
  while (tokens[next]?.kind === 'space') next += 1;
  return next;
}

function closing(tokens: readonly SqlToken[], open: number): number {
  let depth = 0;
  for (let at = open; at < tokens.length; at += 1) {
    if (isSymbol(tokens[at], '(', '[')) depth += 1;
    if (isSymbol(tokens[at], ')', ']')) depth -= 1;
    if (depth === 0) return at;
  }
  return tokens.length;
}

/** The place of the first token outside of all brackets that fits, or -1. */
function topLevel(tokens: readonly SqlToken[], fits: (token: SqlToken) => boolean, from = 0): number {
  let depth = 0;
  for (let at = from; at < tokens.length; at += 1) {
    const token = tokens[at];
    if (token === undefined) continue;
    if (isSymbol(token, '(', '[')) depth += 1;
    if (isSymbol(token, ')', ']')) depth -= 1;
    if (depth === 0 && fits(token)) return at;
  }
  return -1;
}

function split(inside: readonly SqlToken[]): readonly (readonly SqlToken[])[] {
  if (inside.every(({ kind }) => kind === 'space')) return [];
  const parts: (readonly SqlToken[])[] = [];
  for (let from = 0; ; ) {
    const comma = topLevel(inside, (token) => isSymbol(token, ','), from);
    if (comma < 0) return [...parts, inside.slice(from)];
    parts.push(inside.slice(from, comma));
    from = comma + 1;
  }
}

/** `bigint[]` of `array(bigint)`. */
function elementOf(type: readonly SqlToken[]): string | undefined {
  const [array, open, element, close, ...more] = type;
  if (!isWord(array, 'array') || !isSymbol(open, '(') || !isSymbol(close, ')') || more.length > 0)
    return undefined;
  const name = element === undefined ? '' : nameOf(element);
  return Object.hasOwn(CASTS, name) && name !== 'decimal' ? `${CASTS[name]?.type}[]` : undefined;
}
