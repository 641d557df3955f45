/** A state of Amazon's States Language, as far as it is looked at here. */
type State = Readonly<Record<string, unknown>>;
interface Machine {
  readonly StartAt: string;
  readonly States: Readonly<Record<string, State>>;
}

const SYNC = /^(arn:[^:]+:states:::athena:)startQueryExecution\.sync$/;

/** Step Functions would call it States.TaskFailed; moto lets no Fail state use a name of that kind. */
export const QUERY_FAILED = 'Athena.QueryFailed';

/**
 * The same state machine for an interpreter that knows `athena:startQueryExecution` but not `.sync`, as moto's does not:
 * each such state becomes a Parallel state of one branch that starts the query and asks until it is over. Its name,
 * its retries, catches and paths, its credentials and its successor stay; its timeout does not, which a Parallel state
 * cannot have.
 */
export function pollingForm(definition: string): string {
  return JSON.stringify(rewrite(JSON.parse(definition) as Machine));
}

function rewrite(machine: Machine): Machine {
  const states = Object.entries(machine.States).map(
    ([name, state]) => [name, rewriteState(name, state)] as const,
  );
  return { ...machine, States: Object.fromEntries(states) };
}

function rewriteState(name: string, state: State): State {
  const processor = state['ItemProcessor'];
  if (processor !== undefined) return { ...state, ItemProcessor: rewrite(processor as Machine) };
  if (Array.isArray(state['Branches']))
    return { ...state, Branches: state['Branches'].map((one) => rewrite(one)) };
  const service = SYNC.exec(String(state['Resource']))?.[1];
  return service === undefined ? state : asPolling(name, state, service);
}

function asPolling(name: string, state: State, service: string): State {
  const {
    Parameters,
    Credentials,
    ResultSelector,
    TimeoutSeconds: _,
    Type: __,
    Resource: ___,
    ...kept
  } = state;
  const credentials = Credentials === undefined ? {} : { Credentials };
  const failed = {
    ...{ Type: 'Fail', Error: QUERY_FAILED },
    CausePath: '$.answer.QueryExecution.Status.StateChangeReason',
  };
  const [asking, looking, over, done, lost] = ['', 'Look', 'Over', 'Done', 'Lost'].map(
    (part) => `${name}${part === '' ? 'Start' : part}`,
  ) as [string, string, string, string, string];
  const selected = ResultSelector as Readonly<Record<string, string>> | undefined;
  return {
    ...kept,
    Type: 'Parallel',
    Branches: [
      {
        StartAt: asking,
        States: {
          [asking]: {
            ...{ Type: 'Task', Resource: `${service}startQueryExecution`, Parameters, ...credentials },
            Next: looking,
          },
          [looking]: {
            ...{ Type: 'Task', Resource: `${service}getQueryExecution`, ...credentials },
            Parameters: { 'QueryExecutionId.$': '$.QueryExecutionId' },
            ResultPath: '$.answer',
            Next: over,
          },
          [over]: {
            Type: 'Choice',
            Choices: [
              { Variable: '$.answer.QueryExecution.Status.State', StringEquals: 'SUCCEEDED', Next: done },
              { Variable: '$.answer.QueryExecution.Status.State', StringEquals: 'FAILED', Next: lost },
              { Variable: '$.answer.QueryExecution.Status.State', StringEquals: 'CANCELLED', Next: lost },
            ],
            Default: looking,
          },
          [done]: {
            Type: 'Pass',
            InputPath: '$.answer',
            ...(selected === undefined ? {} : { Parameters: selected }),
            End: true,
          },
          [lost]: failed,
        },
      },
    ],
    ...(selected === undefined ? {} : { ResultSelector: unwrapped(selected) }),
  };
}

/** A Parallel state gives a list of one; the fields that were selected are taken out of it. moto reads `$[0].x` as a list. */
function unwrapped(selected: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.keys(selected).map((key) => [
      key.endsWith('.$') ? key : `${key}.$`,
      `States.ArrayGetItem($[*].${key.replace(/\.\$$/, '')}, 0)`,
    ]),
  );
}
