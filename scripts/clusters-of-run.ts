// Prints the newest run's clusters as CSV of the first part of each row key and the person id:
//   node scripts/clusters-of-run.ts WORKSPACE
// For evaluation on data whose truth is known; it reads what only the agencies may see together.
import { clustersOfNewestRun } from '../lib/cli/evaluation.ts';

const [workspace] = process.argv.slice(2);
if (workspace === undefined) {
  process.stderr.write('usage: clusters-of-run.ts WORKSPACE\n');
  process.exit(2);
}
process.stdout.write('record_id,person_id\n');
for (const { rowKey, personId } of await clustersOfNewestRun(workspace)) {
  process.stdout.write(`${JSON.parse(rowKey)[0]},${personId}\n`);
}
