import { channel } from 'node:diagnostics_channel';
import { StateMachine, type StateMachineDefinition } from 'aws-local-stepfunctions';
import { z } from 'zod';
import type { QueryEngine } from '../../ports/query-engine.ts';
import { PAYLOAD_LIMIT } from '../../workflow/payload-limit.ts';
import { WorkflowFailed } from './errors.ts';

/** Runs one task state: plain JSON in, plain JSON out. */
export type TaskRunner = (input: unknown) => Promise<unknown>;

export interface LocalWorkflow {
  /** The text of an Amazon States Language file. */
  readonly definition: string;
  readonly input: unknown;
  /** By the name in the state's `Resource`, e.g. `Plan` for `${Plan}`. */
  readonly tasks: Readonly<Record<string, TaskRunner>>;
  readonly engine: QueryEngine;
  /** Called as each task state is entered; `detail` names what it works on. */
  readonly onState?: (state: string, detail: string | undefined) => void;
}

/** Tells whoever listens in this process that a task state begins and ends: `{ state, phase: 'start' | 'end' }`. */
const STEPS = channel('tributary:step');

const ASK = 'arn:aws:states:::athena:startQueryExecution.sync';

const Question = z.object({
  QueryString: z.string(),
  QueryExecutionContext: z.object({ Database: z.string() }),
  WorkGroup: z.string(),
});

/**
 * Executes a workflow file on this machine as Step Functions would: the same states, payloads sent through JSON
 * and capped. Query states are answered by the embedded engine.
 * @returns the output of the last state
 * @throws what a task threw, itself; WorkflowFailed where the workflow failed otherwise
 */
export async function runWorkflow(workflow: LocalWorkflow): Promise<unknown> {
  const definition = parseDefinition(workflow.definition, Object.keys(workflow.tasks));
  const thrown = new Map<string, Error>();
  const overrides: Record<string, (input: unknown) => Promise<unknown>> = {};
  for (const [state, resource] of taskStates(definition)) {
    const run =
      resource === ASK
        ? askEngine(workflow.engine)
        : workflow.tasks[resource.slice(resource.lastIndexOf(':') + 1)];
    if (run === undefined) throw new WorkflowFailed(state, 'no handler is known for it');
    overrides[state] = async (input) => {
      workflow.onState?.(state, detailOf(input));
      STEPS.publish({ state, phase: 'start' });
      try {
        const output = throughJson(state, await run(throughJson(state, input)));
        STEPS.publish({ state, phase: 'end' });
        return output;
      } catch (error) {
        if (error instanceof Error) thrown.set(error.name, error);
        throw error;
      }
    };
  }
  const machine = new StateMachine(definition as unknown as StateMachineDefinition, {
    validationOptions: { checkArn: false, checkPaths: true },
  });
  const execution = machine.run(throughJson('input', workflow.input) as never, {
    overrides: { taskResourceLocalHandlers: overrides as never },
  });
  try {
    return await execution.result;
  } catch (error) {
    throw originalOf(error, thrown);
  }
}

/** The file with its substitutions made, as the CDK makes them on AWS. */
export function parseDefinition(text: string, tasks: readonly string[]): Definition {
  const arns = Object.fromEntries(
    tasks.map((task) => [task, `arn:aws:lambda:local:000000000000:function:${task}`]),
  );
  const substitutions: Record<string, string> = { ...arns, Partition: 'aws', WorkGroup: 'tributary' };
  const filled = text.replaceAll(/\$\{(\w+)\}/g, (whole, name: string) => substitutions[name] ?? whole);
  return JSON.parse(filled);
}

export interface State {
  readonly Type: string;
  readonly Resource?: string;
  readonly ItemProcessor?: Definition;
  readonly Branches?: readonly Definition[];
}
export interface Definition {
  readonly StartAt: string;
  readonly States: Readonly<Record<string, State>>;
}

/** Every task state, nested ones too, with its resource. Names are unique within a file; a test holds that. */
export function taskStates(definition: Definition): readonly (readonly [name: string, resource: string])[] {
  return Object.entries(definition.States).flatMap(([name, state]) => [
    ...(state.Type === 'Task' ? [[name, state.Resource ?? ''] as const] : []),
    ...[...(state.ItemProcessor ? [state.ItemProcessor] : []), ...(state.Branches ?? [])].flatMap(taskStates),
  ]);
}

function askEngine(engine: QueryEngine): TaskRunner {
  return async (input) => {
    const { QueryString, QueryExecutionContext } = Question.parse(input);
    await engine.execute({
      name: nameOf(QueryString),
      sql: QueryString,
      database: QueryExecutionContext.Database,
    });
    return { QueryExecution: { QueryExecutionId: 'local' } };
  };
}

/** The table that a statement makes, for progress and messages. */
function nameOf(sql: string): string {
  return /^CREATE TABLE "[^"]*"\."([^"]*)"/.exec(sql)?.[1] ?? 'statement';
}

function detailOf(input: unknown): string | undefined {
  if (typeof input !== 'object' || input === null) return undefined;
  if ('QueryString' in input && typeof input.QueryString === 'string') return nameOf(input.QueryString);
  return 'indicator' in input && typeof input.indicator === 'string' ? input.indicator : undefined;
}

/** The interpreter passes objects by reference and without limit; Step Functions does neither. */
function throughJson(state: string, value: unknown): unknown {
  const text = JSON.stringify(value ?? null);
  if (Buffer.byteLength(text) > PAYLOAD_LIMIT)
    throw new WorkflowFailed(state, 'its data exceed 256 KiB (States.DataLimitExceeded)');
  return JSON.parse(text);
}

/** The error that a task threw, where the interpreter only reports its name. */
function originalOf(error: unknown, thrown: ReadonlyMap<string, Error>): unknown {
  const seen = new Set<unknown>();
  for (let at: unknown = error; at instanceof Error && !seen.has(at); at = at.cause) {
    seen.add(at);
    const original =
      thrown.get(at.name) ??
      [...thrown.values()].find(({ message }) => at instanceof Error && message === at.message);
    if (original) return original;
  }
  return new WorkflowFailed('execution', error instanceof Error ? error.name : 'unknown', error);
}
