import { build } from 'esbuild';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { functionsOf } from '../../lambdas/on-lambda.ts';
import type { StepHandler } from '../../lambdas/step.ts';
import type { AwsHost } from '../../lib/adapters/aws/world.ts';
import { STEPS } from '../../lib/deployment/steps.ts';
import { ObjectNotFound } from '../../lib/errors/storage-errors.ts';

const CONTEXT = { awsRequestId: 'request-1', functionName: 'tributary-county-plan' };
const VARIABLES = { TRIBUTARY_COLLABORATIVE: 'county', TRIBUTARY_STEP: 'Plan' };

/** A function of one step, and how often its host was opened and asked for a world. */
function aFunction(handler: StepHandler, world: () => Promise<unknown> = async () => ({ made: true })) {
  const counted = { opened: 0, worlds: 0, swept: 0 };
  const never = () => Promise.reject(new Error('not asked for'));
  const on = functionsOf({
    variables: VARIABLES,
    workbenches: {
      forAgency: never,
      forZone: never,
      sweep: async () => {
        counted.swept += 1;
      },
    },
    open: () => {
      counted.opened += 1;
      return {
        world: () => {
          counted.worlds += 1;
          return world();
        },
      } as unknown as AwsHost;
    },
  });
  return { call: (event: unknown) => on(handler)(event, CONTEXT), counted };
}

/** What is written to the log while something runs, line by line. */
async function logOf(work: () => Promise<unknown>): Promise<readonly Record<string, unknown>[]> {
  const lines: string[] = [];
  const write = (text: unknown) => {
    lines.push(String(text));
    return true;
  };
  vi.spyOn(process.stdout, 'write').mockImplementation(write);
  vi.spyOn(process.stderr, 'write').mockImplementation(write);
  await work().catch(() => undefined);
  vi.restoreAllMocks();
  return lines
    .join('')
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line));
}

beforeEach(() => {
  for (const stream of [process.stdout, process.stderr]) vi.spyOn(stream, 'write').mockReturnValue(true);
});

afterEach(() => {
  vi.restoreAllMocks();
});

