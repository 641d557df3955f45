import { spawn } from 'node:child_process';
import { join } from 'node:path';

export interface Answer {
  /** null where a signal ended it. */
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

export interface CallOptions {
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
  /** A module to load first, e.g. one that kills the process. */
  readonly preload?: string;
  /** Called with stderr so far; true ends the process with SIGKILL. */
  readonly killWhen?: (err: string) => boolean;
}

const root = join(import.meta.dirname, '..', '..');

/** Calls `tributary` as a user does: a process of its own, through bin/. */
export function tributary(args: readonly string[], options: CallOptions = {}): Promise<Answer> {
  const preload = options.preload === undefined ? [] : ['--import', options.preload];
  const child = spawn(process.execPath, [...preload, join(root, 'bin', 'tributary.mjs'), ...args], {
    cwd: options.cwd ?? root,
    env: { PATH: process.env['PATH'] ?? '', HOME: process.env['HOME'] ?? '', CI: 'true', ...options.env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let out = '';
  let err = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    out += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    err += text;
    if (options.killWhen?.(err)) child.kill('SIGKILL');
  });
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => resolve({ code, out, err }));
  });
}
