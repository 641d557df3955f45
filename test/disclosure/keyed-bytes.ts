import { createHash } from 'node:crypto';
import { keyedStream } from '../../lib/disclosure/keyed-stream.ts';
import type { KeyedBytes } from '../../lib/disclosure/model/alteration.ts';

/** Keyed bytes of a key that a seed makes. */
export function seeded(seed: string | number): KeyedBytes {
  return keyedStream(createHash('sha256').update(`test ${seed}`).digest());
}
