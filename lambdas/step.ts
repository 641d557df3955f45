import middy from '@middy/core';
import type { z } from 'zod';
import { PAYLOAD_LIMIT } from '../lib/workflow/payload-limit.ts';
import type { World } from '../lib/workflow/world.ts';
import { PayloadTooLarge, StepInputInvalid, StepOutputInvalid, WorldMissing } from './errors.ts';

export type { World } from '../lib/workflow/world.ts';

/** What a host passes beside the event: on one machine the world itself. */
export interface StepContext {
  readonly world?: World;
}

export type StepHandler = (event: unknown, context: StepContext) => Promise<unknown>;

/**
 * Makes a Lambda handler of one step: checks the input, runs, checks the output and its size. Unknown keys are
 * refused, since each is a typing error that would pass in silence. Errors keep their class name, which is what
 * the workflow's `ErrorEquals` sees.
 */
export function step<Input extends z.ZodType, Output extends z.ZodType>(
  input: Input,
  output: Output,
  run: (input: z.output<Input>, world: World) => Promise<z.input<Output>>,
): StepHandler {
  const handler = middy<unknown, unknown, Error, never>()
    .before((request) => {
      const parsed = input.safeParse(request.event);
      if (!parsed.success) throw new StepInputInvalid(parsed.error);
      request.event = parsed.data;
    })
    .after((request) => {
      const parsed = output.safeParse(request.response);
      if (!parsed.success) throw new StepOutputInvalid(parsed.error);
      const bytes = Buffer.byteLength(JSON.stringify(parsed.data));
      if (bytes > PAYLOAD_LIMIT) throw new PayloadTooLarge(bytes, PAYLOAD_LIMIT);
      request.response = parsed.data;
    })
    .handler(async (event: unknown, context: unknown) => {
      const { world } = context as StepContext;
      if (world === undefined) throw new WorldMissing();
      return run(event as z.output<Input>, world);
    });
  return (event, context) => handler(event, context as never);
}
