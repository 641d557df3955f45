import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
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
