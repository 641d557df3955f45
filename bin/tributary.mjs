#!/usr/bin/env node
// Runs on whatever Node the machine has; everything else runs on the pinned Node 24 that npm installed.
import { spawn } from 'node:child_process';
import { existsSync, realpathSync } from 'node:fs';
import module from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const here = dirname(realpathSync(fileURLToPath(import.meta.url)));
const main = join(here, 'tributary.ts');
const pinned = join(
  here,
  '..',
  'node_modules',
  'node',
  'bin',
  process.platform === 'win32' ? 'node.exe' : 'node',
);

// Compiled code is kept between calls, which halves the time that a short command takes.
const cache = join(here, '..', 'node_modules', '.cache', 'tributary');

if (!existsSync(pinned)) {
  process.stderr.write('tributary: its pinned Node is missing. Run "npm install" in the repository first.\n');
  process.exit(2);
}
if (realpathSync(process.execPath) === realpathSync(pinned)) {
  module.enableCompileCache(cache);
  await import(pathToFileURL(main).href);
} else {
  const env = { NODE_COMPILE_CACHE: cache, ...process.env };
  const child = spawn(pinned, [main, ...process.argv.slice(2)], { stdio: 'inherit', env });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  child.on('exit', (code, signal) => {
    if (signal) process.kill(process.pid, signal);
    else process.exit(code ?? 3);
  });
}
