import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';
import { describe, expect, it } from 'vitest';

const root = join(import.meta.dirname, '..');

/** Folders of lib/ in the order of the flow; each imports only what stands before it. See docs/architecture.md. */
const FLOW = [
  'errors',
  'ports',
  'sql',
  'workspace',
  'governance',
  'intake',
  'tokens',
  'linkage',
  'integration',
  'indicators',
  'disclosure',
  'release',
  'watch',
  'demo',
  'workflow',
  'deployment',
  'adapters',
  'stacks',
  'cli',
];

/** The modules of a folder that others may import: its story, and shared vocabulary. Folders without an entry are open. */
const DOORS: Readonly<Record<string, readonly string[]>> = {
  workspace: ['workspace.ts', 'model.ts'],
  governance: ['governance.ts', 'run-plan.ts'],
  intake: ['intake.ts'],
  tokens: ['separate.ts', 'columns.ts'],
  linkage: ['link.ts'],
  integration: ['integrate.ts'],
  indicators: ['measure.ts'],
  disclosure: ['protect.ts'],
  release: ['release.ts'],
  watch: ['watch.ts'],
  demo: ['county.ts'],
};

interface Import {
  readonly from: string;
  readonly to: string;
}

function sources(folder: string): string[] {
  return readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .map((name) => join(folder, name));
}

function importsOf(file: string): Import[] {
  const text = readFileSync(join(root, file), 'utf8');
  return [...text.matchAll(/(?:from|import)\s+'([^']+)'|import\('([^']+)'\)/g)].map(([, a, b]) => ({
    from: file,
    to: a ?? b ?? '',
  }));
}

/** `lib/<folder>` that a relative import leads to, or undefined. */
function libFolder(file: string): string | undefined {
  const [top, folder] = file.split(sep);
  return top === 'lib' ? folder : undefined;
}

function target({ from, to }: Import): string {
  return to.startsWith('.') ? relative(root, join(root, dirname(from), to)) : to;
}

const libImports = sources('lib').flatMap(importsOf);

describe('the structure', () => {
  it('lets data flow one way: a folder imports only what stands before it', () => {
    const backwards = libImports.filter((one) => {
      const from = libFolder(one.from);
      const to = libFolder(target(one));
      if (from === undefined || to === undefined || from === to) return false;
      return FLOW.indexOf(to) > FLOW.indexOf(from);
    });

    expect(backwards).toEqual([]);
  });

  it('knows every folder of lib', () => {
    const folders = readdirSync(join(root, 'lib'));

    expect(folders.filter((folder) => !FLOW.includes(folder))).toEqual([]);
  });

  it('opens each folder by its door alone', () => {
    const behind = libImports.filter((one) => {
      const to = libFolder(target(one));
      const doors = to === undefined ? undefined : DOORS[to];
      return (
        doors !== undefined &&
        libFolder(one.from) !== to &&
        !doors.includes(target(one).split(sep).slice(2).join('/'))
      );
    });

    expect(behind.map((one) => `${one.from} → ${target(one)}`)).toEqual([]);
  });

  it('keeps the attack apart from the suppression that it judges: they share the model of a table and the loading of the solver', () => {
    const shared = /^lib.(disclosure.(model|errors|solver)|indicators|ports|workspace|errors)/;
    const crossing = libImports.filter(
      (one) =>
        /^lib.disclosure.(attack|suppress)./.test(one.from) &&
        one.to.startsWith('.') &&
        dirname(target(one)) !== dirname(one.from) &&
        !shared.test(target(one)),
    );

    expect(crossing.map((one) => `${one.from} → ${target(one)}`)).toEqual([]);
  });

  it('lets only adapters, synthesis and the command line touch a disk', () => {
    const touching = libImports.filter(
      ({ from, to }) =>
        /^(node:)?(fs|child_process|os|http|https|net)(\/|$)/.test(to) &&
        !/^lib.(adapters|stacks|cli)/.test(from),
    );

    expect(touching.map(({ from, to }) => `${from} → ${to}`)).toEqual([]);
  });

  it('keeps AWS packages in adapters/aws, stacks and lambdas', () => {
    const foreign = [...libImports, ...sources('bin').flatMap(importsOf)].filter(
      ({ from, to }) =>
        /^(@aws|aws-cdk|aws-sdk|@middy|constructs)/.test(to) &&
        !/^lib.(adapters.aws|stacks)/.test(from) &&
        from !== join('bin', 'cdk.ts'),
    );

    expect(foreign.map(({ from, to }) => `${from} → ${to}`)).toEqual([]);
  });

  it('keeps DuckDB behind the adapters', () => {
    const foreign = libImports.filter(
      ({ from, to }) => to.startsWith('@duckdb') && !/^lib.adapters/.test(from),
    );

    expect(foreign.map(({ from, to }) => `${from} → ${to}`)).toEqual([]);
  });

  it('imports nothing of the lambdas but from the command line', () => {
    const foreign = libImports.filter(
      (one) => target(one).startsWith('lambdas') && !/^lib.cli/.test(one.from),
    );

    expect(foreign.map(({ from, to }) => `${from} → ${to}`)).toEqual([]);
  });
});
