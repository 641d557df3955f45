import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { type StepHandler, step, type World } from '../../lambdas/step.ts';
import { PAYLOAD_LIMIT } from '../../lib/workflow/payload-limit.ts';

const world = { programVersion: '1' } as World;
const echo = step(
  z.strictObject({ text: z.string() }),
  z.strictObject({ text: z.string() }),
  async ({ text }) => ({ text }),
);

describe('a step', () => {
  it('gives what it computes', async () => {
    expect(await echo({ text: 'x' }, { world })).toEqual({ text: 'x' });
  });

  it('refuses an input with a key that it does not know', async () => {
    await expect(echo({ text: 'x', txet: 'y' }, { world })).rejects.toMatchObject({
      name: 'StepInputInvalid',
    });
  });

  it('names the place of a wrong input, never its value', async () => {
    await expect(echo({ text: 12345678 }, { world })).rejects.toThrow(/text \(invalid_type\)/);
    await expect(echo({ text: 12345678 }, { world })).rejects.not.toThrow(/12345678/);
  });

  it('refuses to answer what it does not declare', async () => {
    const wrong = step(z.strictObject({}), z.strictObject({ n: z.int() }), async () => ({ n: 1.5 }));

    await expect(wrong({}, { world })).rejects.toMatchObject({ name: 'StepOutputInvalid' });
  });

  it('refuses an answer that Step Functions would not pass on', async () => {
    await expect(echo({ text: 'é'.repeat(PAYLOAD_LIMIT / 2) }, { world })).rejects.toMatchObject({
      name: 'PayloadTooLarge',
    });
  });

  it('says that no host made a world for it', async () => {
    await expect(echo({ text: 'x' }, {})).rejects.toMatchObject({ name: 'WorldMissing' });
  });
});

describe('every step of the workflows', () => {
  const folder = join(import.meta.dirname, '..', '..', 'lambdas');
  const steps = readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isDirectory());

  it.each(steps.map(({ name }) => name))('%s refuses an input that is none of its own', async (name) => {
    const { handler } = (await import(pathToFileURL(join(folder, name, 'handler.ts')).href)) as {
      handler: StepHandler;
    };

    await expect(handler({ nonsense: true }, { world })).rejects.toMatchObject({ name: 'StepInputInvalid' });
  });
});
