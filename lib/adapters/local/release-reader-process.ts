import { createInterface } from 'node:readline';
import { answerRequest } from './release-reader-engine.ts';
import { MEMORY_EXIT, ReaderRequest } from './release-reader-messages.ts';

/**
 * The program of the reader process: a request a line, a reply a line. It watches how much memory it holds while the
 * engine works on its own threads, and ends where that is more than it may.
 */
const WATCH_MS = 50;

// Who asked is gone, so nobody waits for the answer.
process.stdin.once('end', () => process.exit());

for await (const line of createInterface({ input: process.stdin })) {
  const request = ReaderRequest.parse(JSON.parse(line));
  const watch = setInterval(() => {
    if (process.memoryUsage.rss() > request.processMegabytes * 1_000_000) process.exit(MEMORY_EXIT);
  }, WATCH_MS);
  process.stdout.write(`${JSON.stringify(await answerRequest(request))}\n`);
  clearInterval(watch);
}
