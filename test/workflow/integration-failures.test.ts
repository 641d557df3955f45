import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Asked, FamilyOutcome, Statements } from '../../lambdas/messages.ts';
import {
  parseDefinition,
  runWorkflow,
  type TaskRunner,
  taskStates,
} from '../../lib/adapters/local/workflow-host.ts';
import type { QueryEngine } from '../../lib/ports/query-engine.ts';
import { PAYLOAD_LIMIT } from '../../lib/workflow/payload-limit.ts';
import {
  type Ending,
  FAILURES,
  type FailureKind,
  failureTable,
  INTEGRATION_FAILURES,
} from './integration-failures.ts';

const root = join(import.meta.dirname, '..', '..');
const FILE = readFileSync(join(root, 'lib', 'workflow', 'integration.asl.json'), 'utf8');
const KINDS = Object.keys(FAILURES) as FailureKind[];

/** The state whose tries fail, how, and how many of them. */
interface Fault {
  readonly state: string;
  readonly kind: FailureKind;
  /** @default all of them */
  readonly times?: number;
  /** @default the workflow's own */
  readonly file?: string;
}

class Named extends Error {
  constructor(name: string) {
    super('it was planted');
    this.name = name;
  }
}

/** One try of a state that is to fail. */
async function fail(state: string, kind: FailureKind): Promise<unknown> {
  const asks = state.startsWith('Ask');
  switch (kind) {
    case 'throttled':
      throw new Named(`${asks ? 'Athena' : 'Lambda'}.TooManyRequestsException`);
    case 'refused':
      throw new Named('AwsRequestFailed');
    case 'crashed':
      throw new Named('Lambda.Unknown');
    case 'wrong':
      throw new Named(asks ? 'QueryFailed' : 'ModelDidNotTrain');
    case 'late':
      return new Promise(() => {});
    case 'large':
      return { much: 'x'.repeat(PAYLOAD_LIMIT) };
  }
}

const statementOf = (name: string) => ({
  name,
  sql: `CREATE TABLE "d"."${name}" AS SELECT 1`,
  database: 'd',
});

/** A step with two statements, one a message, as if more did not fit. */
function inTwo(by: string, asked: Asked): Statements {
  const from = asked.by === by && asked.more ? asked.next : 0;
  const statements = [statementOf(`${by}_${from}`.toLowerCase().replaceAll('-', '_'))];
  return { by, statements, next: from + 1, more: from === 0 };
}

/** Runs the file over two families of indicators, with a fault in whatever the first of them or the run meets. */
async function runWith({ state: faulty, kind, times = Number.POSITIVE_INFINITY, file = FILE }: Fault) {
  const tries = { count: 0 };
  const entered = { state: '', detail: '' };
  const outcomes: FamilyOutcome[] = [];
  const perhapsFail = async () => {
    const { state, detail } = entered;
    const other = detail === 'second' || detail.startsWith('measure_second');
    if (state !== faulty || other) return undefined;
    tries.count += 1;
    return tries.count > times ? undefined : await fail(state, kind);
  };
  const task =
    (answer: (input: never) => unknown): TaskRunner =>
    async (input) =>
      (await perhapsFail()) ?? answer(input as never);
  const asking = (by: string) => task(({ asked }: { asked: Asked }) => inTwo(by, asked));
  const tasks: Readonly<Record<string, TaskRunner>> = {
    Plan: task(() => ({
      run: 'r0001',
      release: '0001',
      period: '2026',
      unchanged: false,
      families: ['first', 'second'],
    })),
    PrepareLink: asking('PrepareLink'),
    Train: asking('Train'),
    Cluster: task(() => ({})),
    Integrate: asking('Integrate'),
    MeasureQuality: task(() => ({})),
    Measure: task(({ family, asked }: { family: string; asked: Asked }) => inTwo(`Measure-${family}`, asked)),
    Protect: task(() => ({})),
    AuditProtection: task(() => ({ passed: true })),
    Assemble: task((input: { outcomes: readonly FamilyOutcome[] }) => {
      outcomes.push(...input.outcomes);
      return {};
    }),
    Publish: task(() => ({})),
    ShowViews: asking('ShowViews'),
    Announce: task(() => ({ outcome: 'published' })),
  };
  const engine: QueryEngine = {
    execute: async () => void (await perhapsFail()),
    query: async () => [],
    async *stream() {},
  };
  const ended = await runWorkflow({
    definition: kind === 'late' ? inAHurry(file, faulty) : file,
    input: {},
    tasks,
    engine,
    retryAfter: 0,
    onState: (state, detail = '') => Object.assign(entered, { state, detail }),
  }).then(
    () => 'succeeds' as const,
    (error: Error) => error,
  );
  return { tries: tries.count, ended, outcomes };
}

