import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { TributaryError } from '../../lib/errors/tributary-error.ts';
import { prepareRules } from '../../lib/intake/case-rules.ts';
import { RuleDoesNotFit, RuleNotAllowed } from '../../lib/intake/errors.ts';
import type { RowRule } from '../../lib/workspace/model.ts';
import { aBench, aColumn, aContract, type Bench } from './builders.ts';

let bench: Bench;
beforeAll(async () => {
  bench = await aBench();
});
afterAll(async () => bench[Symbol.asyncDispose]());

const COLUMNS = [
  aColumn('client'),
  aColumn('born', { type: 'date' }),
  aColumn('entered', { type: 'date' }),
  aColumn('amount', { type: 'integer' }),
];

async function prepare(expression: string, level: RowRule['level'] = 'row'): Promise<void> {
  const rule: RowRule = { name: 'the_rule', expression, description: '', severity: 'error', level };
  const contract = aContract({
    columns: COLUMNS,
    localId: { column: 'client', scope: 'clinic/visits' },
    rules: [rule],
  });
  await prepareRules(bench.workbench, contract);
}

describe('a row rule', () => {
  it.each([
    'born <= entered',
    'Born IS NULL OR entered BETWEEN born AND born + INTERVAL 1 YEAR',
    "client IN ('A', 'B') AND NOT (amount < 0)",
    "CASE WHEN amount > 3 THEN client LIKE 'A%' ELSE true END -- a comment",
    "date_diff('year', born, entered) >= 18",
    "regexp_like(client, '^[A-Z]+$')",
    'TRY_CAST(client AS INTEGER) > 3',
    "entered >= DATE '2020-01-01'",
    'coalesce(length(trim(client)), 0) > 0',
    'year(born) > 1900',
  ])('may be: %s', async (expression) => {
    await expect(prepare(expression)).resolves.toBeUndefined();
  });

  it.each(['count(*) > 1', 'min(entered) >= max(born)', 'count(DISTINCT client) = 1 AND sum(amount) < 100'])(
    'over the rows of one person may be: %s',
    async (expression) => {
      await expect(prepare(expression, 'case')).resolves.toBeUndefined();
    },
  );

  it.each([
    ['(SELECT count(*) FROM secrets) > 0', 'not allowed'],
    ["EXISTS (SELECT 1 FROM read_csv('/etc/passwd'))", 'not allowed'],
    ["getenv('HOME') = ''", 'the function "getenv"'],
    ["read_text('/etc/passwd') IS NULL", 'the function "read_text"'],
    ['random() > 0.5', 'the function "random"'],
    ["nextval('s') > 0", 'the function "nextval"'],
    ['row_number() OVER () = 1', 'not allowed'],
    ['surname = client', 'no column of the contract'],
    ['other.client = client', 'no column of the contract'],
    ['CAST(client AS INTEGER) > 3', 'TRY_CAST'],
    ['true) AS ok FROM secrets; DROP TABLE x; --', 'no single SQL expression'],
    ['true), (false', 'no single SQL expression'],
    ['true) AS ok FROM secrets WHERE (true', 'no single SQL expression'],
    ['1 +', 'no single SQL expression'],
    ['', 'no single SQL expression'],
    ['count(*) > 1', 'give the rule the level "case"'],
    ['? = 1', 'not allowed'],
    ['list_sum([x * 2 for x in [1, 2]]) > 1', 'not allowed'],
    ['*', 'not allowed'],
    ['COLUMNS(*) = 1', 'not allowed'],
    ["system.main.upper(client) = 'A'", 'not allowed'],
  ])('may not be: %s', async (expression, words) => {
    await expect(prepare(expression)).rejects.toThrow(RuleNotAllowed);
    await expect(prepare(expression)).rejects.toThrow(words);
  });

  it('over the rows of one person has every column within an aggregate', async () => {
    await expect(prepare('min(born) < entered', 'case')).rejects.toThrow('"entered" has to stand within');
  });

  it.each(["born > 'soon' AND amount", 'amount + 1', 'length(born) > 1', 'born = amount'])(
    'must yield true or false and fit its columns: %s',
    async (expression) => {
      await expect(prepare(expression)).rejects.toThrow(RuleDoesNotFit);
    },
  );

  it('is taken or refused, whatever its text', async () => {
    const words = fc.constantFrom(
      'born',
      'client',
      '(',
      ')',
      "'",
      '"',
      ';',
      '--',
      '/*',
      'SELECT',
      'AND',
      'NOT',
      '1',
      '=',
      ',',
      '*',
      '[',
      '{',
      'FROM',
      '\n',
      '$$',
      '$1',
      '::',
      'x->1',
    );
    await fc.assert(
      fc.asyncProperty(fc.array(words, { maxLength: 8 }), async (parts) => {
        const outcome = await prepare(parts.join(' ')).then(
          () => 'taken',
          (error: unknown) => error,
        );

        expect(outcome === 'taken' || outcome instanceof TributaryError).toBe(true);
      }),
      { numRuns: 300 },
    );
  });
});
