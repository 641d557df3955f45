import type { Observed } from '../lib/ports/observed.ts';
import { NothingObserved } from './errors.ts';

/** @throws NothingObserved on a host that keeps no log of access and no history of executions */
export function observedBy(observed: Observed | undefined): Observed {
  if (observed === undefined) throw new NothingObserved();
  return observed;
}
