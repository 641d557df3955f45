import { type SqlToken, sqlTokens } from './sql-tokens.ts';

/** A name in a query, and where it stands. */
export interface NameUse {
  readonly name: string;
  readonly offset: number;
}

/** What a query asks for, as far as that can be told without understanding all of SQL. */
export interface QueryNames {
  /** Tables after FROM and JOIN that are not named by a WITH of the query itself. */
  readonly tables: readonly NameUse[];
  /** `alias.column`: the column, and every table that the alias stands for somewhere; undefined: something else, too. */
  readonly qualified: readonly (NameUse & { readonly tables: readonly (string | undefined)[] })[];
  /** Names that stand alone where a column could, and that the query does not define. */
  readonly bare: readonly NameUse[];
  /** Texts that the column `period` is asked to equal, where no other thing is called so. */
  readonly periods: readonly NameUse[];
  /** `{{…}}` */
  readonly placeholders: readonly NameUse[];
}

/** Words after which a table's alias cannot be. */
const AFTER_TABLE = new Set(
  'on using where group order having limit offset fetch union except intersect join left right full inner cross natural tablesample window as and or when then else end set select from with match_recognize for'.split(
    ' ',
  ),
);

/** Finds the names in a query in Athena's dialect. Forgiving: what it does not understand, it leaves out. */
export function queryNames(sql: string): QueryNames {
  const tokens = sqlTokens(sql);
  const defined = namesDefined(tokens);
  const references = tableReferences(tokens, defined.tables);
  const bindings = new Map<string, (string | undefined)[]>();
  for (const { alias, table } of references) {
    bindings.set(alias, [...(bindings.get(alias) ?? []), table]);
  }
  for (const { name } of aliasesOfSubqueries(tokens))
    bindings.set(name, [...(bindings.get(name) ?? []), undefined]);
  return {
    tables: references.flatMap(({ table, offset }) => (table === undefined ? [] : [{ name: table, offset }])),
    qualified: qualifiedColumns(tokens, bindings),
    bare: bareNames(tokens).filter(({ name }) => !defined.columns.has(name) && !bindings.has(name)),
    periods: defined.columns.has('period') ? [] : periodsAsked(tokens),
    placeholders: tokens.flatMap(({ kind, text, offset }) =>
      kind === 'placeholder' ? [{ name: text, offset }] : [],
    ),
  };
}

function isSign(token: SqlToken | undefined, text: string): boolean {
  return token?.kind === 'sign' && token.text === text;
}

function isWord(token: SqlToken | undefined, text: string): boolean {
  return token?.kind === 'name' && !token.quoted && token.text === text;
}

/** Names that the query gives itself: of tables by WITH, of columns by AS, by an alias without AS, by a lambda. */
function namesDefined(tokens: readonly SqlToken[]): {
  readonly tables: ReadonlySet<string>;
  readonly columns: ReadonlySet<string>;
} {
  const tables = new Set<string>();
  const columns = new Set<string>();
  for (const [index, token] of tokens.entries()) {
    if (token.kind !== 'name') continue;
    const before = tokens[index - 1];
    const after = tokens[index + 1];
    // `name AS (` and `name (a, b) AS (` are tables of a WITH (or windows, which are no columns either).
    const list = isSign(after, '(') ? closing(tokens, index + 1) : index;
    if (isWord(tokens[list + 1], 'as') && isSign(tokens[list + 2], '(')) {
      tables.add(token.text);
      for (const { text, kind } of tokens.slice(index + 2, list)) if (kind === 'name') columns.add(text);
    }
    const endsExpression =
      before !== undefined && (before.kind !== 'sign' || isSign(before, ')') || isSign(before, ']'));
    if (isWord(before, 'as') || (endsExpression && !KEYWORDS.has(before.text))) {
      columns.add(token.text);
      if (isSign(after, '(')) {
        for (const { text, kind } of tokens.slice(index + 2, closing(tokens, index + 1)))
          if (kind === 'name') columns.add(text);
      }
    }
    if (isWord(before, 'end')) columns.add(token.text);
    if (isSign(after, '->')) columns.add(token.text);
  }
  for (const [index, token] of tokens.entries()) {
    if (!isSign(token, '->') || !isSign(tokens[index - 1], ')')) continue;
    for (let at = index - 2; at >= 0 && !isSign(tokens[at], '('); at--) {
      const name = tokens[at];
      if (name?.kind === 'name') columns.add(name.text);
    }
  }
  return { tables, columns };
}

/** The index of the bracket that closes the one at `open`; the last token's where none does. */
function closing(tokens: readonly SqlToken[], open: number): number {
  let depth = 0;
  for (let index = open; index < tokens.length; index++) {
    if (isSign(tokens[index], '(')) depth++;
    if (isSign(tokens[index], ')') && --depth === 0) return index;
  }
  return tokens.length - 1;
}

interface TableReference {
  readonly alias: string;
  /** Undefined for a table of the query's own WITH, or one of another database. */
  readonly table: string | undefined;
  readonly offset: number;
}

