import { Logger } from '@aws-lambda-powertools/logger';
import { type AwsHost, type AwsHostSettings, openAwsHost } from '../lib/adapters/aws/world.ts';
import { type Audience, type Kind, type Retry, TributaryError } from '../lib/errors/tributary-error.ts';
import type { StepHandler } from './step.ts';

/** What the runtime calls. */
export type LambdaHandler = (event: unknown, context: LambdaContext) => Promise<unknown>;

/** Of Lambda's own context, what a log line names. */
export interface LambdaContext {
  readonly awsRequestId: string;
  readonly functionName: string;
  getRemainingTimeInMillis?(): number;
}

export interface FunctionHost {
  /** Default: the function's own variables. */
  readonly variables?: AwsHostSettings['variables'];
  /** Missing in the bundle without DuckDB. */
  readonly workbenches?: AwsHostSettings['workbenches'] & { sweep(): Promise<void> };
  /** Default: on AWS. */
  readonly open?: (settings: AwsHostSettings) => AwsHost;
}

/**
 * Makes functions of the steps of one bundle. The world's lasting parts are made at the first call and serve as long
 * as the function is warm; a fault in making them is a fault of that call, and the next one tries again.
 */
export function functionsOf(host: FunctionHost): (handler: StepHandler) => LambdaHandler {
  const { variables = process.env, workbenches, open = openAwsHost } = host;
  const logger = new Logger({ serviceName: variables['TRIBUTARY_COLLABORATIVE'] ?? 'tributary' });
  let opened: AwsHost | undefined;
  let swept: Promise<void> | undefined;
  const hosted = (): AwsHost => {
    opened ??= open({ variables, ...(workbenches === undefined ? {} : { workbenches }) });
    return opened;
  };
  return (handler) => async (event, context) => {
    logger.resetKeys();
    logger.appendKeys({
      step: variables['TRIBUTARY_STEP'] ?? 'unknown',
      request: context.awsRequestId,
      ...idsOf(event),
    });
    const began = performance.now();
    try {
      // A process that is alive cleans up after itself: only the one before it may have left something.
      swept ??= workbenches?.sweep();
      await swept;
      const answer = await handler(event, { world: await hosted().world(beforeTheEnd(context)) });
      logger.info('done', { milliseconds: Math.round(performance.now() - began) });
      return answer;
    } catch (error) {
      const told = error instanceof TributaryError ? error : new StepFaulted(error);
      logger.error('failed', { errorClass: told.name, code: told.code, retry: told.retry });
      throw told;
    }
  };
}

/** A statement is looked at every five seconds at least; then there is time to stop it, and to say so. */
const MARGIN_MILLISECONDS = 10_000;

/** Aborts shortly before Lambda would cut the function off, and leave a statement running that nobody waits for. */
function beforeTheEnd({ getRemainingTimeInMillis }: LambdaContext): AbortSignal | undefined {
  const left = getRemainingTimeInMillis?.();
  return left === undefined ? undefined : AbortSignal.timeout(Math.max(0, left - MARGIN_MILLISECONDS));
}

/** What an event tells of what is worked on: ids and names of the workspace, and nothing that an agency has written. */
function idsOf(event: unknown): Readonly<Record<string, string>> {
  const found = [
    ['run', textAt(event, 'run')],
    ['family', textAt(event, 'family')],
    ['agency', textAt(event, 'agency')],
    ['dataset', textAt(event, 'dataset')],
    [
      'deliveryId',
      textAt(event, 'received', 'delivery', 'deliveryId') ?? textAt(event, 'delivery', 'deliveryId'),
    ],
  ] as const;
  return Object.fromEntries(found.flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])));
}

/** Names and ids have no blanks; whatever else stands there is not shown. */
function textAt(event: unknown, ...path: readonly string[]): string | undefined {
  const value = path.reduce<unknown>(
    (at, name) =>
      typeof at === 'object' && at !== null && name in at ? at[name as keyof typeof at] : undefined,
    event,
  );
  return typeof value === 'string' && /^[\w.-]{1,120}$/.test(value) ? value : undefined;
}

/**
 * Something that no step throws on purpose. Its message is dropped: Lambda and Step Functions keep messages, and a
 * library's may quote a value.
 */
export class StepFaulted extends TributaryError {
  readonly code = 'STEP_FAULTED';
  readonly kind: Kind = 'fault';
  readonly audience: Audience = 'operator';
  override readonly retry: Retry = 'later';

  constructor(error: unknown) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : '';
    const name = /^[A-Z][A-Z0-9_]{1,40}$/.test(code) ? code : error instanceof Error ? error.name : 'unknown';
    super(
      `The step failed unexpectedly (${/^[A-Za-z][\w.]{0,60}$/.test(name) ? name : 'unknown'}). Start the run again, and report this if it stays.`,
    );
  }
}
