import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { AthenaClient, GetWorkGroupCommand } from '@aws-sdk/client-athena';
import type { Answerer } from '../../../scripts/moto/gateway.ts';
import type { AwsAnswer, AwsRequest } from '../../../scripts/moto/request.ts';
import { resultPage, toCsv } from './answers.ts';
import { AthenaFailure, InvalidRequest } from './failure.ts';
import { AthenaRunner, type Outcome, type Touched } from './runner.ts';
import { placeOf } from './statement.ts';

const LONGEST_QUERY = 262_144;
const PAGE = 1_000;
/** How long a question about a query that still runs waits for its end, in place of many questions. */
const WAIT_MILLISECONDS = 200;

type State = 'QUEUED' | 'RUNNING' | 'SUCCEEDED' | 'FAILED' | 'CANCELLED';

interface Execution {
  readonly id: string;
  readonly sql: string;
  readonly database: string;
  readonly workGroup: string;
  readonly output: string;
  readonly caller: string;
  readonly submitted: number;
  state: State;
  ended?: number;
  reason?: { readonly text: string; readonly category: number; readonly type: number };
  outcome?: Outcome;
  done: Promise<void>;
}

/** A query that ended, told to whoever wants to know what was done in whose name. */
export interface QueryDone {
  readonly id: string;
  readonly caller: string;
  readonly workGroup: string;
  readonly sql: string;
  readonly state: State;
  readonly reason?: string;
  readonly touched?: Touched;
  /** Where the answer lies. */
  readonly output: string;
}

/** Athena's API, really answered. What is not about a query (work groups, named queries) is left to moto. */
export class AthenaService implements AsyncDisposable {
  readonly #runner: AthenaRunner;
  readonly #moto: AthenaClient;
  readonly #executions = new Map<string, Execution>();
  readonly #tokens = new Map<string, string>();
  readonly #onQuery: (query: QueryDone) => void;

  private constructor(runner: AthenaRunner, moto: AthenaClient, onQuery: (query: QueryDone) => void) {
    this.#runner = runner;
    this.#moto = moto;
    this.#onQuery = onQuery;
  }

  static async open(
    endpoint: string,
    region: string,
    folder: string,
    onQuery: (query: QueryDone) => void = () => {},
  ): Promise<AthenaService> {
    const credentials = { accessKeyId: 'athena', secretAccessKey: 'athena' };
    return new AthenaService(
      await AthenaRunner.open(endpoint, region, folder),
      new AthenaClient({ endpoint, region, credentials }),
      onQuery,
    );
  }

