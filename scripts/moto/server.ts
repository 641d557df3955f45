import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { mkdir, readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { end, freePort } from '../child-server.ts';
import { type Answerer, Gateway, type Listener } from './gateway.ts';
import { installMoto, MotoUnavailable } from './install.ts';

const START_SECONDS = 60;

/** Whose everything is. */
export const MOTO_ACCOUNT = '111122223333';
export const MOTO_REGION = 'us-east-1';

export interface MotoSettings {
  /** Keeps moto's log; made if missing. Data are in memory. */
  readonly folder: string;
  readonly say: (line: string) => void;
  /** Asked in turn before moto is. @default none */
  readonly answerers?: readonly Answerer[];
  /** @default nobody listens */
  readonly listener?: Listener;
}

export interface RunningMoto {
  /** What `AWS_ENDPOINT_URL` must be. */
  readonly url: string;
  /** moto itself, past the answerers and unheard by the listener. */
  readonly directUrl: string;
  /** Ends the server by its own process id. */
  stop(): Promise<void>;
}

/**
 * Starts moto on 127.0.0.1, on a free port, with a gateway before it, and waits until it answers. State machines run
 * for real.
 * @throws MotoUnavailable with the end of the log where it does not start
 */
export async function startMoto({
  folder,
  say,
  answerers = [],
  listener = () => {},
}: MotoSettings): Promise<RunningMoto> {
  const { server } = await installMoto(say);
  await mkdir(folder, { recursive: true });
  const gateway = await Gateway.listen(answerers, listener);
  const port = await freePort();
  gateway.passTo(port);
  const log = join(resolve(folder), 'moto.log');
  const child = launch(server, port, gateway.port, log);
  const url = `http://127.0.0.1:${gateway.port}`;
  const directUrl = `http://127.0.0.1:${port}`;
  const stop = async () => {
    await gateway.close();
    await end(child, 5_000);
  };
  if (await becomesReady(child, directUrl)) return { url, directUrl, stop };
  await stop();
  const lines = (await readFile(log, 'utf8')).split('\n').slice(-20).join('\n');
  throw new MotoUnavailable(`moto did not start; the end of its log:\n${lines}`);
}

function launch(server: string, port: number, gatewayPort: number, log: string): ChildProcess {
  const descriptor = openSync(log, 'w');
  try {
    return spawn(server, ['-H', '127.0.0.1', '-p', String(port)], {
      stdio: ['ignore', descriptor, descriptor],
      env: {
        PATH: process.env['PATH'],
        HOME: process.env['HOME'],
        TMPDIR: process.env['TMPDIR'],
        // Where its interpreter of state machines sends the calls of tasks.
        MOTO_PORT: String(gatewayPort),
        MOTO_ACCOUNT_ID: MOTO_ACCOUNT,
        AWS_ACCESS_KEY_ID: 'moto',
        AWS_SECRET_ACCESS_KEY: 'moto',
        AWS_DEFAULT_REGION: MOTO_REGION,
        PYTHONDONTWRITEBYTECODE: '1',
      },
    });
  } finally {
    closeSync(descriptor);
  }
}

/** Run state machines for real; never look for Docker. */
const CONFIGURATION = {
  stepfunctions: { execute_state_machine: true },
  lambda: { use_docker: false },
  batch: { use_docker: false },
};

async function becomesReady(child: ChildProcess, url: string): Promise<boolean> {
  const until = performance.now() + START_SECONDS * 1000;
  while (performance.now() < until && child.exitCode === null) {
    const answer = await fetch(`${url}/moto-api/config`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(CONFIGURATION),
    }).catch(() => undefined);
    if (answer?.ok) return true;
    await sleep(100);
  }
  return false;
}
