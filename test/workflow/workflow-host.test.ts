import { describe, expect, it } from 'vitest';
import { type Failure, parseDefinition, runWorkflow } from '../../lib/adapters/local/workflow-host.ts';
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

  it('ends an execution whose state outgrows the limit though no task was given too much', async () => {
    const definition = JSON.stringify({
      StartAt: 'A',
      States: {
        A: { Type: 'Task', Resource: '${A}', ResultPath: '$.a', Next: 'B' },
        B: {
          Type: 'Task',
          Resource: '${A}',
          ResultPath: '$.b',
          Catch: [{ ErrorEquals: ['States.ALL'], Next: 'C' }],
          Next: 'C',
        },
        C: { Type: 'Task', Resource: '${C}', Parameters: {}, End: true },
      },
    });
    let ended = false;
    const tasks = {
      A: async () => 'x'.repeat(140_000),
      C: async () => {
        ended = true;
        return null;
      },
    };

    const execution = runWorkflow({ definition, input: {}, tasks, engine: anEngine() });

    await expect(execution).rejects.toThrow(/States\.DataLimitExceeded/);
    expect(ended).toBe(false);
  });

  it('tells a workflow who executes it', async () => {
    const definition = JSON.stringify({
      StartAt: 'A',
      States: { A: { Type: 'Pass', Parameters: { 'id.$': '$$.Execution.Id' }, End: true } },
    });
    const workflow = { definition, input: {}, tasks: {}, engine: anEngine() };

    const named = await runWorkflow({ ...workflow, execution: 'arn:x' });
    const unnamed = await runWorkflow(workflow);

    expect([named, unnamed]).toEqual([{ id: 'arn:x' }, { id: 'local' }]);
  });

  it('gives a task without a limit all the time that it needs, and one with a limit no more', () => {
    const text = JSON.stringify({
      StartAt: 'M',
      States: {
        M: {
          Type: 'Map',
          ItemProcessor: {
            StartAt: 'A',
            States: {
              A: { Type: 'Task', Resource: '${A}', Next: 'B' },
              B: { Type: 'Task', Resource: '${A}', TimeoutSeconds: 5, End: true },
            },
          },
          End: true,
        },
      },
    });

    const nested = parseDefinition(text, ['A']).States['M']?.ItemProcessor?.States;

    expect(nested?.['A']?.TimeoutSeconds).toBeGreaterThan(86_400);
    expect(nested?.['B']?.TimeoutSeconds).toBe(5);
  });

  it('tells afterwards what an execution went on from, and only where it went on', async () => {
    const definition = JSON.stringify({
      StartAt: 'A',
      States: {
        A: {
          Type: 'Task',
          Resource: '${A}',
          Retry: [{ ErrorEquals: ['Nonsense'], MaxAttempts: 1 }],
          End: true,
        },
      },
    });
    const survived: string[] = [];
    const failing = (times: number) => {
      let tries = 0;
      return async () => {
        tries += 1;
        if (tries <= times) throw new Nonsense('made no sense');
        return null;
      };
    };
    const workflow = {
      definition,
      input: {},
      engine: anEngine(),
      retryAfter: 0,
      onSurvived: ({ state }: Failure) => void survived.push(state),
    };

    await runWorkflow({ ...workflow, tasks: { A: failing(1) } });
    await expect(runWorkflow({ ...workflow, tasks: { A: failing(2) } })).rejects.toBeInstanceOf(Nonsense);

    expect(survived).toEqual(['A']);
  });
});
