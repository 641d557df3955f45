import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { startTrino } from '../../scripts/trino/server.ts';

declare module 'vitest' {
  export interface ProvidedContext {
    /** Address of the server. */
    trinoUrl: string;
    /** The folder that SQL calls `local:///`. */
    trinoWarehouse: string;
  }
}

/** One server for the whole suite. Where none can be had, the suite fails with the reason. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const folder = await mkdtemp(join(tmpdir(), 'tributary-trino-'));
  const trino = await startTrino(folder, (line) => process.stderr.write(`trino: ${line}\n`));
  project.provide('trinoUrl', trino.url);
  project.provide('trinoWarehouse', trino.warehouse);
  return async () => {
    await trino.stop();
    await rm(folder, { recursive: true, force: true });
  };
}
