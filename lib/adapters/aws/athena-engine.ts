import { randomUUID } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import {
  type AthenaClient,
  type ColumnInfo,
  GetQueryExecutionCommand,
  GetQueryResultsCommand,
  type GetQueryResultsCommandOutput,
  type QueryExecution,
  type Row,
  StartQueryExecutionCommand,
  StopQueryExecutionCommand,
} from '@aws-sdk/client-athena';
import type { Names } from '../../deployment/names.ts';
import { QueryFailed, TableExists } from '../../errors/query-errors.ts';
import type { Catalogue } from '../../ports/catalogue.ts';
import type { ObjectStore, SharedZone } from '../../ports/object-store.ts';
import type { QueryEngine, SqlRow, Statement } from '../../ports/query-engine.ts';
import { answerRows } from './athena-answer.ts';
import { type Failing, toQueryFailed, toStartFailure } from './athena-failures.ts';
import { toRows, type WrittenValue } from './athena-values.ts';
import { toAwsFailure } from './failures.ts';
import { placeOf } from './zone-places.ts';

/** What a query was and what it took, for the audit and for costs. Its SQL is in Athena's history. */
export interface QueryReport {
  readonly name: string;
  readonly queryId: string;
  readonly database: string;
  readonly state: 'SUCCEEDED' | 'FAILED' | 'CANCELLED';
  readonly bytesScanned: number;
  readonly milliseconds: number;
}

export interface AthenaEngineSettings {
  readonly client: AthenaClient;
  /** Says where answers lie, and how they are encrypted. */
  readonly workGroup: string;
  readonly catalogue: Catalogue;
  readonly names: Names;
  readonly zones: Readonly<Record<SharedZone, ObjectStore>>;
  /** Told of every query once it has ended. */
  readonly onQuery?: (report: QueryReport) => Promise<void>;
  /** Cancels what is asked. */
  readonly signal?: AbortSignal;
  /** Default: real time. */
  readonly sleep?: (milliseconds: number) => Promise<unknown>;
}

const CATALOG = 'AwsDataCatalog';

/** Milliseconds between two looks at a query: the first, how they grow, the longest. */
const POLL = { first: 250, growth: 1.5, longest: 5000 };

/** As many rows as a page of an answer holds, and a batch of ours. */
const PAGE = 1000;

/** The dialect's own engine. A larger answer is read from the file that Athena leaves of it: a page takes as long as a thousand of its rows there. */
export class AthenaEngine implements QueryEngine {
  readonly #settings: AthenaEngineSettings;

  constructor(settings: AthenaEngineSettings) {
    this.#settings = settings;
  }

  /** Runs CREATE TABLE AS at an emptied place, or whatever else answers no rows. */
  async execute(statement: Statement): Promise<void> {
    if (makes(statement)) await this.#makeRoom(statement);
    await this.#run(statement);
  }

  async query(statement: Statement): Promise<readonly SqlRow[]> {
    const rows: SqlRow[] = [];
    for await (const batch of this.stream(statement)) for (const row of batch) rows.push(row);
    return rows;
  }

  async *stream(statement: Statement): AsyncIterable<readonly SqlRow[]> {
    const { QueryExecutionId, ResultConfiguration } = await this.#run(statement);
    const first = await this.#page(QueryExecutionId, undefined);
    const columns = first.ResultSet?.ResultSetMetadata?.ColumnInfo ?? [];
    const file = this.#fileOf(ResultConfiguration?.OutputLocation);
    if (first.NextToken !== undefined && file !== undefined) {
      for await (const rows of answerRows(file))
        for (let from = 0; from < rows.length; from += PAGE)
          yield toRows(rows.slice(from, from + PAGE), columns);
      return;
    }
    // The names of the columns are the first row of the first page.
    yield* this.#pages(QueryExecutionId, columns, first, 1);
  }

