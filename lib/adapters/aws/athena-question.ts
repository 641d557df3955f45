import { type AthenaClient, type ColumnInfo, GetQueryResultsCommand } from '@aws-sdk/client-athena';
import type { Names } from '../../deployment/names.ts';
import { QuestionTooCostly } from '../../errors/question-errors.ts';
import type { Catalogue } from '../../ports/catalogue.ts';
import type { ObjectStore, SharedZone } from '../../ports/object-store.ts';
import type { SqlRow, Statement } from '../../ports/query-engine.ts';
import type { Answer, AnswerKind } from '../../ports/reader.ts';
import { AthenaEngine } from './athena-engine.ts';
import { toAwsFailure } from './failures.ts';

export interface QuestionSettings {
  readonly client: AthenaClient;
  readonly names: Names;
  readonly catalogue: Catalogue;
  readonly zones: Readonly<Record<SharedZone, ObjectStore>>;
  /** More rows than this are refused. */
  readonly rowLimit: number;
}

/**
 * Asks one SELECT in the analysts' work group, with the columns in their order and kinds, even where no row comes.
 * @throws QueryFailed, QuestionTooCostly, ScanLimitReached, AccessRefused
 */
export async function askAthena(statement: Statement, settings: QuestionSettings): Promise<Answer> {
  const { client, names, catalogue, zones, rowLimit } = settings;
  const workGroup = names.workGroup('analyst');
  const asked: { queryId?: string } = {};
  const engine = new AthenaEngine({
    client,
    workGroup,
    catalogue,
    names,
    zones,
    onQuery: async ({ queryId }) => {
      asked.queryId = queryId;
    },
  });
  const rows: SqlRow[] = [];
  for await (const batch of engine.stream(statement)) {
    for (const row of batch) rows.push(row);
    if (rows.length > rowLimit) throw new QuestionTooCostly({ kind: 'rows', rows: rowLimit });
  }
  const columns = await columnsOf(client, asked.queryId ?? '', workGroup);
  return {
    columns: columns.map(({ Name = '', Type = '' }) => ({ name: Name, kind: kindOf(Type.toLowerCase()) })),
    rows: rows.map((row) => columns.map(({ Name = '' }) => row[Name] ?? null)),
  };
}

async function columnsOf(
  client: AthenaClient,
  queryId: string,
  workGroup: string,
): Promise<readonly ColumnInfo[]> {
  const command = new GetQueryResultsCommand({ QueryExecutionId: queryId, MaxResults: 1 });
  const { ResultSet } = await client.send(command).catch((error: unknown) => {
    throw toAwsFailure(error, 'athena:GetQueryResults', `work group ${workGroup}`);
  });
  return ResultSet?.ResultSetMetadata?.ColumnInfo ?? [];
}

function kindOf(type: string): AnswerKind {
  if (/^(bigint|integer|int|smallint|tinyint)$/.test(type)) return 'integer';
  if (type.startsWith('decimal')) return 'decimal';
  if (/^(double|float|real)$/.test(type)) return 'double';
  return type === 'boolean' ? 'boolean' : 'text';
}
