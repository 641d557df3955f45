import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CASTS } from '../../lib/adapters/local/dialect-casts.ts';
import { FUNCTIONS } from '../../lib/adapters/local/dialect-functions.ts';
import { GRAMMAR } from '../../lib/adapters/local/dialect-grammar.ts';
import type { Statement } from '../../lib/ports/query-engine.ts';
import { engineAnswer, trinoAnswer } from './answers.ts';
import { edgeStatements } from './edges.ts';
import { type Engines, openEngines } from './engines.ts';

let engines: Engines;

beforeAll(async () => {
  engines = await openEngines();
});

afterAll(async () => {
  await engines[Symbol.asyncDispose]();
});

describe('every example of a function is answered alike', () => {
  const examples = Object.entries(FUNCTIONS).flatMap(([name, rule]) =>
    'examples' in rule ? rule.examples.map((example) => [name, selectOf(example)] as const) : [],
  );

  it.each(examples)('%s: %s', async (_name, sql) => {
    const statement = asked(sql);

    const trino = await trinoAnswer(engines.trino, statement);
    const duckdb = await engineAnswer(engines.duckdb, statement);

    expect(trino).not.toBe('fails');
    expect(duckdb).toEqual(trino);
  });
});

describe('every cast is answered alike, or fails in both', () => {
  const casts = Object.entries(CASTS).flatMap(([type, { examples }]) =>
    examples.flatMap((value) =>
      ['CAST', 'TRY_CAST'].map(
        (cast) => `${cast}(${value} AS ${type === 'decimal' ? 'decimal(18,4)' : type})`,
      ),
    ),
  );

  it.each(casts)('%s', async (cast) => {
    const statement = asked(selectOf(cast));

    const trino = await trinoAnswer(engines.trino, statement);
    const duckdb = await engineAnswer(engines.duckdb, statement);

    expect(duckdb).toEqual(trino);
  });
});

describe('the grammar that statements are written in is read alike', () => {
  it.each(GRAMMAR.map(({ what, sql }) => [what, sql] as const))('%s: %s', async (_what, sql) => {
    const statement = asked(sql);

    const trino = await trinoAnswer(engines.trino, statement);
    const duckdb = await engineAnswer(engines.duckdb, statement);

    expect(trino).not.toBe('fails');
    expect(duckdb).toEqual(trino);
  });
});

describe('functions agree over the edges of their arguments', () => {
  it.each(edgeStatements())('%s', async (_name, sql) => {
    const statement = asked(sql);

    const trino = await trinoAnswer(engines.trino, statement);
    const duckdb = await engineAnswer(engines.duckdb, statement);

    expect(trino).not.toBe('fails');
    expect(trino.length).toBeGreaterThan(1);
    expect(duckdb).toEqual(trino);
  });
});

function selectOf(example: string): string {
  return /^(SELECT|WITH)\b/.test(example) ? example : `SELECT ${example} AS x`;
}

function asked(sql: string): Statement {
  return { name: 'example', sql, database: 'default' };
}
