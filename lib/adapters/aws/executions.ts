import type { AthenaClient } from '@aws-sdk/client-athena';
import {
  DescribeExecutionCommand,
  type ExecutionListItem,
  GetExecutionHistoryCommand,
  type HistoryEvent,
  ListExecutionsCommand,
  type SFNClient,
} from '@aws-sdk/client-sfn';
import { z } from 'zod';
import { type Names, QUERY_DUTIES, type Workflow } from '../../deployment/names.ts';
import { STEPS, type StepDeployment } from '../../deployment/steps.ts';
import type { Executions, ExecutionUsage, FunctionUsage, QueryUsage } from '../../ports/executions.ts';
import { toAwsFailure } from './failures.ts';
import { queriesOf } from './query-history.ts';

export interface AwsExecutionsSettings {
  readonly sfn: SFNClient;
  readonly athena: AthenaClient;
  readonly names: Names;
}

const WORKFLOWS: readonly Workflow[] = ['intake', 'integration'];

/** No execution takes longer; so far back must be looked for those that ended in a stretch of time. */
const LONGEST_MS = 2 * 86_400_000;

/** Of the scratch room of a step only this much is known here; what is billed is a hundredth of its memory. */
const SCRATCH_MEGABYTES = { small: 512, file: 10_240, large: 10_240 } as const satisfies Record<
  StepDeployment['scratch'],
  number
>;

const IntakeInput = z.object({ agency: z.string() });

/** What executions used, from the histories that Step Functions and Athena keep. */
export class AwsExecutions implements Executions {
  readonly #settings: AwsExecutionsSettings;
  readonly #steps: ReadonlyMap<string, StepDeployment>;

  constructor(settings: AwsExecutionsSettings) {
    this.#settings = settings;
    this.#steps = new Map(STEPS.map((step) => [settings.names.function(step.name), step]));
  }

  async *executions(from: Date, until: Date): AsyncIterable<ExecutionUsage> {
    for (const workflow of WORKFLOWS) {
      for await (const one of this.#ended(workflow, from, until)) yield await this.#usage(workflow, one);
    }
  }

  async *queries(from: Date, until: Date): AsyncIterable<QueryUsage> {
    for (const duty of QUERY_DUTIES) {
      const history = queriesOf(this.#settings.athena, this.#settings.names.workGroup(duty), from);
      for await (const { Status, Statistics } of history) {
        const submitted = Status?.SubmissionDateTime;
        if (submitted === undefined || submitted < from || submitted >= until) continue;
        yield {
          duty,
          submitted: submitted.toISOString(),
          // A query that failed is not billed.
          scannedBytes: Status?.State === 'FAILED' ? 0 : (Statistics?.DataScannedInBytes ?? 0),
        };
      }
    }
  }

  /** Newest first, as Step Functions lists them. */
  async *#ended(workflow: Workflow, from: Date, until: Date): AsyncIterable<ExecutionListItem> {
    const stateMachineArn = this.#settings.names.stateMachineArn(workflow);
    const pages = this.#pages('states:ListExecutions', (nextToken) =>
      this.#settings.sfn.send(new ListExecutionsCommand({ stateMachineArn, maxResults: 1000, ...nextToken })),
    );
    for await (const { executions = [] } of pages) {
      for (const one of executions) {
        if ((one.startDate?.getTime() ?? 0) < from.getTime() - LONGEST_MS) return;
        if (one.stopDate !== undefined && one.stopDate >= from && one.stopDate < until) yield one;
      }
    }
  }

  async #usage(
    workflow: Workflow,
    { executionArn = '', startDate, stopDate }: ExecutionListItem,
  ): Promise<ExecutionUsage> {
    const events: HistoryEvent[] = [];
    const pages = this.#pages('states:GetExecutionHistory', (nextToken) =>
      this.#settings.sfn.send(
        new GetExecutionHistoryCommand({
          executionArn,
          includeExecutionData: false,
          maxResults: 1000,
          ...nextToken,
        }),
      ),
    );
    for await (const page of pages) events.push(...(page.events ?? []));
    const agency = workflow === 'intake' ? await this.#agency(executionArn) : undefined;
    return {
      workflow,
      id: executionArn.slice(executionArn.lastIndexOf(':') + 1),
      ...(agency === undefined ? {} : { agency }),
      started: (startDate ?? new Date(0)).toISOString(),
      ended: (stopDate ?? new Date(0)).toISOString(),
      transitions: transitionsOf(events),
      functions: this.#functions(events),
    };
  }

  /** Only the agency is taken from the input: the rest names a file. */
  async #agency(executionArn: string): Promise<string | undefined> {
    const { input = '{}' } = await asked('states:DescribeExecution', () =>
      this.#settings.sfn.send(new DescribeExecutionCommand({ executionArn })),
    );
    const parsed = IntakeInput.safeParse(JSON.parse(input));
    return parsed.data?.agency;
  }

  /** From the start of each call to its end, by the chain of events; a retry is a call of its own. */
  #functions(events: readonly HistoryEvent[]): readonly FunctionUsage[] {
    const byId = new Map(events.map((event) => [event.id, event]));
    return events.flatMap((ended): readonly FunctionUsage[] => {
      if (!CALL_ENDED.test(ended.type ?? '')) return [];
      const started = byId.get(ended.previousEventId);
      const scheduled = byId.get(started?.previousEventId);
      const resource = scheduled?.lambdaFunctionScheduledEventDetails?.resource;
      const step = this.#steps.get(/:function:([^:]+)/.exec(resource ?? '')?.[1] ?? '');
      if (step === undefined || started?.timestamp === undefined || ended.timestamp === undefined) return [];
      return [
        {
          step: step.name,
          memoryMegabytes: step.memoryMegabytes,
          scratchMegabytes: SCRATCH_MEGABYTES[step.scratch],
          milliseconds: ended.timestamp.getTime() - started.timestamp.getTime(),
        },
      ];
    });
  }

  async *#pages<Page extends { readonly nextToken?: string | undefined }>(
    action: string,
    ask: (next: { readonly nextToken?: string }) => Promise<Page>,
  ): AsyncIterable<Page> {
    let nextToken: string | undefined;
    do {
      const page = await asked(action, () => ask(nextToken === undefined ? {} : { nextToken }));
      yield page;
      nextToken = page.nextToken;
    } while (nextToken !== undefined);
  }
}

const CALL_ENDED = /^LambdaFunction(Succeeded|Failed|TimedOut)$/;

/** Each state entered is a transition, and so is each retry; one more begins the execution. */
function transitionsOf(events: readonly HistoryEvent[]): number {
  const count = (pattern: RegExp) => events.filter(({ type }) => pattern.test(type ?? '')).length;
  const retries = count(/^(LambdaFunction|Task)Scheduled$/) - count(/^TaskStateEntered$/);
  return 1 + count(/StateEntered$/) + Math.max(0, retries);
}

async function asked<T>(action: string, ask: () => Promise<T>): Promise<T> {
  try {
    return await ask();
  } catch (error) {
    throw toAwsFailure(error, action, 'the executions of the workflows');
  }
}
