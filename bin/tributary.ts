import { main } from '../lib/cli/main.ts';

process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  // A reader such as "head" that has seen enough is no fault.
  if (error.code === 'EPIPE') process.exit(0);
});

process.exitCode = await main(process.argv.slice(2), {
  out: (text) => void process.stdout.write(text),
  err: (text) => void process.stderr.write(text),
  json: false,
  terminal: process.stderr.isTTY === true && process.env['CI'] === undefined,
  width: process.stderr.columns ?? 100,
  environment: process.env,
});
