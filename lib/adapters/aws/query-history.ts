import {
  type AthenaClient,
  BatchGetQueryExecutionCommand,
  ListQueryExecutionsCommand,
  type QueryExecution,
} from '@aws-sdk/client-athena';
import { toAwsFailure } from './failures.ts';

/** `BatchGetQueryExecution` takes so many. */
const AT_ONCE = 50;

/** What queries scanned, by id; Athena forgets queries after 45 days, and those are missing here. */
export async function scannedBytes(
  athena: AthenaClient,
  ids: readonly string[],
): Promise<ReadonlyMap<string, number>> {
  const found = new Map<string, number>();
  for (let at = 0; at < ids.length; at += AT_ONCE) {
    for (const one of await details(athena, ids.slice(at, at + AT_ONCE)))
      found.set(one.QueryExecutionId ?? '', one.Statistics?.DataScannedInBytes ?? 0);
  }
  return found;
}

/** The queries of a work group, newest first, back to a moment. */
export async function* queriesOf(
  athena: AthenaClient,
  workGroup: string,
  from: Date,
): AsyncIterable<QueryExecution> {
  let token: string | undefined;
  do {
    const page = await asked('athena:ListQueryExecutions', workGroup, () =>
      athena.send(
        new ListQueryExecutionsCommand({
          WorkGroup: workGroup,
          MaxResults: AT_ONCE,
          ...(token === undefined ? {} : { NextToken: token }),
        }),
      ),
    );
    const ids = page.QueryExecutionIds ?? [];
    const queries = ids.length === 0 ? [] : await details(athena, ids);
    for (const query of queries) yield query;
    const oldest = queries.map(({ Status }) => Status?.SubmissionDateTime?.getTime() ?? 0);
    token = oldest.some((time) => time < from.getTime()) ? undefined : page.NextToken;
  } while (token !== undefined);
}

async function details(athena: AthenaClient, ids: readonly string[]): Promise<readonly QueryExecution[]> {
  const { QueryExecutions = [] } = await asked('athena:BatchGetQueryExecution', 'queries', () =>
    athena.send(new BatchGetQueryExecutionCommand({ QueryExecutionIds: [...ids] })),
  );
  return QueryExecutions;
}

async function asked<T>(action: string, resource: string, ask: () => Promise<T>): Promise<T> {
  try {
    return await ask();
  } catch (error) {
    throw toAwsFailure(error, action, resource);
  }
}
