import middy from '@middy/core';
import type { z } from 'zod';
import type { Catalogue } from '../lib/ports/catalogue.ts';
import type { Clock } from '../lib/ports/clock.ts';
import type { Keys } from '../lib/ports/keys.ts';
import type { Zones } from '../lib/ports/object-store.ts';
import type { Observed } from '../lib/ports/observed.ts';
import type { Progress } from '../lib/ports/progress.ts';
import type { QueryEngine } from '../lib/ports/query-engine.ts';
import type { Signals } from '../lib/ports/signals.ts';
import type { Turn } from '../lib/ports/turn.ts';
import type { Workbenches } from '../lib/ports/workbench.ts';
import { PAYLOAD_LIMIT } from '../lib/workflow/payload-limit.ts';
import type { Workspace } from '../lib/workspace/model.ts';
import { PayloadTooLarge, StepInputInvalid, StepOutputInvalid, WorldMissing } from './errors.ts';

/** Everything outside the program that a step may reach; a host (one machine, AWS) makes it. */
export interface World {
  readonly workspace: Workspace;
  readonly zones: Zones;
  /** Opens the root key. Only the step that tokenizes may derive from it; receive and plan ask for its version. */
  readonly keys: () => Promise<Keys>;
  readonly engine: QueryEngine;
  readonly catalogue: Catalogue;
  readonly workbenches: Workbenches;
  readonly turn: Turn;
  readonly signals: Signals;
  readonly clock: Clock;
  readonly progress: Progress;
  readonly programVersion: string;
  /** What the watching functions look at; missing on one machine. */
  readonly observed?: Observed;
}

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
