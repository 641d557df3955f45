import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { mentionedTables } from '../../lib/adapters/local/dialect-statement.ts';
import { nameOf, significant, tokenize } from '../../lib/adapters/local/dialect-tokens.ts';
import { quoteName, quoteText } from '../../lib/sql/quote.ts';

const tokens = (sql: string) => tokenize('asked', sql);
const shown = (sql: string) => significant(tokens(sql)).map(({ kind, text }) => `${kind} ${text}`);

describe('a statement in tokens', () => {
  it('tells literals, names, words, numbers and signs apart', () => {
    expect(shown(`SELECT "a""b", 'it''s', 1.5e-3, .5, t.n<>2||x -> y[1]`)).toEqual([
      'word SELECT',
      'name "a""b"',
      'symbol ,',
      "text 'it''s'",
      'symbol ,',
      'number 1.5e-3',
      'symbol ,',
      'number .5',
      'symbol ,',
      'word t',
      'symbol .',
      'word n',
      'symbol <>',
      'number 2',
      'symbol ||',
      'word x',
      'symbol ->',
      'word y',
      'symbol [',
      'number 1',
      'symbol ]',
    ]);
  });

  it('is the same statement when it is put together again, whatever its literals and names hold', () => {
    const part = fc.oneof(
      fc.string().map(quoteText),
      fc.string().map(quoteName),
      fc.constantFrom('SELECT', 'a', '.', ',', '(', ')', '<=', '||', '1', '2.5', '/', '-', '*'),
    );

    fc.assert(
      fc.property(fc.array(part), (parts) => {
        const sql = parts.join(' ');

        expect(
          tokens(sql)
            .map(({ text }) => text)
            .join(''),
        ).toBe(sql);
        expect(significant(tokens(sql)).map(({ text }) => text)).toEqual(parts);
      }),
    );
  });

  it('gives back any name that was quoted', () => {
    fc.assert(
      fc.property(fc.string(), (name) => {
        const [token] = tokens(quoteName(name));

        expect(token && nameOf(token)).toBe(name);
      }),
    );
  });

  it('has no comments, which nest in DuckDB and not in Athena', () => {
    expect(shown("SELECT 1 -- it's\n, /* ' /* */ 2")).toEqual([
      'word SELECT',
      'number 1',
      'symbol ,',
      'number 2',
    ]);
    expect(shown("SELECT '-- /*'")).toEqual(['word SELECT', "text '-- /*'"]);
  });

  it.each([
    "SELECT 'a",
    'SELECT "a',
    'SELECT /* 1',
    'SELECT a::text',
    'SELECT $1',
    "SELECT U&'a'",
    'SELECT {a: 1}',
    'SELECT a & b',
    'SELECT @x',
  ])('is refused where a sign is none of the dialect: %s', (sql) => {
    expect(() => tokens(sql)).toThrow(expect.objectContaining({ code: 'STATEMENT_UNREADABLE' }));
  });

  it('of any text is either cut or refused', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (sql) => {
        try {
          tokens(sql);
        } catch (error) {
          expect(error).toMatchObject({ code: 'STATEMENT_UNREADABLE' });
        }
      }),
    );
  });
});

describe('the tables of a statement', () => {
  it('are among the names that it mentions', () => {
    const sql =
      'WITH x AS (SELECT a.n FROM Db1."T1" AS a JOIN t2 ON a.n = t2.n) SELECT count(n) FROM x, "t3"';

    const names = mentionedTables(tokens(sql)).map(({ database, name }) =>
      database ? `${database}.${name}` : name,
    );

    expect(names).toEqual(expect.arrayContaining(['db1.t1', 't2', 't3', 'x']));
    expect(names).not.toContain('count');
  });
});
