// A whole county, end to end: extracts, two cycles of deliveries, two runs, two releases. Seconds and peak memory of the
// process that does it all, beside those of a county of a tenth of the size in the same run:
//   node bench/run.ts [people]      default 100000
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const people = Number(process.argv[2] ?? 100_000);
const root = join(import.meta.dirname, '..');

interface Measured {
  readonly people: number;
  readonly seconds: number;
  readonly peakMiB: number;
  readonly records: number;
  readonly f1: number;
}

async function demo(size: number): Promise<Measured> {
  const folder = mkdtempSync(join(tmpdir(), 'tributary-bench-'));
  const started = performance.now();
  const child = spawn(
    process.execPath,
    [
      '--import',
      join(import.meta.dirname, 'peak-memory.mjs'),
      join(root, 'bin', 'tributary.mjs'),
      '--json',
      'demo',
      '--people',
      String(size),
      '--out',
      join(folder, 'demo'),
    ],
    { stdio: ['ignore', 'pipe', 'pipe'] },
  );
  const [out, err] = await Promise.all([textOf(child.stdout), textOf(child.stderr)]);
  rmSync(folder, { recursive: true, force: true });
  const result = JSON.parse(out);
  return {
    people: size,
    seconds: (performance.now() - started) / 1000,
    peakMiB: Number(/peak (\d+) KiB/.exec(err)?.[1] ?? 0) / 1024,
    records: result.linkage.records,
    f1: result.evaluation.f1,
  };
}

async function textOf(stream: NodeJS.ReadableStream): Promise<string> {
  let text = '';
  for await (const chunk of stream) text += chunk;
  return text;
}

const [small, large] = [await demo(Math.max(1000, Math.round(people / 10))), await demo(people)];
for (const one of [small, large]) {
  process.stdout.write(
    `${one.people} people: ${one.records} records linked, ${one.seconds.toFixed(1)} s, peak ${one.peakMiB.toFixed(0)} MiB, F1 ${one.f1.toFixed(4)}\n`,
  );
}
process.stdout.write(
  `${(large.seconds / small.seconds).toFixed(1)} × the time and ${(large.peakMiB / small.peakMiB).toFixed(1)} × the memory for ${(large.people / small.people).toFixed(0)} × the people\n`,
);
