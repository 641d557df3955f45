import { QueryFailed, type QueryFailure } from '../../errors/query-errors.ts';
import { TributaryError } from '../../errors/tributary-error.ts';
import { RAISED } from './dialect-rule.ts';

/** DuckDB begins each message with the kind of its error. These speak of the statement's text, not of data. */
const OF_THE_STATEMENT = [
  'Parser Error',
  'Binder Error',
  'Catalog Error',
  'Not implemented Error',
  'Syntax Error',
];

/** What stands before a parser's error where a statement is streamed. */
const BEFORE_PARSING = /^Failed to extract statements: /;

const KINDS: readonly (readonly [prefix: string, Exclude<QueryFailure['kind'], 'statement'>])[] = [
  ['Conversion Error', 'value'],
  ['Out of Range Error', 'value'],
  ['Invalid Input Error', 'value'],
  ['Mismatch Type Error', 'value'],
  ['Out of Memory Error', 'memory'],
  ['IO Error', 'storage'],
  ['Invalid Error', 'storage'],
  ['INTERRUPT Error', 'cancelled'],
];

/**
 * What DuckDB threw, told without a value: its messages on conversion quote what they could not convert. An error of
 * our own is passed on.
 */
export function toQueryFailed(statement: string, error: unknown): TributaryError {
  if (error instanceof TributaryError) return error;
  if (!(error instanceof Error)) return new QueryFailed(statement, { kind: 'internal' });
  // An error of the file system, such as a full disk.
  if ('syscall' in error) return new QueryFailed(statement, { kind: 'storage' });
  return new QueryFailed(statement, failureOf(error.message.replace(BEFORE_PARSING, '')));
}

function failureOf(message: string): QueryFailure {
  if (OF_THE_STATEMENT.some((prefix) => message.startsWith(prefix))) {
    const [first = ''] = message.split('\n');
    const said = first.slice(first.indexOf(': ') + 2).replaceAll(/'[^']*'?/g, "'…'");
    return { kind: 'statement', detail: said };
  }
  // Our macros raise fixed sentences.
  const raised = `Invalid Input Error: ${RAISED}`;
  if (message.startsWith(raised)) return { kind: 'statement', detail: message.slice(raised.length) };
  const known = KINDS.find(([prefix]) => message.startsWith(prefix));
  return { kind: known?.[1] ?? 'internal' };
}
