import { channel } from 'node:diagnostics_channel';
import { setImmediate } from 'node:timers/promises';
import { StateMachine, type StateMachineDefinition } from 'aws-local-stepfunctions';
import { z } from 'zod';
import type { QueryEngine } from '../../ports/query-engine.ts';
import { PAYLOAD_LIMIT } from '../../workflow/payload-limit.ts';
import { WorkflowFailed } from './errors.ts';
import { ASK, type Definition, parseDefinition, taskStates } from './workflow-definition.ts';

export { parseDefinition, taskStates } from './workflow-definition.ts';

/** Runs one task state: plain JSON in, plain JSON out. */
export type TaskRunner = (input: unknown) => Promise<unknown>;

/** What a task state threw. */
export interface Failure {
  readonly state: string;
  readonly detail: string | undefined;
  readonly error: unknown;
}

export interface LocalWorkflow {
  /** The text of an Amazon States Language file. */
  readonly definition: string;
  readonly input: unknown;
  /** By the name in the state's `Resource`, e.g. `Plan` for `${Plan}`. */
  readonly tasks: Readonly<Record<string, TaskRunner>>;
  readonly engine: QueryEngine;
  /** Called as each task state is entered; `detail` names what it works on. */
  readonly onState?: (state: string, detail: string | undefined) => void;
  /** Called at the end of an execution that succeeded, once for each failure that it went on from. */
  readonly onSurvived?: (failure: Failure) => void;
  /** What `$$.Execution.Id` is. @default 'local' */
  readonly execution?: string;
  /** Milliseconds before another try, in place of what the file says. @default as the file says */
  readonly retryAfter?: number;
}

/** Tells whoever listens in this process that a task state begins and ends: `{ state, phase: 'start' | 'end' }`. */
const STEPS = channel('tributary:step');

const Question = z.object({
  QueryString: z.string(),
  QueryExecutionContext: z.object({ Database: z.string() }),
  WorkGroup: z.string(),
});

/**
 * Executes a workflow file on this machine as Step Functions would: the same states, payloads sent through JSON
 * and capped between any two states, the same time limits. Query states are answered by the embedded engine.
 * @returns the output of the last state
 * @throws what a task threw, itself; WorkflowFailed where the workflow failed otherwise
 */
export async function runWorkflow(workflow: LocalWorkflow): Promise<unknown> {
  const definition = parseDefinition(workflow.definition, Object.keys(workflow.tasks));
  const states = taskStates(definition);
  const { retryAfter } = workflow;
  const watch = new Watch();
  const machine = new StateMachine(definition as unknown as StateMachineDefinition, {
    validationOptions: { checkArn: false, checkPaths: true },
  });
  const execution = machine.run(throughJson('input', workflow.input) as never, {
    overrides: {
      taskResourceLocalHandlers: handlersOf(workflow, definition, watch) as never,
      ...(retryAfter === undefined
        ? {}
        : { retryIntervalOverrides: Object.fromEntries(states.map(([name]) => [name, retryAfter])) }),
    },
    context: { Execution: { Id: workflow.execution ?? 'local' } } as never,
  });
  const watched = watch.states(execution.eventLogs);
  try {
    const output = await execution.result;
    await watched;
    if (watch.excess !== undefined) throw watch.excess;
    for (const failure of watch.failures) workflow.onSurvived?.(failure);
    return output;
  } catch (error) {
    throw watch.originalOf(error);
  }
}

function handlersOf(
  { tasks, engine, onState }: LocalWorkflow,
  definition: Definition,
  watch: Watch,
): Readonly<Record<string, TaskRunner>> {
  const handlers = taskStates(definition).map(([state, resource]): [string, TaskRunner] => {
    const run = resource === ASK ? askEngine(engine) : tasks[resource.slice(resource.lastIndexOf(':') + 1)];
    if (run === undefined) throw new WorkflowFailed(state, 'no handler is known for it');
    const handler: TaskRunner = async (input) => {
      // What the states before have given is told a turn later.
      await setImmediate();
      if (watch.excess !== undefined) throw watch.excess;
      const detail = detailOf(input);
      onState?.(state, detail);
      STEPS.publish({ state, phase: 'start' });
      try {
        const output = throughJson(state, await run(throughJson(state, input)));
        STEPS.publish({ state, phase: 'end' });
        return output;
      } catch (error) {
        watch.failures.push({ state, detail, error });
        throw error;
      }
    };
    return [state, handler];
  });
  return Object.fromEntries(handlers);
}

