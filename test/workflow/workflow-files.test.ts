import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import validate from 'asl-validator';
import { describe, expect, it } from 'vitest';
import { parseDefinition, taskStates } from '../../lib/adapters/local/workflow-host.ts';
import {
  HONOURED_FIELDS,
  HONOURED_SERVICES,
  HONOURED_TOP_FIELDS,
} from '../../lib/workflow/honoured-fields.ts';

interface AnyState {
  readonly [field: string]: unknown;
  readonly Type: string;
}
interface AnyDefinition {
  readonly States: Record<string, AnyState>;
}

const root = join(import.meta.dirname, '..', '..');
const files = ['intake', 'integration'] as const;
const textOf = (name: string) => readFileSync(join(root, 'lib', 'workflow', `${name}.asl.json`), 'utf8');

/** What a host would not honour, named by its path. */
function dishonoured(definition: AnyDefinition, top: readonly string[] = ['StartAt', 'States']): string[] {
  return [
    ...Object.keys(definition).filter((field) => !top.includes(field)),
    ...Object.entries(definition.States).flatMap(([name, state]) => {
      const known = HONOURED_FIELDS[state.Type];
      if (known === undefined) return [`${name}: ${state.Type}`];
      const processor = state['ItemProcessor'] as AnyDefinition | undefined;
      return [
        ...Object.keys(state)
          .filter((field) => !known.includes(field))
          .map((field) => `${name}.${field}`),
        ...(processor ? dishonoured(processor) : []),
      ];
    }),
  ];
}

/** Every class of errors that the program throws, by importing every `errors` module. */
async function errorNames(): Promise<ReadonlySet<string>> {
  const modules = ['lib', 'lambdas'].flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
      .filter((name) => /errors?\.ts$/.test(name))
      .map((name) => join(root, folder, name)),
  );
  const loaded = await Promise.all(modules.map((path) => import(pathToFileURL(path).href)));
  return new Set(loaded.flatMap((module) => Object.keys(module)));
}

describe.each(files)('the %s workflow', (name) => {
  it('is valid Amazon States Language', () => {
    const filled = parseDefinition(textOf(name), textOf(name).match(/(?<=\$\{)[A-Z]\w+(?=\}")/g) ?? []);

    const verdict = validate(filled as never);

    expect(verdict.errorsText?.() ?? '').toBe('');
    expect(verdict.isValid).toBe(true);
  });

  it('uses nothing that one of the hosts does not honour', () => {
    expect(dishonoured(JSON.parse(textOf(name)), HONOURED_TOP_FIELDS)).toEqual([]);
  });

  it('calls no service but the query engine', () => {
    const resources = taskStates(JSON.parse(textOf(name))).map(([, resource]) => resource);

    const foreign = resources.filter(
      (resource) => !/^\$\{\w+\}$/.test(resource) && !HONOURED_SERVICES.includes(resource as never),
    );

    expect(foreign).toEqual([]);
  });

  it('names each task state once, since the local host finds them by name', () => {
    const names = taskStates(JSON.parse(textOf(name))).map(([state]) => state);

    expect(new Set(names).size).toBe(names.length);
  });

  it('waits for no error that nobody throws', async () => {
    const text = textOf(name);
    const waited = [...text.matchAll(/"ErrorEquals": \[([^\]]*)\]/g)].flatMap(
      ([, list = '']) => list.match(/[\w.]+/g) ?? [],
    );
    const own = waited.filter((error) => !/^(States|Lambda|Athena|Sandbox|Runtime)\./.test(error));

    const known = await errorNames();

    expect(own.filter((error) => !known.has(error))).toEqual([]);
  });
});

describe('the refusing test', () => {
  const withState = (state: AnyState) => ({ StartAt: 'A', States: { A: state } });

  it.each([
    ['JSONata', withState({ Type: 'Pass', QueryLanguage: 'JSONata', End: true })],
    ['Assign', withState({ Type: 'Pass', Assign: { x: 1 }, End: true })],
    [
      'an item reader',
      withState({ Type: 'Map', ItemReader: {}, ItemProcessor: { StartAt: 'B', States: {} }, End: true }),
    ],
    ['tolerated failures', withState({ Type: 'Map', ToleratedFailurePercentage: 100, End: true })],
    [
      'a Distributed Map',
      withState({
        Type: 'Map',
        ItemProcessor: { ProcessorConfig: { Mode: 'DISTRIBUTED' }, StartAt: 'B', States: {} },
        End: true,
      }),
    ],
    ['a wait', withState({ Type: 'Wait', Seconds: 5, End: true })],
    [
      'a heartbeat, which the interpreter does not watch',
      withState({ Type: 'Task', HeartbeatSeconds: 5, End: true }),
    ],
  ])('finds %s', (_what, definition) => {
    expect(dishonoured(definition as unknown as AnyDefinition)).not.toEqual([]);
  });
});
