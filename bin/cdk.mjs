#!/usr/bin/env node
// The app that `npx cdk` runs: on the pinned Node 24 that npm installed, whatever Node the machine has.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = dirname(fileURLToPath(import.meta.url));
const pinned = join(
  here,
  '..',
  'node_modules',
  'node',
  'bin',
  process.platform === 'win32' ? 'node.exe' : 'node',
);

if (!existsSync(pinned)) {
  process.stderr.write('tributary: its pinned Node is missing. Run "npm install" in the repository first.\n');
  process.exit(2);
}
const { status } = spawnSync(pinned, [join(here, 'cdk.ts')], { stdio: 'inherit' });
process.exit(status ?? 3);
