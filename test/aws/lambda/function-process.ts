import { type ChildProcess, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { cellOf } from './cell.ts';

/** A function as the cloud assembly describes it. */
export interface FunctionDefinition {
  readonly name: string;
  readonly arn: string;
  /** The name of the role that it takes. */
  readonly role: string;
  /** `<module>.<export>` */
  readonly handler: string;
  /** A folder. */
  readonly code: string;
  readonly memoryMegabytes: number;
  readonly timeoutSeconds: number;
  readonly scratchMegabytes: number;
  readonly variables: Readonly<Record<string, string>>;
}

export interface Fault {
  readonly errorType: string;
  readonly errorMessage: string;
  readonly trace?: readonly string[];
}

export type Answer =
  | { readonly ok: true; readonly payload: string; readonly peakMegabytes: number }
  | { readonly ok: false; readonly fault: Fault; readonly peakMegabytes: number };

type Message =
  | { readonly kind: 'ready' }
  | { readonly kind: 'broken'; readonly fault: Fault }
  | {
      readonly kind: 'answer';
      readonly requestId: string;
      readonly payload: string;
      readonly peakKilobytes: number;
    }
  | {
      readonly kind: 'fault';
      readonly requestId: string;
      readonly fault: Fault;
      readonly peakKilobytes: number;
    };

const INIT_SECONDS = 10;
/** Of the JavaScript heap; the rest is for the runtime and native code, as on Lambda. */
const HEAP_SHARE = 0.9;

/** One execution environment of a function: a process with nothing but what Lambda gives it. */
export class FunctionProcess {
  readonly definition: FunctionDefinition;
  readonly #child: ChildProcess;
  readonly #logs: string[] = [];
  readonly #exit: Promise<readonly [code: number | null, signal: string | null]>;
  readonly #started: Promise<Message | undefined>;
  alive = true;

  private constructor(definition: FunctionDefinition, child: ChildProcess) {
    this.definition = definition;
    this.#child = child;
    this.#exit = once(child, 'exit').then(([code, signal]) => {
      this.alive = false;
      return [code, signal] as const;
    });
    for (const stream of [child.stdout, child.stderr]) {
      stream?.setEncoding('utf8').on('data', (text: string) => this.#logs.push(text));
    }
    this.#started = this.#next(INIT_SECONDS * 1000);
  }

  /** @param endpoint the only thing that Lambda would not say */
  static async start(
    definition: FunctionDefinition,
    endpoint: string,
    region: string,
  ): Promise<FunctionProcess> {
    const heap = Math.floor(definition.memoryMegabytes * HEAP_SHARE);
    const { command, args, taskRoot } = await cellOf({
      ...{ code: definition.code, runtime: join(import.meta.dirname, 'runtime'), node: process.execPath },
      scratchMegabytes: definition.scratchMegabytes,
      nodeArgs: [`--max-old-space-size=${heap}`],
    });
    const child = spawn(command, args, {
      cwd: '/',
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
      env: variablesOf(definition, taskRoot, endpoint, region),
    });
    return new FunctionProcess(definition, child);
  }

  /** What it wrote since it was asked last: its share of CloudWatch's log. */
  takeLogs(): string {
    return this.#logs.splice(0).join('');
  }

  /** One event; never two at a time. */
  async invoke(event: string): Promise<Answer> {
    const { timeoutSeconds, memoryMegabytes, arn } = this.definition;
    const requestId = randomUUID();
    const started = await this.#started;
    if (started === undefined || started.kind === 'broken') {
      await this.end();
      const fault = started?.fault ?? { errorType: 'Runtime.ExitError', errorMessage: this.takeLogs() };
      return { ok: false, fault, peakMegabytes: 0 };
    }
    const deadline = Date.now() + timeoutSeconds * 1000;
    this.#child.send({ requestId, traceId: `Root=1-${requestId}`, arn, event, deadline });
    const message = await this.#next(timeoutSeconds * 1000);
    if (message === undefined) return this.#lost(requestId);
    if (message.kind === 'ready' || message.kind === 'broken') return this.#lost(requestId);
    const peakMegabytes = message.peakKilobytes / 1024;
    if (peakMegabytes > memoryMegabytes) {
      await this.end();
      return { ok: false, fault: exited(requestId, 'signal: killed'), peakMegabytes };
    }
    return message.kind === 'answer'
      ? { ok: true, payload: message.payload, peakMegabytes }
      : { ok: false, fault: message.fault, peakMegabytes };
  }

  async end(): Promise<void> {
    if (this.alive) this.#child.kill('SIGKILL');
    await this.#exit;
  }

  async #lost(requestId: string): Promise<Answer> {
    const { timeoutSeconds } = this.definition;
    if (!this.alive) {
      const [code, signal] = await this.#exit;
      const status = signal === null ? `exit status ${code}` : `signal: ${signal.toLowerCase()}`;
      return { ok: false, fault: exited(requestId, status), peakMegabytes: 0 };
    }
    await this.end();
    const errorMessage = `${new Date().toISOString()} ${requestId} Task timed out after ${timeoutSeconds.toFixed(2)} seconds`;
    return { ok: false, fault: { errorType: 'Sandbox.Timedout', errorMessage }, peakMegabytes: 0 };
  }

  /** What the process says next; undefined where it ends, or says nothing in time. */
  async #next(milliseconds: number): Promise<Message | undefined> {
    const stop = new AbortController();
    const { signal } = stop;
    try {
      return await Promise.race([
        once(this.#child, 'message', { signal }).then(([message]) => message as Message),
        // A message that is on its way when the process ends still counts.
        this.#exit.then(() => sleep(20, undefined)),
        sleep(milliseconds, undefined, { signal }),
      ]);
    } finally {
      stop.abort();
    }
  }
}

function exited(requestId: string, how: string): Fault {
  return {
    errorType: 'Runtime.ExitError',
    errorMessage: `RequestId: ${requestId} Error: Runtime exited with error: ${how}`,
  };
}

function variablesOf(
  { name, role, handler, memoryMegabytes, variables }: FunctionDefinition,
  taskRoot: string,
  endpoint: string,
  region: string,
): Readonly<Record<string, string>> {
  return {
    PATH: '/var/lang/bin:/usr/local/bin:/usr/bin/:/bin:/opt/bin',
    LANG: 'en_US.UTF-8',
    TZ: ':UTC',
    LD_LIBRARY_PATH: `/lib64:/usr/lib64:${taskRoot}:${taskRoot}/lib:/opt/lib`,
    AWS_REGION: region,
    AWS_DEFAULT_REGION: region,
    // Whoever hears a call knows by this whose it is.
    AWS_ACCESS_KEY_ID: role,
    AWS_SECRET_ACCESS_KEY: 'secret',
    AWS_SESSION_TOKEN: 'session',
    AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs24.x',
    AWS_LAMBDA_FUNCTION_NAME: name,
    AWS_LAMBDA_FUNCTION_VERSION: '$LATEST',
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(memoryMegabytes),
    AWS_LAMBDA_INITIALIZATION_TYPE: 'on-demand',
    AWS_LAMBDA_LOG_GROUP_NAME: `/aws/lambda/${name}`,
    AWS_LAMBDA_LOG_STREAM_NAME: '2026/01/01/[$LATEST]0123456789abcdef0123456789abcdef',
    AWS_XRAY_DAEMON_ADDRESS: '127.0.0.1:2000',
    LAMBDA_TASK_ROOT: taskRoot,
    _HANDLER: handler,
    ...variables,
    AWS_ENDPOINT_URL: endpoint,
  };
}
