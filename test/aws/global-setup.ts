import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { startAws } from './aws-server.ts';

declare module 'vitest' {
  export interface ProvidedContext {
    /** What `AWS_ENDPOINT_URL` must be: moto, and before it an Athena that runs SQL. */
    awsEndpoint: string;
  }
}

/** One AWS for all tests of single adapters. Where none can be had, the suite fails with the reason. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const folder = await mkdtemp(join(tmpdir(), 'tributary-moto-'));
  const aws = await startAws({ folder });
  project.provide('awsEndpoint', aws.url);
  return async () => {
    await aws[Symbol.asyncDispose]();
    await rm(folder, { recursive: true, force: true });
  };
}
