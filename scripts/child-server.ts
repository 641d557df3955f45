import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

/** Ends a process, by force where it has not ended in time. Nothing happens where it has ended already. */
export async function end(child: ChildProcess, patienceMilliseconds: number): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exited = once(child, 'exit');
  child.kill('SIGTERM');
  const inTime = await Promise.race([
    exited.then(() => true),
    sleep(patienceMilliseconds, undefined, { ref: false }).then(() => false),
  ]);
  if (!inTime) {
    child.kill('SIGKILL');
    await exited;
  }
}

/** A port of this machine that nobody listens at. */
export function freePort(): Promise<number> {
  const { promise, resolve: found, reject } = Promise.withResolvers<number>();
  const probe = createServer().on('error', reject);
  probe.listen(0, '127.0.0.1', () => {
    const address = probe.address();
    probe.close(() =>
      address !== null && typeof address === 'object'
        ? found(address.port)
        : reject(new Error('No port is free.')),
    );
  });
  return promise;
}
