import {
  parseCreateTable,
  parseSelect,
  type TableName,
} from '../../../lib/adapters/local/dialect-statement.ts';
import { isSymbol, isWord, nameOf, type SqlToken } from '../../../lib/adapters/local/dialect-tokens.ts';
import type { Statement } from '../../../lib/ports/query-engine.ts';
import { AthenaFailure } from './failure.ts';

export type Parsed = {
  /** Every table that it may read; names that it gives itself are among them. */
  readonly mentioned: readonly Required<TableName>[];
  /** What it selects. */
  readonly select: string;
} & (
  | { readonly kind: 'select' }
  | { readonly kind: 'create-table'; readonly made: Required<TableName>; readonly location: S3Place }
  | { readonly kind: 'create-view'; readonly made: Required<TableName> }
);

export interface S3Place {
  readonly bucket: string;
  /** Ends in a slash. */
  readonly prefix: string;
}

/** Reads a statement as far as Athena must know it before it plans: what kind, what it makes, what it may read. */
export function parseStatement(sql: string, database: string): Parsed {
  const statement: Statement = { name: 'query', sql, database };
  const view =
    /^\s*CREATE\s+OR\s+REPLACE\s+VIEW\s+(?:"?([a-z0-9_-]+)"?\s*\.\s*)?"?([a-z0-9_-]+)"?\s+AS\s+([\s\S]*)$/i.exec(
      sql,
    );
  if (view) {
    const made = { database: view[1] ?? database, name: view[2] ?? '' };
    const select = view[3] ?? '';
    return { kind: 'create-view', made, ...read({ ...statement, sql: select }) };
  }
  if (!/^\s*CREATE\s+TABLE\b/i.test(sql)) return { kind: 'select', ...read(statement) };
  const { table, location, select } = parseCreateTable(statement);
  const text = select.map(({ text: token }) => token).join('');
  return {
    kind: 'create-table',
    made: { database: table.database ?? database, name: table.name },
    location: placeOf(location),
    ...read({ ...statement, sql: text }),
  };
}

function read(statement: Statement): Pick<Parsed, 'mentioned' | 'select'> {
  const tokens = parseSelect(statement);
  return { mentioned: tablesOf(tokens, statement.database), select: tokens.map(({ text }) => text).join('') };
}

/** What stands after FROM and JOIN: tables, views, and names that the statement itself gives. */
function tablesOf(tokens: readonly SqlToken[], database: string): readonly Required<TableName>[] {
  const words = tokens.filter(({ kind }) => kind !== 'space');
  const named = (at: number) => {
    const token = words[at];
    return token?.kind === 'word' || token?.kind === 'name' ? nameOf(token).toLowerCase() : undefined;
  };
  const found = new Map<string, Required<TableName>>();
  for (const [at, token] of words.entries()) {
    const first = named(at + 1);
    if (!isWord(token, 'from', 'join') || first === undefined) continue;
    const second = isSymbol(words[at + 2], '.') ? named(at + 3) : undefined;
    const table = second === undefined ? { database, name: first } : { database: first, name: second };
    found.set(`${table.database}.${table.name}`, table);
  }
  return [...found.values()];
}

/** @throws AthenaFailure where it is no place in S3 */
export function placeOf(location: string): S3Place {
  const [, bucket, path] = /^s3:\/\/([a-z0-9.-]+)\/(.*?)\/*$/.exec(location) ?? [];
  if (bucket === undefined || path === undefined)
    throw new AthenaFailure(`INVALID_TABLE_PROPERTY: External location must be a valid S3 path: ${location}`);
  return { bucket, prefix: path === '' ? '' : `${path}/` };
}