  readonly answer: Answerer = async (request) => {
    const operation = request.service === 'athena' ? OPERATIONS[request.operation ?? ''] : undefined;
    if (operation === undefined) return undefined;
    try {
      const input = JSON.parse(request.body.toString() || '{}') as Input;
      return json(200, await operation(this, input, request));
    } catch (error) {
      if (!(error instanceof InvalidRequest)) throw error;
      return json(400, {
        ...{ __type: error.name, Message: error.message, message: error.message },
        AthenaErrorCode: 'INVALID_INPUT',
      });
    }
  };

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.allSettled([...this.#executions.values()].map(({ done }) => done));
    await this.#runner[Symbol.asyncDispose]();
  }

  workGroupOf(id: string): string | undefined {
    return this.#executions.get(id)?.workGroup;
  }

  async start(input: Input, { accessKeyId }: AwsRequest): Promise<unknown> {
    const sql = input.QueryString ?? '';
    const database = (input.QueryExecutionContext?.Database ?? 'default').toLowerCase();
    if (sql.length > LONGEST_QUERY) throw new InvalidRequest('Query string is too long.');
    const token = input.ClientRequestToken;
    const known = token === undefined ? undefined : this.#tokens.get(token);
    if (known !== undefined) return { QueryExecutionId: known };
    const { output, enforced, workGroup } = await this.#workGroup(input);
    const id = randomUUID();
    const execution: Execution = {
      ...{ id, sql, database, workGroup, output, caller: accessKeyId },
      ...{ submitted: Date.now(), state: 'QUEUED', done: Promise.resolve() },
    };
    this.#executions.set(id, execution);
    if (token !== undefined) this.#tokens.set(token, id);
    execution.done = this.#execute(execution, enforced);
    return { QueryExecutionId: id };
  }

  async describe({ QueryExecutionId = '' }: Input): Promise<unknown> {
    const execution = this.#find(QueryExecutionId);
    await Promise.race([execution.done, sleep(WAIT_MILLISECONDS)]);
    return { QueryExecution: describe(execution) };
  }

  describeAll({ QueryExecutionIds = [] }: Input): unknown {
    const found = QueryExecutionIds.flatMap((id) => this.#executions.get(id) ?? []);
    const missing = QueryExecutionIds.filter((id) => !this.#executions.has(id));
    return {
      QueryExecutions: found.map(describe),
      UnprocessedQueryExecutionIds: missing.map((QueryExecutionId) => ({
        ...{ QueryExecutionId, ErrorCode: 'QUERY_NOT_FOUND', ErrorMessage: 'It was not found' },
      })),
    };
  }

  list({ WorkGroup = 'primary', MaxResults = 50, NextToken = '0' }: Input): unknown {
    const all = [...this.#executions.values()].filter(({ workGroup }) => workGroup === WorkGroup).reverse();
    const next = Number(NextToken) + MaxResults;
    return {
      QueryExecutionIds: all.slice(Number(NextToken), next).map(({ id }) => id),
      ...(next < all.length ? { NextToken: String(next) } : {}),
    };
  }

  results({ QueryExecutionId = '', NextToken = '0', MaxResults = PAGE }: Input): unknown {
    const { state, outcome } = this.#find(QueryExecutionId);
    if (state !== 'SUCCEEDED' || outcome === undefined)
      throw new InvalidRequest(`Query did not finish successfully. Final query state: ${state}`);
    if (MaxResults < 1 || MaxResults > PAGE)
      throw new InvalidRequest('MaxResults is more than maximum allowed length 1000.');
    return resultPage(outcome.columns, outcome.rows, Number(NextToken), MaxResults);
  }

  stop({ QueryExecutionId = '' }: Input): unknown {
    const execution = this.#find(QueryExecutionId);
    if (execution.state === 'QUEUED' || execution.state === 'RUNNING') {
      execution.state = 'CANCELLED';
      execution.ended = Date.now();
      execution.reason = { text: 'Query cancelled by user', category: 2, type: 1000 };
    }
    return {};
  }

  #find(id: string): Execution {
    const execution = this.#executions.get(id);
    if (execution === undefined) throw new InvalidRequest(`QueryExecution ${id} was not found`);
    return execution;
  }

  async #workGroup(input: Input) {
    const workGroup = input.WorkGroup ?? 'primary';
    const found = await this.#moto
      .send(new GetWorkGroupCommand({ WorkGroup: workGroup }))
      .catch(() => undefined);
    if (found?.WorkGroup === undefined) throw new InvalidRequest(`WorkGroup ${workGroup} is not found.`);
    const { Configuration } = found.WorkGroup;
    const enforced = Configuration?.EnforceWorkGroupConfiguration ?? false;
    const own = Configuration?.ResultConfiguration?.OutputLocation;
    const asked = input.ResultConfiguration?.OutputLocation;
    const output = enforced ? own : (asked ?? own);
    if (!output) {
      throw new InvalidRequest(
        'No output location provided. An output location is required either through the Workgroup result configuration setting or as an API input.',
      );
    }
    return { workGroup, enforced, output: output.replace(/\/*$/, '/') };
  }

  async #execute(execution: Execution, enforced: boolean): Promise<void> {
    const { id, sql, database } = execution;
    await sleep(1);
    if (execution.state === 'QUEUED') execution.state = 'RUNNING';
    try {
      const outcome = await this.#runner.run({ id, sql, database, enforced });
      if (outcome.kind === 'select') {
        const { bucket, prefix } = placeOf(execution.output);
        await this.#runner.writeAnswer(bucket, `${prefix}${id}.csv`, toCsv(outcome.columns, outcome.rows));
      }
      if (isOver(execution)) return;
      execution.outcome = outcome;
      execution.state = 'SUCCEEDED';
    } catch (error) {
      if (isOver(execution)) return;
      const failure =
        error instanceof AthenaFailure
          ? error
          : new AthenaFailure(
              `GENERIC_INTERNAL_ERROR: ${error instanceof Error ? error.message : ''}`,
              1,
              200,
            );
      execution.reason = { text: failure.message, category: failure.category, type: failure.type };
      execution.state = 'FAILED';
    } finally {
      execution.ended ??= Date.now();
      const { caller, workGroup, output, state, outcome, reason } = execution;
      this.#onQuery({
        ...{ id, caller, workGroup, sql, state, output },
        ...(outcome === undefined ? {} : { touched: outcome.touched }),
        ...(reason === undefined ? {} : { reason: reason.text }),
      });
    }
  }
}

interface Input {
  readonly QueryString?: string;
  readonly QueryExecutionContext?: { readonly Database?: string };
  readonly ResultConfiguration?: { readonly OutputLocation?: string };
  readonly ClientRequestToken?: string;
  readonly WorkGroup?: string;
  readonly QueryExecutionId?: string;
  readonly QueryExecutionIds?: readonly string[];
  readonly NextToken?: string;
  readonly MaxResults?: number;
}

const OPERATIONS: Readonly<
  Record<string, (service: AthenaService, input: Input, request: AwsRequest) => unknown>
> = {
  StartQueryExecution: (service, input, request) => service.start(input, request),
  GetQueryExecution: (service, input) => service.describe(input),
  BatchGetQueryExecution: (service, input) => service.describeAll(input),
  ListQueryExecutions: (service, input) => service.list(input),
  GetQueryResults: (service, input) => service.results(input),
  StopQueryExecution: (service, input) => service.stop(input),
};

function isOver({ state }: Execution): boolean {
  return state === 'CANCELLED';
}

function describe(execution: Execution) {
  const { id, sql, database, workGroup, output, submitted, ended, state, reason, outcome } = execution;
  const took = (ended ?? Date.now()) - submitted;
  const select = !/^\s*CREATE\b/i.test(sql);
  return {
    ...{ QueryExecutionId: id, Query: sql, StatementType: select ? 'DML' : 'DDL', WorkGroup: workGroup },
    QueryExecutionContext: { Database: database, Catalog: 'awsdatacatalog' },
    ResultConfiguration: { OutputLocation: select ? `${output}${id}.csv` : `${output}tables/${id}` },
    ResultReuseConfiguration: { ResultReuseByAgeConfiguration: { Enabled: false } },
    EngineVersion: {
      SelectedEngineVersion: 'Athena engine version 3',
      EffectiveEngineVersion: 'Athena engine version 3',
    },
    Status: {
      ...{ State: state, SubmissionDateTime: submitted / 1000 },
      ...(ended === undefined ? {} : { CompletionDateTime: ended / 1000 }),
      ...(reason === undefined
        ? {}
        : {
            StateChangeReason: reason.text,
            AthenaError: {
              ...{ ErrorCategory: reason.category, ErrorType: reason.type },
              ...{ Retryable: false, ErrorMessage: reason.text },
            },
          }),
    },
    Statistics: {
      ...{ EngineExecutionTimeInMillis: took, TotalExecutionTimeInMillis: took, QueryQueueTimeInMillis: 0 },
      ...{ ServiceProcessingTimeInMillis: 0, DataScannedInBytes: outcome?.scannedBytes ?? 0 },
      ResultReuseInformation: { ReusedPreviousResult: false },
    },
  };
}

function json(status: number, body: unknown): AwsAnswer {
  return {
    status,
    headers: { 'content-type': 'application/x-amz-json-1.1', 'x-amzn-requestid': randomUUID() },
    body: JSON.stringify(body),
  };
}
