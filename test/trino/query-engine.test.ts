import { randomUUID } from 'node:crypto';
import { describeQueryEngine } from '../conformance/query-engine.ts';
import { openEngines } from './engines.ts';
import { TrinoEngine } from './trino-engine.ts';

describeQueryEngine('Trino', async () => {
  const engines = await openEngines();
  const { catalogue, trino, folder, location } = engines;
  const own = randomUUID();
  const engine = new TrinoEngine({
    catalogue,
    trino,
    folderOf: (zone, path) => `${folder}/${own}/${zone}/${path}`,
    locationOf: (zone, path) => `${location}/${own}/${zone}/${path}`,
  });
  return { engine, catalogue, [Symbol.asyncDispose]: () => engines[Symbol.asyncDispose]() };
});
