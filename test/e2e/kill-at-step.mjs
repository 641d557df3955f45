// Loaded before the program: ends it with SIGKILL at a step of the workflow, as a power cut would.
// KILL_STATE names the state; KILL_PHASE is "start", "middle" (at its first change to the disk) or "end".
import { subscribe } from 'node:diagnostics_channel';
import promises from 'node:fs/promises';
import { syncBuiltinESMExports } from 'node:module';

const { KILL_STATE, KILL_PHASE } = process.env;
let within = false;

const die = () => process.kill(process.pid, 'SIGKILL');

subscribe('tributary:step', (message) => {
  if (message.state !== KILL_STATE) return;
  if (message.phase === KILL_PHASE) die();
  within = message.phase === 'start';
});

for (const name of ['rename', 'link', 'rm', 'writeFile', 'mkdir']) {
  const original = promises[name];
  promises[name] = async (...args) => {
    if (within && KILL_PHASE === 'middle') die();
    return original(...args);
  };
}
syncBuiltinESMExports();