/** Long enough for the same state of the other indicator to answer while eighteen workflows start side by side. */
const HURRY_SECONDS = 10;

/** The file with little time for one state; the others keep theirs. */
function inAHurry(file: string, state: string): string {
  return JSON.stringify(
    JSON.parse(file, (key, value) => (key === state ? { ...value, TimeoutSeconds: HURRY_SECONDS } : value)),
  );
}

/** What was seen, in the words of the table. */
async function seen(state: string, kind: FailureKind): Promise<Ending | string> {
  const { tries, ended, outcomes } = await runWith({ state, kind });
  if (ended !== 'succeeds') return { tries, end: 'stops' };
  const lost = outcomes.filter(({ outcome }) => outcome === 'lost').map(({ family }) => family);
  return lost.join() === 'first' ? { tries, end: 'lost' } : `succeeds without ${lost.join()}`;
}

describe('the integration workflow', () => {
  it('has every task state in the table of failures', () => {
    const states = taskStates(parseDefinition(FILE, [])).map(([name]) => name);

    expect(Object.keys(INTEGRATION_FAILURES).toSorted()).toEqual(states.toSorted());
  });

  it('limits the time of every task', () => {
    const limits = FILE.match(/"TimeoutSeconds"/g) ?? [];

    expect(limits).toHaveLength(Object.keys(INTEGRATION_FAILURES).length);
  });

  describe.each(KINDS)('where a task is %s', (kind) => {
    const concerned = Object.entries(INTEGRATION_FAILURES).filter(
      ([, endings]) => endings[kind] !== 'cannot happen',
    );

    it('tries and ends as the table says, at every state', async () => {
      const endings = await Promise.all(
        concerned.map(async ([state]) => [state, await seen(state, kind)] as const),
      );

      expect(endings).toEqual(concerned.map(([state, expected]) => [state, expected[kind]]));
    }, 60_000);
  });

  it.each(['throttled', 'refused', 'crashed'] as const)(
    'goes on as if nothing had been where a task is %s and its last try succeeds',
    async (kind) => {
      const tried = Object.entries(INTEGRATION_FAILURES).flatMap(([state, { [kind]: ending }]) =>
        ending !== 'cannot happen' && ending.tries > 1 ? [{ state, kind, times: ending.tries - 1 }] : [],
      );

      const ends = await Promise.all(tried.map(runWith));

      expect(ends.map(({ ended }) => ended)).toEqual(tried.map(() => 'succeeds'));
      expect(ends.flatMap(({ outcomes }) => outcomes).filter(({ outcome }) => outcome === 'lost')).toEqual(
        [],
      );
    },
    60_000,
  );

  it('is not as the table says where a state of it is not tried again, or lets go of what it caught', async () => {
    const untried = FILE.replaceAll(/"MaxAttempts": 6/g, '"MaxAttempts": 0');
    const careless = FILE.replace(/"Catch": \[[^\]]*\][^\]]*\],/, '');

    const first = await runWith({ state: 'Cluster', kind: 'throttled', file: untried });
    const second = await runWith({ state: 'Measure', kind: 'wrong', file: careless });

    expect(first.tries).toBe(1);
    expect(second.ended).not.toBe('succeeds');
  });

  it('names the error that stopped it', async () => {
    const { ended } = await runWith({ state: 'Cluster', kind: 'wrong' });

    expect(ended).toMatchObject({ name: 'ModelDidNotTrain' });
  });

  it('says which state had too much to pass on', async () => {
    const { ended } = await runWith({ state: 'Protect', kind: 'large' });

    expect(ended).toMatchObject({ code: 'WORKFLOW_FAILED' });
    expect(String(ended)).toMatch(/Protect.*States\.DataLimitExceeded/);
  });

  it('keeps what the query engine says of a failure out of its state', async () => {
    const { outcomes } = await runWith({ state: 'AskMeasure', kind: 'wrong' });

    expect(outcomes[0]).toEqual({ family: 'first', outcome: 'lost', error: { Error: 'QueryFailed' } });
  });

  it('is described in docs/workflows.md as it was seen here', () => {
    const page = readFileSync(join(root, 'docs', 'workflows.md'), 'utf8');

    expect(page).toContain(failureTable(INTEGRATION_FAILURES));
  });
});
