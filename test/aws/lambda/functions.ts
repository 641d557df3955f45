import { randomUUID } from 'node:crypto';
import type { Answerer } from '../../../scripts/moto/gateway.ts';
import type { AwsAnswer } from '../../../scripts/moto/request.ts';
import { type Answer, type Fault, type FunctionDefinition, FunctionProcess } from './function-process.ts';

/** Lambda's limit of what goes in and what comes out of a synchronous call. */
const LARGEST_PAYLOAD = 6 * 1024 * 1024;

const INVOKE = /^\/2015-03-31\/functions\/([^/?]+)\/invocations$/;

/** An invocation that was answered. */
export interface Invocation {
  readonly function: string;
  readonly event: unknown;
  readonly answer: Answer;
  /** A process that had answered before. */
  readonly warm: boolean;
  readonly logs: string;
  readonly milliseconds: number;
}

/** Lambda's Invoke: each function in processes of its own, kept warm, one event at a time. */
export class Functions implements AsyncDisposable {
  readonly invocations: Invocation[] = [];
  readonly #definitions: ReadonlyMap<string, FunctionDefinition>;
  readonly #endpoint: () => string;
  readonly #region: string;
  readonly #idle = new Map<string, FunctionProcess[]>();
  readonly #all = new Set<FunctionProcess>();
  #given: Readonly<Record<string, string>> = {};

  constructor(definitions: readonly FunctionDefinition[], endpoint: () => string, region: string) {
    this.#definitions = new Map(definitions.map((one) => [one.name, one]));
    this.#endpoint = endpoint;
    this.#region = region;
  }

  /** Variables that every function gets from now on, beside its own. */
  give(variables: Readonly<Record<string, string>>): void {
    this.#given = variables;
  }

  /** Ends all processes, as a deployment does: the next call of each starts a new one. */
  async restart(): Promise<void> {
    this.#idle.clear();
    await this[Symbol.asyncDispose]();
    this.#all.clear();
  }

  readonly answer: Answerer = async ({ method, path, body, headers }) => {
    const reference = method === 'POST' ? INVOKE.exec(path)?.[1] : undefined;
    if (reference === undefined) return undefined;
    const name = functionName(reference);
    if (!this.#definitions.has(name)) {
      return refused(404, 'ResourceNotFoundException', `Function not found: ${name}`);
    }
    if (body.length > LARGEST_PAYLOAD) {
      return refused(
        413,
        'RequestTooLargeException',
        `Request must be smaller than ${LARGEST_PAYLOAD} bytes`,
      );
    }
    const event = body.toString() || '{}';
    if (headers['x-amz-invocation-type'] === 'Event') {
      void this.invoke(name, event);
      return { status: 202, headers: {}, body: '' };
    }
    const answer = await this.invoke(name, event);
    return answer.ok ? answered(answer.payload) : failed(answer.fault);
  };

  async invoke(name: string, event: string): Promise<Answer> {
    const definition = this.#definitions.get(name);
    if (definition === undefined) throw new RangeError(`There is no function ${name}.`);
    const began = performance.now();
    const idle = this.#idle.get(name) ?? [];
    this.#idle.set(name, idle);
    const waiting = idle.pop();
    const process = waiting ?? (await this.#start(definition));
    this.#all.add(process);
    const answer = capped(await process.invoke(event));
    if (process.alive) idle.push(process);
    this.invocations.push({
      ...{ function: name, event: JSON.parse(event), answer, warm: waiting !== undefined },
      ...{ logs: process.takeLogs(), milliseconds: performance.now() - began },
    });
    return answer;
  }

  #start(definition: FunctionDefinition): Promise<FunctionProcess> {
    const variables = { ...definition.variables, ...this.#given };
    return FunctionProcess.start({ ...definition, variables }, this.#endpoint(), this.#region);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all([...this.#all].map((process) => process.end()));
  }
}

/** From a name, a partial or a full ARN, with or without a qualifier. */
function functionName(reference: string): string {
  const parts = decodeURIComponent(reference).split(':');
  const at = parts.indexOf('function');
  return (at < 0 ? parts[0] : parts[at + 1]) ?? '';
}

function capped(answer: Answer): Answer {
  if (!answer.ok || Buffer.byteLength(answer.payload) <= LARGEST_PAYLOAD) return answer;
  const fault = {
    errorType: 'Function.ResponseSizeTooLarge',
    errorMessage: `Response payload size exceeded maximum allowed payload size (${LARGEST_PAYLOAD} bytes).`,
  };
  return { ok: false, fault, peakMegabytes: answer.peakMegabytes };
}

const HEADERS = { 'content-type': 'application/json', 'x-amz-executed-version': '$LATEST' };

function answered(payload: string): AwsAnswer {
  return { status: 200, headers: { ...HEADERS, 'x-amzn-requestid': randomUUID() }, body: payload };
}

function failed(fault: Fault): AwsAnswer {
  return {
    status: 200,
    headers: { ...HEADERS, 'x-amzn-requestid': randomUUID(), 'x-amz-function-error': 'Unhandled' },
    body: JSON.stringify(fault),
  };
}

function refused(status: number, type: string, message: string): AwsAnswer {
  return {
    ...{ status, headers: { 'content-type': 'application/json', 'x-amzn-errortype': type } },
    body: JSON.stringify({ Type: 'User', Message: message }),
  };
}
