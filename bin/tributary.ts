import type { Io } from '../lib/cli/io.ts';
import { main, report } from '../lib/cli/main.ts';

const io: Io = {
  out: (text) => void process.stdout.write(text),
  err: (text) => void process.stderr.write(text),
  json: false,
  terminal: process.stderr.isTTY === true && process.env['CI'] === undefined,
  width: process.stderr.columns ?? 100,
  environment: process.env,
};

process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  // A reader such as "head" that has seen enough is no fault.
  if (error.code === 'EPIPE') process.exit(0);
});
// What nobody waited for is told in a sentence, too: a stack trace could show what no message may.
process.on('uncaughtException', (error) => process.exit(report(error, io)));

process.exitCode = await main(process.argv.slice(2), io);
