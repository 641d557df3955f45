export interface State {
  readonly Type: string;
  readonly Resource?: string;
  readonly TimeoutSeconds?: number;
  readonly ItemProcessor?: Definition;
  readonly Branches?: readonly Definition[];
}
export interface Definition {
  readonly StartAt: string;
  readonly States: Readonly<Record<string, State>>;
}

/** How a workflow file asks the query engine, in the partition that stands for this machine. */
export const ASK = 'arn:aws:states:::athena:startQueryExecution.sync';

/** Step Functions lets a task without a limit run for years; the interpreter would stop it after a minute. */
const UNLIMITED_SECONDS = 2_000_000;

/**
 * The file with its substitutions made, as the CDK makes them on AWS. Roles and work groups are of no account here,
 * where one engine answers everybody.
 */
export function parseDefinition(text: string, tasks: readonly string[]): Definition {
  const arns = Object.fromEntries(
    tasks.map((task) => [task, `arn:aws:lambda:local:000000000000:function:${task}`]),
  );
  const filled = text.replaceAll(/\$\{(\w+)\}/g, (whole, name: string) => {
    if (name === 'Partition') return 'aws';
    if (name.endsWith('WorkGroup')) return 'tributary';
    if (name.endsWith('QueriesRole')) return 'arn:aws:iam::000000000000:role/tributary';
    return arns[name] ?? whole;
  });
  return withLimits(JSON.parse(filled));
}

/** Every task state, nested ones too, with its resource. Names are unique within a file; a test holds that. */
export function taskStates(definition: Definition): readonly (readonly [name: string, resource: string])[] {
  return Object.entries(definition.States).flatMap(([name, state]) => [
    ...(state.Type === 'Task' ? [[name, state.Resource ?? ''] as const] : []),
    ...[...(state.ItemProcessor ? [state.ItemProcessor] : []), ...(state.Branches ?? [])].flatMap(taskStates),
  ]);
}

function withLimits(definition: Definition): Definition {
  const states = Object.entries(definition.States).map(([name, state]): [string, State] => [
    name,
    {
      ...state,
      ...(state.Type === 'Task' ? { TimeoutSeconds: state.TimeoutSeconds ?? UNLIMITED_SECONDS } : {}),
      ...(state.ItemProcessor ? { ItemProcessor: withLimits(state.ItemProcessor) } : {}),
      ...(state.Branches ? { Branches: state.Branches.map(withLimits) } : {}),
    },
  ]);
  return { ...definition, States: Object.fromEntries(states) };
}
