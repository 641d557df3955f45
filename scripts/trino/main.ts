import { createInterface } from 'node:readline';
import { TrinoClient, TrinoFailed } from './client.ts';
import { startTrino } from './server.ts';

/**
 * `node scripts/trino/main.ts FOLDER`: a Trino server for a developer, over the Parquet files below FOLDER/warehouse.
 * Reads a statement a line from standard input, prints one row a line as JSON, and stops the server at the end.
 */
const [folder] = process.argv.slice(2);
if (folder === undefined) {
  process.stderr.write('usage: node scripts/trino/main.ts FOLDER < statements.sql\n');
  process.exit(2);
}
const trino = await startTrino(folder, (line) => process.stderr.write(`trino: ${line}\n`));
process.stderr.write(`trino: ready at ${trino.url}\n`);
const client = new TrinoClient(trino.url);
try {
  for await (const line of createInterface({ input: process.stdin })) {
    if (line.trim() !== '') await answer(line);
  }
} finally {
  await trino.stop();
}

async function answer(sql: string): Promise<void> {
  try {
    const { rows } = await client.query(sql);
    for (const row of rows) {
      process.stdout.write(
        `${JSON.stringify(row, (_, value: unknown) => (typeof value === 'bigint' ? String(value) : value))}\n`,
      );
    }
  } catch (error) {
    if (!(error instanceof TrinoFailed)) throw error;
    process.stderr.write(`${error.message}\n`);
  }
}
