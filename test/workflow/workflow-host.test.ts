import { describe, expect, it } from 'vitest';
import { runWorkflow } from '../../lib/adapters/local/workflow-host.ts';
import { type Audience, type Kind, TributaryError } from '../../lib/errors/tributary-error.ts';
import type { QueryEngine, Statement } from '../../lib/ports/query-engine.ts';

class Nonsense extends TributaryError {
  readonly code = 'NONSENSE';
  readonly kind: Kind = 'refusal';
  readonly audience: Audience = 'operator';
}

const anEngine = (asked: Statement[] = []): QueryEngine => ({
  execute: async (statement) => void asked.push(statement),
  query: async () => [],
  stream: async function* () {},
});

const aChain = (...names: string[]) =>
  JSON.stringify({
    StartAt: names[0],
    States: Object.fromEntries(
      names.map((name, at) => [
        name,
        {
          Type: 'Task',
          Resource: `\${${name}}`,
          ...(names[at + 1] ? { Next: names[at + 1] } : { End: true }),
        },
      ]),
    ),
  });

describe('the local host of workflows', () => {
  it('hands the output of one state to the next', async () => {
    const tasks = {
      A: async (input: unknown) => ({ a: input }),
      B: async (input: unknown) => ({ b: input }),
    };

    const output = await runWorkflow({ definition: aChain('A', 'B'), input: 1, tasks, engine: anEngine() });

    expect(output).toEqual({ b: { a: 1 } });
  });

  it('passes copies through JSON, as Step Functions does', async () => {
    const kept = { at: new Date(0), gone: undefined };
    let seen: unknown;
    const tasks = {
      A: async () => kept,
      B: async (input: unknown) => {
        seen = input;
        return null;
      },
    };

    await runWorkflow({ definition: aChain('A', 'B'), input: {}, tasks, engine: anEngine() });

    expect(seen).toEqual({ at: '1970-01-01T00:00:00.000Z' });
  });

  it('refuses data that Step Functions would refuse for their size', async () => {
    const tasks = { A: async () => 'x'.repeat(262_143) };

    const execution = runWorkflow({ definition: aChain('A'), input: {}, tasks, engine: anEngine() });

    await expect(execution).rejects.toMatchObject({ code: 'WORKFLOW_FAILED' });
  });

  it('throws the very error that a task threw', async () => {
    const error = new Nonsense('made no sense');
    const tasks = {
      A: async () => {
        throw error;
      },
    };

    const execution = runWorkflow({ definition: aChain('A'), input: {}, tasks, engine: anEngine() });

    await expect(execution).rejects.toBe(error);
  });

  it('lets a workflow catch an error by the name of its class', async () => {
    const definition = JSON.stringify({
      StartAt: 'A',
      States: {
        A: {
          Type: 'Task',
          Resource: '${A}',
          Catch: [{ ErrorEquals: ['Nonsense'], ResultPath: '$.error', Next: 'B' }],
          End: true,
        },
        B: { Type: 'Pass', Parameters: { 'name.$': '$.error.Error' }, End: true },
      },
    });
    const tasks = {
      A: async () => {
        throw new Nonsense('made no sense');
      },
    };

    const output = await runWorkflow({ definition, input: {}, tasks, engine: anEngine() });

    expect(output).toEqual({ name: 'Nonsense' });
  });

  it('sends statements to the query engine in their database', async () => {
    const asked: Statement[] = [];
    const definition = JSON.stringify({
      StartAt: 'Ask',
      States: {
        Ask: {
          Type: 'Task',
          Resource: 'arn:${Partition}:states:::athena:startQueryExecution.sync',
          Parameters: {
            'QueryString.$': '$.sql',
            QueryExecutionContext: { 'Database.$': '$.database' },
            WorkGroup: '${WorkGroup}',
          },
          End: true,
        },
      },
    });

    await runWorkflow({
      definition,
      input: { sql: 'CREATE TABLE "d"."t" AS SELECT 1', database: 'd' },
      tasks: {},
      engine: anEngine(asked),
    });

    expect(asked).toEqual([{ name: 't', sql: 'CREATE TABLE "d"."t" AS SELECT 1', database: 'd' }]);
  });

  it('runs a Map with an item selector, nested in another', async () => {
    const definition = JSON.stringify({
      StartAt: 'Outer',
      States: {
        Outer: {
          Type: 'Map',
          ItemsPath: '$.items',
          ItemSelector: { 'run.$': '$.run', 'item.$': '$$.Map.Item.Value' },
          ItemProcessor: {
            StartAt: 'Inner',
            States: {
              Inner: {
                Type: 'Map',
                ItemsPath: '$.item',
                ItemProcessor: { StartAt: 'A', States: { A: { Type: 'Task', Resource: '${A}', End: true } } },
                End: true,
              },
            },
          },
          End: true,
        },
      },
    });

    const output = await runWorkflow({
      definition,
      input: { run: 'r', items: [[1, 2], [3]] },
      tasks: { A: async (n) => Number(n) * 2 },
      engine: anEngine(),
    });

    expect(output).toEqual([[2, 4], [6]]);
  });
});