/** What follows FROM, JOIN and the commas of FROM. */
function tableReferences(tokens: readonly SqlToken[], own: ReadonlySet<string>): readonly TableReference[] {
  const references: TableReference[] = [];
  // One entry an open bracket: whether a SELECT was seen in it, so that FROM of extract(… FROM …) does not count,
  // and whether a list of tables is being read.
  const levels = [{ selecting: false, listing: false }];
  for (const [index, token] of tokens.entries()) {
    const level = levels.at(-1) ?? { selecting: false, listing: false };
    if (isSign(token, '(')) levels.push({ selecting: false, listing: false });
    else if (isSign(token, ')')) levels.length > 1 && levels.pop();
    else if (isWord(token, 'select')) level.selecting = true;
    const from = isWord(token, 'from') && level.selecting && !isWord(tokens[index - 1], 'distinct');
    if (from) level.listing = true;
    else if (token.kind === 'name' && !token.quoted && ENDS_TABLES.has(token.text)) level.listing = false;
    const next = from || isWord(token, 'join') || (isSign(token, ',') && level.listing);
    const reference = next ? tableAt(tokens, index + 1, own) : undefined;
    if (reference !== undefined) references.push(reference);
  }
  return references;
}

const ENDS_TABLES = new Set(
  'where group order having limit offset fetch union except intersect window select on using'.split(' '),
);
const NO_TABLE = new Set(['unnest', 'lateral', 'table', 'values', 'select']);

function tableAt(
  tokens: readonly SqlToken[],
  index: number,
  own: ReadonlySet<string>,
): TableReference | undefined {
  const first = tokens[index];
  if (first?.kind !== 'name' || (!first.quoted && NO_TABLE.has(first.text)) || isSign(tokens[index + 1], '('))
    return undefined;
  let last = index;
  while (isSign(tokens[last + 1], '.') && tokens[last + 2]?.kind === 'name') last += 2;
  const table = tokens[last]?.text ?? first.text;
  const elsewhere = last > index || own.has(first.text);
  const aliasAt = isWord(tokens[last + 1], 'as') ? last + 2 : last + 1;
  const alias = tokens[aliasAt];
  const hasAlias = alias?.kind === 'name' && (alias.quoted || !AFTER_TABLE.has(alias.text));
  return { alias: hasAlias ? alias.text : table, table: elsewhere ? undefined : table, offset: first.offset };
}

/** `) name` and `) AS name`: what a subquery, a list of values or an UNNEST is called. */
function aliasesOfSubqueries(tokens: readonly SqlToken[]): readonly NameUse[] {
  return tokens.flatMap((token, index) => {
    const before = isWord(tokens[index - 1], 'as') ? tokens[index - 2] : tokens[index - 1];
    const named =
      token.kind === 'name' && isSign(before, ')') && (token.quoted || !AFTER_TABLE.has(token.text));
    return named ? [{ name: token.text, offset: token.offset }] : [];
  });
}

function qualifiedColumns(
  tokens: readonly SqlToken[],
  bindings: ReadonlyMap<string, readonly (string | undefined)[]>,
): QueryNames['qualified'] {
  return tokens.flatMap((token, index) => {
    const column = tokens[index + 2];
    const chained =
      isSign(tokens[index - 1], '.') || isSign(tokens[index + 3], '.') || isSign(tokens[index + 3], '(');
    if (token.kind !== 'name' || !isSign(tokens[index + 1], '.') || column?.kind !== 'name' || chained)
      return [];
    const tables = bindings.get(token.text);
    return tables === undefined ? [] : [{ name: column.text, offset: column.offset, tables }];
  });
}

/** `period = '…'` and `period IN ('…', '…')`. */
function periodsAsked(tokens: readonly SqlToken[]): readonly NameUse[] {
  return tokens.flatMap((token, index) => {
    if (token.kind !== 'name' || token.text !== 'period') return [];
    const listed = isWord(tokens[index + 1], 'in') && isSign(tokens[index + 2], '(');
    const asked = isSign(tokens[index + 1], '=')
      ? tokens.slice(index + 2, index + 3)
      : listed
        ? tokens.slice(index + 3, closing(tokens, index + 2))
        : [];
    return asked.flatMap(({ kind, text, offset }) =>
      kind === 'text' ? [{ name: text.slice(1, -1), offset }] : [],
    );
  });
}

function bareNames(tokens: readonly SqlToken[]): readonly NameUse[] {
  return tokens.flatMap((token, index) => {
    const part =
      isSign(tokens[index - 1], '.') || isSign(tokens[index + 1], '.') || isSign(tokens[index + 1], '(');
    const column = token.kind === 'name' && !part && (token.quoted || !KEYWORDS.has(token.text));
    return column ? [{ name: token.text, offset: token.offset }] : [];
  });
}

/** Words that are no names of columns where they stand bare: Trino's reserved words and the usual others. */
const KEYWORDS: ReadonlySet<string> = new Set(
  `all and any array as asc at between bigint boolean both by case cast cross cube current current_date current_time
  current_timestamp date day decimal desc distinct double else end escape except exists extract false fetch filter first
  following for from full group grouping having hour if ignore in inner integer intersect interval into is join last
  lateral leading left like limit localtime localtimestamp map minute month natural next no not null nulls nullif of
  offset on only or order outer over partition preceding quarter range real recursive respect right rollup row rows
  second select set sets smallint some symmetric table tablesample then ties time timestamp tinyint to trailing true
  try_cast unbounded union unnest using values varbinary varchar week when where window with within without year zone`.split(
    /\s+/,
  ),
);
