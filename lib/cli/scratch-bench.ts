import { join } from 'node:path';
import { DuckdbWorkbench } from '../adapters/local/duckdb-workbench.ts';
import { stateFolder } from '../adapters/local/state.ts';

/** A workbench for what a command looks up in a workspace's state without holding it. */
export function openScratchBench(workspace: string): Promise<DuckdbWorkbench> {
  return DuckdbWorkbench.open({
    scratch: join(stateFolder(workspace), 'scratch'),
    threads: 2,
    memory: '2GB',
  });
}