  async *#pages(
    queryId: string | undefined,
    columns: readonly ColumnInfo[],
    first: GetQueryResultsCommandOutput,
    skipped: number,
  ): AsyncIterable<readonly SqlRow[]> {
    let page = first;
    let from = skipped;
    for (;;) {
      const rows = (page.ResultSet?.Rows ?? []).slice(from).map(written);
      if (rows.length > 0) yield toRows(rows, columns);
      if (page.NextToken === undefined) return;
      page = await this.#page(queryId, page.NextToken);
      from = 0;
    }
  }

  async #page(queryId: string | undefined, token: string | undefined): Promise<GetQueryResultsCommandOutput> {
    const command = new GetQueryResultsCommand({
      QueryExecutionId: queryId,
      MaxResults: PAGE,
      ...(token === undefined ? {} : { NextToken: token }),
    });
    return this.#settings.client.send(command).catch((error: unknown) => {
      throw this.#failure(error, 'athena:GetQueryResults');
    });
  }

  #fileOf(location: string | undefined): AsyncIterable<Uint8Array> | undefined {
    const place = placeOf(this.#settings.names, location ?? '');
    return place?.path.endsWith('.csv') ? this.#settings.zones[place.zone].read(place.path) : undefined;
  }

  /** Athena makes no database, takes no name that is taken, and writes to no folder that holds anything. */
  async #makeRoom({ database, name, place }: Making): Promise<void> {
    const { catalogue, zones } = this.#settings;
    if ((await catalogue.find(database, name)) !== undefined) throw new TableExists(database, name);
    await catalogue.ensureDatabase(database);
    const store = zones[place.zone];
    const left = await store.list(`${place.path}/`);
    await Promise.all(left.map(({ key }) => store.delete(key)));
  }

  async #run(statement: Statement): Promise<QueryExecution> {
    const { workGroup } = this.#settings;
    const { name, database } = statement;
    const failing: Failing = {
      name,
      workGroup,
      ...(makes(statement) ? { made: { database, name } } : {}),
    };
    const queryId = await this.#start(statement, failing);
    const execution = await this.#ended(queryId, statement);
    await this.#report(statement, queryId, execution);
    if (execution.Status?.State !== 'SUCCEEDED') throw toQueryFailed(execution, failing);
    return execution;
  }

  async #start({ sql, database, name }: Statement, failing: Failing): Promise<string> {
    const { client, workGroup, signal } = this.#settings;
    if (signal?.aborted) throw new QueryFailed(name, { kind: 'cancelled' });
    const command = new StartQueryExecutionCommand({
      QueryString: sql,
      QueryExecutionContext: { Catalog: CATALOG, Database: database },
      WorkGroup: workGroup,
      // A request that is sent again, since its answer was lost, starts no second query.
      ClientRequestToken: randomUUID(),
      ResultReuseConfiguration: { ResultReuseByAgeConfiguration: { Enabled: false } },
    });
    const { QueryExecutionId = '' } = await client.send(command).catch((error: unknown) => {
      throw toStartFailure(error, failing);
    });
    return QueryExecutionId;
  }

  /** Waits for the end. A query that nobody waits for any more is stopped: it would go on reading, and costing. */
  async #ended(queryId: string, { name }: Statement): Promise<QueryExecution> {
    const { client, signal, sleep = wait } = this.#settings;
    let pause = POLL.first;
    let isOver = false;
    try {
      for (;;) {
        const { QueryExecution } = await client
          .send(new GetQueryExecutionCommand({ QueryExecutionId: queryId }))
          .catch((error: unknown) => {
            throw this.#failure(error, 'athena:GetQueryExecution');
          });
        const state = QueryExecution?.Status?.State;
        isOver = state === 'SUCCEEDED' || state === 'FAILED' || state === 'CANCELLED';
        if (isOver && QueryExecution !== undefined) return QueryExecution;
        if (signal?.aborted) throw new QueryFailed(name, { kind: 'cancelled' });
        await sleep(pause);
        pause = Math.min(POLL.longest, pause * POLL.growth);
      }
    } finally {
      if (!isOver) await this.#stop(queryId);
    }
  }

  async #stop(queryId: string): Promise<void> {
    // The reason for stopping is what the caller hears, not that stopping failed.
    await this.#settings.client
      .send(new StopQueryExecutionCommand({ QueryExecutionId: queryId }))
      .catch(() => undefined);
  }

  async #report({ name, database }: Statement, queryId: string, { Status, Statistics }: QueryExecution) {
    const state = Status?.State;
    await this.#settings.onQuery?.({
      name,
      queryId,
      database,
      state: state === 'SUCCEEDED' || state === 'CANCELLED' ? state : 'FAILED',
      bytesScanned: Statistics?.DataScannedInBytes ?? 0,
      milliseconds: Statistics?.TotalExecutionTimeInMillis ?? Statistics?.EngineExecutionTimeInMillis ?? 0,
    });
  }

  #failure(error: unknown, action: string): Error {
    return toAwsFailure(error, action, `work group ${this.#settings.workGroup}`);
  }
}

/** A statement that makes a table, and where. */
type Making = Statement & Required<Pick<Statement, 'place'>>;

function makes(statement: Statement): statement is Making {
  return statement.place !== undefined;
}

/** NULL is a datum without a value. */
function written({ Data = [] }: Row): readonly WrittenValue[] {
  return Data.map(({ VarCharValue }) => VarCharValue ?? null);
}
