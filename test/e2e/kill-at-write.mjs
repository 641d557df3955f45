// Loaded before the program: ends it with SIGKILL at its n-th change to the disk, as a power cut would.
// KILL_AT counts from 1; KILL_WHEN is "before" or "after" the change. Without KILL_AT it counts into KILL_COUNT_FILE.
import fs from 'node:fs';
import promises from 'node:fs/promises';
import { syncBuiltinESMExports } from 'node:module';

const at = Number(process.env.KILL_AT ?? 0);
const when = process.env.KILL_WHEN ?? 'before';
let count = 0;

const die = () => process.kill(process.pid, 'SIGKILL');

for (const name of ['rename', 'link', 'rm', 'writeFile', 'mkdir']) {
  const original = promises[name];
  promises[name] = async (...args) => {
    count += 1;
    const mine = count === at;
    if (mine && when === 'before') die();
    const result = await original(...args);
    if (mine && when === 'after') die();
    return result;
  };
}
syncBuiltinESMExports();

process.on('exit', () => {
  if (process.env.KILL_COUNT_FILE) fs.writeFileSync(process.env.KILL_COUNT_FILE, String(count));
});
