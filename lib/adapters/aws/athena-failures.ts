import type { QueryExecution } from '@aws-sdk/client-athena';
import { QueryFailed, type QueryFailure, TableExists } from '../../errors/query-errors.ts';
import type { TributaryError } from '../../errors/tributary-error.ts';
import { AccessRefused, ScanLimitReached } from './errors.ts';
import { isNamed, toAwsFailure } from './failures.ts';

/** Which statement failed, where. */
export interface Failing {
  readonly name: string;
  readonly workGroup: string;
  /** The table that it was to make. */
  readonly made?: { readonly database: string; readonly name: string };
}

/** Trino's codes that speak of the statement's text, not of data. */
const OF_THE_STATEMENT =
  /^(SYNTAX_ERROR|TYPE_MISMATCH|AMBIGUOUS_NAME|CONSTRAINT_VIOLATION|NOT_SUPPORTED|MISSING_\w+|DUPLICATE_\w+|EXPRESSION_\w+|NESTED_\w+|INVALID_(COLUMN_\w+|LITERAL|PARAMETER_\w+|WINDOW_\w+|VIEW|PARTITION_\w+|TABLE_PROPERTY)|VIEW_\w+|(CATALOG|SCHEMA|TABLE|COLUMN|FUNCTION|TYPE)_(NOT_FOUND|ALREADY_EXISTS)|MISMATCHED_\w+|STACK_OVERFLOW|QUERY_HAS_TOO_MANY_STAGES)$/;

const KINDS: readonly (readonly [code: RegExp, kind: Exclude<QueryFailure['kind'], 'statement'>])[] = [
  [
    /^(INVALID_CAST_ARGUMENT|INVALID_FUNCTION_ARGUMENT|DIVISION_BY_ZERO|NUMERIC_VALUE_OUT_OF_RANGE|INVALID_ARGUMENTS|SUBQUERY_MULTIPLE_ROWS|INVALID_JSON\w*)$/,
    'value',
  ],
  [/^(EXCEEDED_\w*MEMORY\w*|CLUSTER_OUT_OF_MEMORY|OUT_OF_SPILL_SPACE)$/, 'memory'],
  [/^(HIVE_\w+|ICEBERG_\w+|PARQUET_\w+)$/, 'storage'],
  [/^(USER_CANCELED|ADMINISTRATIVELY_KILLED|ABANDONED_QUERY)$/, 'cancelled'],
];

/** `AthenaError.ErrorType` of "Query exhausted resources at this scale factor". */
const MOST_OF_EXHAUSTED = 8;
const USER = 2;

/** What Athena said when it would not take a statement. */
export function toStartFailure(error: unknown, { name, workGroup }: Failing): TributaryError {
  if (isNamed(error, 'InvalidRequestException') && error instanceof Error)
    return new QueryFailed(name, { kind: 'statement', detail: withoutLiterals(error.message) });
  return toAwsFailure(error, 'athena:StartQueryExecution', `work group ${workGroup}`);
}

/** Why a statement did not succeed, told without a value: Athena's reasons quote what could not be converted. */
export function toQueryFailed({ Status }: QueryExecution, failing: Failing): TributaryError {
  const reason = Status?.StateChangeReason ?? Status?.AthenaError?.ErrorMessage ?? '';
  const { name, workGroup, made } = failing;
  if (/bytes scanned limit/i.test(reason)) return new ScanLimitReached(name, workGroup);
  if (Status?.State === 'CANCELLED') return new QueryFailed(name, { kind: 'cancelled' });
  const refused = refusalOf(reason);
  if (refused !== undefined)
    return new AccessRefused({ action: refused, resource: `what the statement "${name}" reads or writes` });
  const code = /^(?:FAILED: )?([A-Z][A-Z0-9_]+):/.exec(reason)?.[1] ?? '';
  if (made !== undefined && (code === 'TABLE_ALREADY_EXISTS' || /AlreadyExistsException/.test(reason)))
    return new TableExists(made.database, made.name);
  if (OF_THE_STATEMENT.test(code))
    return new QueryFailed(name, { kind: 'statement', detail: withoutLiterals(reason) });
  const known = KINDS.find(([pattern]) => pattern.test(code));
  return new QueryFailed(name, { kind: known?.[1] ?? kindOf(Status?.AthenaError) });
}

/** The action that the engine was not allowed, in the name of whoever asked. */
function refusalOf(reason: string): string | undefined {
  const action = /\b(?:s3|kms|glue):[A-Z][A-Za-z]+/.exec(reason)?.[0];
  if (/not authorized to perform/i.test(reason)) return action ?? 's3:GetObject';
  return /access ?denied|permission ?denied/i.test(reason) ? (action ?? 's3:GetObject') : undefined;
}

function kindOf(
  error: NonNullable<QueryExecution['Status']>['AthenaError'],
): Exclude<QueryFailure['kind'], 'statement'> {
  if (error?.ErrorType !== undefined && error.ErrorType <= MOST_OF_EXHAUSTED) return 'memory';
  return error?.ErrorCategory === USER ? 'value' : 'internal';
}

const LONGEST = 300;

/** The first sentence or so of a reason; literals of the statement are not shown. */
function withoutLiterals(reason: string): string {
  const [first = ''] = reason.split(/\n| You may need to | This query ran against /);
  return first.replaceAll(/'[^']*'?/g, "'…'").slice(0, LONGEST);
}