describe('a function', () => {
  it('gives its step the event and a world, and passes on what it answers', async () => {
    const { call } = aFunction(async (event, { world }) => ({ event, world }));

    expect(await call({ run: 'r0001' })).toEqual({ event: { run: 'r0001' }, world: { made: true } });
  });

  it('makes its lasting parts once and a world a call, and sweeps once, before everything else', async () => {
    const { call, counted } = aFunction(async () => 1);

    await call({});
    await call({});

    expect(counted).toEqual({ opened: 1, worlds: 2, swept: 1 });
  });

  it('cancels what it asks before it is cut off', async () => {
    const signals: (AbortSignal | undefined)[] = [];
    const on = functionsOf({
      variables: VARIABLES,
      open: () =>
        ({
          world: async (signal?: AbortSignal) => {
            signals.push(signal);
            return {};
          },
        }) as unknown as AwsHost,
    });
    const call = (left: number) =>
      on(async () => 1)({}, { ...CONTEXT, getRemainingTimeInMillis: () => left });

    await call(900_000);
    await call(9_000);
    await vi.waitFor(() => expect(signals[1]?.aborted).toBe(true));

    expect(signals[0]?.aborted).toBe(false);
  });

  it('keeps an error of ours as it is: its name is what the workflow looks for', async () => {
    const { call } = aFunction(async () => {
      throw new ObjectNotFound('deliveries/a');
    });

    await expect(call({})).rejects.toMatchObject({ name: 'ObjectNotFound', code: 'OBJECT_NOT_FOUND' });
  });

  it.each([
    [
      Object.assign(new Error('Could not convert "Zqvandersnoot"'), { name: 'ConversionError' }),
      'ConversionError',
    ],
    [Object.assign(new Error('ENOSPC: Zqvandersnoot'), { code: 'ENOSPC' }), 'ENOSPC'],
    [Object.assign(new Error('x'), { name: 'Zqvandersnoot, born 1931' }), 'unknown'],
    ['Zqvandersnoot', 'unknown'],
  ])('says of any other error what it is called, and nothing that it said', async (error, called) => {
    const { call } = aFunction(async () => {
      throw error;
    });

    const thrown: unknown = await call({}).catch((failure: unknown) => failure);
    const log = await logOf(() => call({}));

    expect(thrown).toMatchObject({ name: 'StepFaulted', message: expect.stringContaining(`(${called})`) });
    expect(String(thrown) + (thrown instanceof Error ? thrown.stack : '')).not.toContain('Zqvandersnoot');
    expect(JSON.stringify(log)).not.toContain('Zqvandersnoot');
  });

  it('tells of a world that could not be made as of any failure, and tries again', async () => {
    let tries = 0;
    const { call } = aFunction(
      async () => 'done',
      async () => {
        tries += 1;
        if (tries === 1) throw new ObjectNotFound('x');
        return {};
      },
    );

    await expect(call({})).rejects.toMatchObject({ name: 'ObjectNotFound' });

    await expect(call({})).resolves.toBe('done');
  });

  it('logs what it works on by ids, the class and code of an error, and no file, key or message', async () => {
    const { call } = aFunction(async () => {
      throw new ObjectNotFound('incoming/enrolment/2026-Q1/Zqvandersnoot.csv');
    });

    const log = await logOf(() =>
      call({
        agency: 'schools',
        key: 'incoming/enrolment/2026-Q1/Zqvandersnoot.csv',
        received: { delivery: { deliveryId: 'd-1', file: { name: 'Zqvandersnoot.csv' } } },
      }),
    );

    expect(log).toEqual([
      expect.objectContaining({
        level: 'ERROR',
        service: 'county',
        step: 'Plan',
        request: 'request-1',
        agency: 'schools',
        deliveryId: 'd-1',
        errorClass: 'ObjectNotFound',
        code: 'OBJECT_NOT_FOUND',
        retry: 'never',
      }),
    ]);
    expect(JSON.stringify(log)).not.toMatch(/Zqvandersnoot|incoming/);
  });

  it('logs nothing of one call with another', async () => {
    const { call } = aFunction(async () => 1);

    const log = await logOf(async () => {
      await call({ run: 'r0001', family: 'enrolled' });
      await call({ run: 'r0002' });
    });

    expect(log.map(({ run, family }) => [run, family])).toEqual([
      ['r0001', 'enrolled'],
      ['r0002', undefined],
    ]);
  });
});

describe('the bundles', () => {
  const entry = (bundle: string) => new URL(`../../lambdas/${bundle}.ts`, import.meta.url).pathname;
  const inputsOf = async (bundle: string) => {
    const { metafile } = await build({
      entryPoints: [entry(bundle)],
      bundle: true,
      platform: 'node',
      format: 'esm',
      external: ['@duckdb/*'],
      metafile: true,
      write: false,
      outdir: 'unused',
      logLevel: 'silent',
    });
    const files = Object.values(metafile.inputs);
    return files.flatMap(({ imports }) => imports.map(({ path }) => path));
  };

  it.each(['light', 'engine'] as const)(
    'have a function of every step that is deployed in %s, and no other',
    async (bundle) => {
      const functions = Object.keys((await import(entry(bundle))) as object);

      const deployed = STEPS.filter((step) => step.bundle === bundle).map(({ name }) => name);

      expect(functions.toSorted()).toEqual(deployed.toSorted());
    },
  );

  it('without DuckDB has nothing that leads to it, and the other one does', async () => {
    const [light, engine] = [await inputsOf('light'), await inputsOf('engine')];

    expect(light.filter((path) => /duckdb|highs/i.test(path))).toEqual([]);
    expect(engine.filter((path) => path.startsWith('@duckdb/'))).not.toEqual([]);
    expect(light.length).toBeGreaterThan(100);
  });
});
