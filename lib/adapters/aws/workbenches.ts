import { createHash, randomUUID } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Workbenches } from '../../ports/workbench.ts';
import { DuckdbWorkbench } from '../local/duckdb-workbench.ts';

/** Lambda gives one processor for so many megabytes of a function's memory. */
const MEGABYTES_A_PROCESSOR = 1769;

/** The rest is for Node: buffers of up- and downloads, the solver, rows on their way. */
const SHARE_OF_MEMORY = 0.6;

/** Where nothing says how much memory a function has, as in a test. */
const DEFAULT_MEGABYTES = 1769;

/** What DuckDB may take of a function. */
export function benchLimits(variables: Readonly<Record<string, string | undefined>>): {
  readonly threads: number;
  readonly memory: string;
} {
  const megabytes = Number(variables['AWS_LAMBDA_FUNCTION_MEMORY_SIZE'] ?? 0) || DEFAULT_MEGABYTES;
  return {
    threads: Math.max(1, Math.round(megabytes / MEGABYTES_A_PROCESSOR)),
    memory: `${Math.floor(megabytes * SHARE_OF_MEMORY)}MB`,
  };
}

/** Workbenches of a function: its temporary folder, which Lambda encrypts and gives to no other function. */
export interface FunctionWorkbenches extends Workbenches {
  /** Removes what a process that was cut off has left: the next one of the same environment finds its folder. */
  sweep(): Promise<void>;
}

export function functionWorkbenches(
  variables: Readonly<Record<string, string | undefined>>,
): FunctionWorkbenches {
  const scratch = join(tmpdir(), `tributary-${environmentOf(variables)}`);
  const open = () => DuckdbWorkbench.open({ scratch, ...benchLimits(variables) });
  return {
    forAgency: open,
    forZone: open,
    sweep: () => rm(scratch, { recursive: true, force: true }),
  };
}

/** Names the environment that Lambda runs one process after the other in; elsewhere each process is for itself. */
function environmentOf(variables: Readonly<Record<string, string | undefined>>): string {
  const stream = variables['AWS_LAMBDA_LOG_STREAM_NAME'];
  return stream === undefined ? randomUUID() : createHash('sha256').update(stream).digest('hex').slice(0, 16);
}
