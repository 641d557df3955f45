/** What one execution of a workflow used. */
export interface ExecutionUsage {
  readonly workflow: 'intake' | 'integration';
  /** Unique among executions. */
  readonly id: string;
  /** Whose delivery it was; missing for an integration run. */
  readonly agency?: string;
  /** ISO 8601, UTC. */
  readonly started: string;
  readonly ended: string;
  /** State transitions, retries included. */
  readonly transitions: number;
  /** Gigabyte-seconds of functions, by their scratch room as well. */
  readonly functions: readonly FunctionUsage[];
}

export interface FunctionUsage {
  readonly step: string;
  readonly memoryMegabytes: number;
  readonly scratchMegabytes: number;
  readonly milliseconds: number;
}

/** What one query scanned. */
export interface QueryUsage {
  /** Whose work group it was: `linkage`, …, `analyst`. */
  readonly duty: string;
  readonly submitted: string;
  readonly scannedBytes: number;
}

/** What was executed, for whoever counts what it cost. Only what has ended. */
export interface Executions {
  executions(from: Date, until: Date): AsyncIterable<ExecutionUsage>;
  queries(from: Date, until: Date): AsyncIterable<QueryUsage>;
}