/** What happens to an execution beside its states' results. */
class Watch {
  readonly failures: Failure[] = [];
  /** Set where a state took in or gave more than Step Functions lets pass: the execution ends at its next task. */
  excess: DataLimitExceeded | undefined;

  /** Weighs what every state, of whatever type, is given and gives. */
  async states(events: AsyncIterable<unknown>): Promise<void> {
    for await (const event of events) {
      const parsed = StateEvent.safeParse(event);
      if (!parsed.success) continue;
      const { name, input, output } = parsed.data.state;
      if (isTooLarge(input) || isTooLarge(output)) this.excess ??= new DataLimitExceeded(name);
    }
  }

  /** The error that a task threw, where the interpreter only reports its name. */
  originalOf(error: unknown): unknown {
    const chain = causes(error);
    const thrown = this.failures.map((failure) => failure.error).toReversed();
    const original =
      chain.find((at) => at instanceof DataLimitExceeded) ??
      firstOf(chain, (at) => thrown.find((one) => one instanceof Error && one.name === at.name)) ??
      firstOf(chain, (at) => thrown.find((one) => one instanceof Error && one.message === at.message));
    if (original instanceof DataLimitExceeded) return original.asFailure();
    return original ?? new WorkflowFailed('execution', chain.at(-1)?.name ?? 'unknown', error);
  }
}

function causes(error: unknown): readonly Error[] {
  const chain: Error[] = [];
  for (let at = error; at instanceof Error && !chain.includes(at); at = at.cause) chain.push(at);
  return chain;
}

function firstOf<T, R>(values: readonly T[], find: (value: T) => R | undefined): R | undefined {
  for (const value of values) {
    const found = find(value);
    if (found !== undefined) return found;
  }
  return undefined;
}

const StateEvent = z.object({
  state: z.object({ name: z.string(), input: z.unknown().optional(), output: z.unknown().optional() }),
});

/** Step Functions neither retries nor catches it, whatever a state says. The interpreter asks by these fields. */
class DataLimitExceeded extends Error {
  override readonly name = 'States.DataLimitExceeded';
  readonly isRetryable = false;
  readonly isCatchable = false;
  readonly #state: string;

  constructor(state: string) {
    super(`the data of ${state} exceed the limit`);
    this.#state = state;
  }

  asFailure(): WorkflowFailed {
    return new WorkflowFailed(this.#state, 'its data exceed 256 KiB (States.DataLimitExceeded)', this);
  }
}

function askEngine(engine: QueryEngine): TaskRunner {
  return async (input) => {
    const { QueryString, QueryExecutionContext } = Question.parse(input);
    const name = nameOf(QueryString);
    await engine.execute({ name, sql: QueryString, database: QueryExecutionContext.Database });
    return { QueryExecution: { QueryExecutionId: `local-${name}` } };
  };
}

/** The table or view that a statement makes, for progress and messages. */
function nameOf(sql: string): string {
  return /^CREATE (?:TABLE|OR REPLACE VIEW) "[^"]*"\."([^"]*)"/.exec(sql)?.[1] ?? 'statement';
}

function detailOf(input: unknown): string | undefined {
  if (typeof input !== 'object' || input === null) return undefined;
  if ('QueryString' in input && typeof input.QueryString === 'string') return nameOf(input.QueryString);
  return 'family' in input && typeof input.family === 'string' ? input.family : undefined;
}

/** The interpreter passes objects by reference and without limit; Step Functions does neither. */
function throughJson(state: string, value: unknown): unknown {
  if (isTooLarge(value)) throw new DataLimitExceeded(state);
  return JSON.parse(JSON.stringify(value ?? null));
}

function isTooLarge(value: unknown): boolean {
  return Buffer.byteLength(JSON.stringify(value ?? null)) > PAYLOAD_LIMIT;
}
