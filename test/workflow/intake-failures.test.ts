import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { runWorkflow, type TaskRunner } from '../../lib/adapters/local/workflow-host.ts';
import { STEPS } from '../../lib/deployment/steps.ts';

interface Rule {
  readonly ErrorEquals: readonly string[];
  readonly Next?: string;
}
interface State {
  readonly Type: string;
  readonly Resource?: string;
  readonly TimeoutSeconds?: number;
  readonly Retry?: readonly Rule[];
  readonly Catch?: readonly Rule[];
  readonly ItemProcessor?: { readonly States: Readonly<Record<string, State>> };
}

const root = join(import.meta.dirname, '..', '..');
const { States } = JSON.parse(readFileSync(join(root, 'lib/workflow/intake.asl.json'), 'utf8')) as {
  readonly States: Readonly<Record<string, State>>;
};
const inner = Object.values(States).flatMap(({ ItemProcessor }) =>
  Object.entries(ItemProcessor?.States ?? {}),
);
const tasks = [...Object.entries(States), ...inner].filter(([, { Type }]) => Type === 'Task');
const retried = ({ Retry = [] }: State) => Retry.flatMap(({ ErrorEquals }) => ErrorEquals);

/** Errors that say "later" and that no step of intake can meet. */
const NOT_OF_INTAKE: Readonly<Record<string, string>> = {
  StateBusy: 'the lock of one machine is taken before the workflow begins',
  ReaderEnded: 'questions to a release are no part of it',
  RunInProgress: 'the turn is of integration runs',
};

/** Classes that call themselves curable by waiting, by their source; the command line is not part of a workflow. */
function curable(): readonly string[] {
  const modules = readdirSync(join(root, 'lib'), { recursive: true, encoding: 'utf8' }).filter((name) =>
    /^(?!cli\/).*errors?\.ts$/.test(name),
  );
  return modules.flatMap((name) => {
    const classes = readFileSync(join(root, 'lib', name), 'utf8').split(/^export (?=class )/m);
    return classes.flatMap((text) => {
      const found = /^class (\w+) /.exec(text)?.[1];
      return found !== undefined && text.includes("retry: Retry = 'later'") ? [found] : [];
    });
  });
}

describe('intake', () => {
  it.each(tasks)('%s tries again whatever a later try may cure', (_, state) => {
    const wanted = curable().filter((name) => !(name in NOT_OF_INTAKE));

    expect(wanted.length).toBeGreaterThan(0);
    expect(wanted.filter((name) => !retried(state).includes(name))).toEqual([]);
  });

  it.each(tasks)('%s tries again what AWS calls a passing trouble of its own', (_, state) => {
    for (const name of ['ServiceException', 'AWSLambdaException', 'SdkClientException'])
      expect(retried(state)).toContain(`Lambda.${name}`);
    expect(retried(state)).toContain('Lambda.ClientExecutionTimeoutException');
    expect(retried(state)).toContain('Lambda.TooManyRequestsException');
  });

  it.each(tasks)('%s never tries again what a later try cannot cure', (_, state) => {
    expect(retried(state).filter((name) => /^States\./.test(name))).toEqual([]);
  });

  it.each(tasks)('%s has longer than its function on AWS, and an end', (_, state) => {
    const step = STEPS.find(({ name }) => state.Resource === `\${${name}}`);

    expect(step).toBeDefined();
    expect(state.TimeoutSeconds).toBeGreaterThan(step?.timeoutSeconds ?? 0);
  });

  it('tells the agency whatever stops it, wherever that is', () => {
    const silent = Object.entries(States).filter(
      ([name, { Type, Catch = [] }]) =>
        ['Task', 'Map'].includes(Type) &&
        name !== 'Apologise' &&
        !Catch.some(({ ErrorEquals, Next }) => ErrorEquals.includes('States.ALL') && Next === 'Apologise'),
    );

    expect(silent).toEqual([]);
  });

  it('never ends well after a failure, save where a newer file has its own execution', () => {
    const ends = Object.values(States).flatMap(({ Catch = [] }) =>
      Catch.flatMap(({ ErrorEquals, Next }) => ErrorEquals.map((error) => `${error} → ${Next}`)),
    );

    expect([...new Set(ends)].toSorted()).toEqual([
      'DeliverySuperseded → NothingToDo',
      'States.ALL → Apologise',
      'States.ALL → WhoFailed',
    ]);
    expect(States['NotProcessed']?.Type).toBe('Fail');
    expect(States['StoppedByHost']?.Type).toBe('Fail');
  });

  it('excuses no error that does not exist', () => {
    expect(Object.keys(NOT_OF_INTAKE).filter((name) => !curable().includes(name))).toEqual([]);
  });
});

