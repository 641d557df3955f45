import { Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';

/** Why compressed bytes could not be taken in. */
export type InflateProblem = 'truncated' | 'damaged' | 'bomb';

export class InflateFailed extends Error {
  readonly problem: InflateProblem;

  constructor(problem: InflateProblem) {
    super(problem);
    this.problem = problem;
  }
}

export interface InflateLimits {
  /** Unpacked bytes for each packed one. Tables reach 20 to 50; gzip can be driven to 1,032. */
  readonly ratio: number;
  /** Unpacked bytes up to which the ratio does not matter. */
  readonly free: number;
  /** Unpacked bytes in all. */
  readonly bytes: number;
}

export const INFLATE_LIMITS: InflateLimits = {
  ratio: 200,
  free: 64 * 1024 * 1024,
  bytes: 64 * 1024 * 1024 * 1024,
};

/** Unpacks gzip while counting, so that a small file cannot fill the machine. @throws InflateFailed */
export async function* inflate(
  packed: AsyncIterable<Uint8Array>,
  limits: InflateLimits = INFLATE_LIMITS,
): AsyncIterable<Uint8Array> {
  let taken = 0;
  let given = 0;
  const counted = async function* () {
    for await (const chunk of packed) {
      taken += chunk.length;
      yield chunk;
    }
  };
  const source = Readable.from(counted());
  const gunzip = createGunzip({ chunkSize: 256 * 1024 });
  source.on('error', (error) => gunzip.destroy(error));
  try {
    for await (const chunk of source.pipe(gunzip)) {
      given += chunk.length;
      if (given > limits.bytes || (given > limits.free && given > taken * limits.ratio))
        throw new InflateFailed('bomb');
      yield chunk;
    }
  } catch (error) {
    throw inflateProblem(error);
  } finally {
    gunzip.destroy();
    source.destroy();
  }
}

function inflateProblem(error: unknown): unknown {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (code === 'Z_BUF_ERROR') return new InflateFailed('truncated');
  if (typeof code === 'string' && code.startsWith('Z_')) return new InflateFailed('damaged');
  return error;
}
