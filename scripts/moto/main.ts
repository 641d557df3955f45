import { once } from 'node:events';
import { startMoto } from './server.ts';

/**
 * `node scripts/moto/main.ts FOLDER`: moto for a developer, until Ctrl-C. Prints the endpoint; nothing outlives it but
 * its log in FOLDER.
 */
const [folder] = process.argv.slice(2);
if (folder === undefined) {
  process.stderr.write('usage: node scripts/moto/main.ts FOLDER\n');
  process.exit(2);
}
const moto = await startMoto({ folder, say: (line) => process.stderr.write(`moto: ${line}\n`) });
process.stdout.write(`${moto.url}\n`);
await Promise.race([once(process, 'SIGINT'), once(process, 'SIGTERM')]);
await moto.stop();