/** Each failure of the table, as a task meets it. */
const FAILURES: Readonly<Record<string, () => unknown>> = {
  throttled: () => raise('Lambda.TooManyRequestsException'),
  refused: () => raise('AwsRequestFailed'),
  crashed: () => raise('Sandbox.Timedout'),
  newer: () => raise('DeliverySuperseded'),
  wrong: () => raise('RuleNotAllowed'),
  late: () => raise('States.Timeout'),
  large: () => ({ much: 'x'.repeat(300_000) }),
};

function raise(name: string): never {
  throw Object.assign(new Error(`planted ${name}`), { name });
}

/** What each function answers on the way that leads to a state. */
function answers(state: string): Readonly<Record<string, unknown>> {
  const answered = { receiptKey: 'receipts/x.json', seenBefore: false };
  return {
    Receive: state === 'Misplaced' ? { arrived: 'misplaced' } : { arrived: 'new', delivery: {} },
    CheckAgreement: { inForce: state !== 'Refuse' },
    Read: { readable: true },
    Validate: { rejected: false, parts: [0] },
    Tokenize: {},
    Combine: {},
    Receipt: answered,
    Refuse: answered,
  };
}

const STATE_OF: Readonly<Record<string, string>> = {
  misplaced: 'Misplaced',
  no_agreement: 'Refuse',
  not_processed: 'Apologise',
};

/** Plants a failure at a state, and says how often that was tried and how the execution ended, as the table does. */
async function endingOf(at: string, failure: string): Promise<string> {
  const seen = { tries: 0, apologies: 0 };
  const planted = FAILURES[failure] ?? raise('no such failure');
  const task = (name: string): readonly [string, TaskRunner] => [
    name,
    async (input) => {
      const { because = '' } = input as { readonly because?: string };
      const state = STATE_OF[because] ?? name;
      if (at === 'Apologise' && state === 'Read') raise('PlantedBefore');
      if (state === at) {
        seen.tries += 1;
        return planted();
      }
      if (state === 'Apologise') seen.apologies += 1;
      return answers(at)[name];
    },
  ];
  const execution = runWorkflow({
    definition: readFileSync(join(root, 'lib/workflow/intake.asl.json'), 'utf8'),
    input: { agency: 'clinic', key: 'incoming/visits/2026-Q1/x.csv' },
    tasks: Object.fromEntries(Object.keys(answers(at)).map(task)),
    engine: { async execute() {}, query: async () => [], async *stream() {} },
    retryAfter: 0,
  });
  const ended = await execution.then(
    () => 'ends',
    () => (seen.apologies > 0 ? 'note' : 'fails'),
  );
  return `${seen.tries}× then ${ended}`;
}

describe('the table of failures', () => {
  const page = readFileSync(join(root, 'docs/workflows.md'), 'utf8');
  const table = page.slice(page.indexOf('| at | throttled'), page.indexOf('## Integration')).trim();
  const [head = '', , ...lines] = table.split('\n');
  const cellsOf = (line: string) =>
    line
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim());
  const rows = lines.map(cellsOf);

  it('has every state of intake that calls a function, and every failure', () => {
    expect(rows.map(([state]) => state).toSorted()).toEqual(tasks.map(([name]) => name).toSorted());
    expect(cellsOf(head).slice(1)).toEqual(Object.keys(FAILURES));
  });

  it.each(rows.map(([state = '', ...cells]) => [state, cells] as const))(
    'says where failures of %s end',
    async (state, cells) => {
      const endings: string[] = [];
      for (const failure of Object.keys(FAILURES)) endings.push(await endingOf(state, failure));

      expect(endings).toEqual(cells);
    },
  );
});
