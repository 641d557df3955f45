import type { AccessLog } from './access-log.ts';
import type { Executions } from './executions.ts';
import type { ObjectStore } from './object-store.ts';

/** What only a deployment has to look at: one machine keeps no log of who touched what, and costs nothing. */
export interface Observed {
  readonly accessLog: AccessLog;
  readonly executions: Executions;
  /** Where the watch remembers what is usual: small JSON objects, no names of objects or persons. */
  readonly memory: ObjectStore;
}
