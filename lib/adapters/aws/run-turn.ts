import { DescribeExecutionCommand, type SFNClient } from '@aws-sdk/client-sfn';
import { z } from 'zod';
import { ObjectNotFound, PreconditionFailed } from '../../errors/storage-errors.ts';
import type { Clock } from '../../ports/clock.ts';
import type { ObjectStore } from '../../ports/object-store.ts';
import type { Turn } from '../../ports/turn.ts';
import { RunInProgress } from './errors.ts';
import { isNamed, toAwsFailure } from './failures.ts';

/** Where the crosswalk zone says who has the turn. */
export const TURN_KEY = 'turn/run.json';

const Holder = z.strictObject({ execution: z.string(), since: z.string() });
type Holder = z.infer<typeof Holder>;

export interface RunTurnSettings {
  /** The crosswalk zone. */
  readonly store: ObjectStore;
  readonly executions: () => SFNClient;
  readonly clock: Clock;
}

/**
 * The turn as an object that one execution at a time can write. Nobody gives it back: an execution that was stopped
 * could not, so the next one asks whether the holder is still at work.
 */
export class RunTurn implements Turn {
  readonly #settings: RunTurnSettings;

  constructor(settings: RunTurnSettings) {
    this.#settings = settings;
  }

  async take(execution: string): Promise<void> {
    const own: Holder = { execution, since: this.#settings.clock.now().toISOString() };
    try {
      await this.#settings.store.put(TURN_KEY, toText(own), { ifAbsent: true });
    } catch (error) {
      if (!(error instanceof PreconditionFailed)) throw error;
      await this.#takeOver(own);
    }
  }

  async #takeOver(own: Holder): Promise<void> {
    const { store } = this.#settings;
    const newest = await store.head(TURN_KEY);
    const holder = await this.#holder();
    if (newest === undefined || holder === undefined) throw new PreconditionFailed(TURN_KEY);
    if (holder.execution === own.execution) return;
    if (await this.#isAtWork(holder)) throw new RunInProgress(holder.execution, holder.since);
    try {
      await store.put(TURN_KEY, toText(own), { ifMatch: newest.version });
    } catch (error) {
      if (!(error instanceof PreconditionFailed)) throw error;
      // Two came at once, and this is the other.
      const winner = await this.#holder();
      if (winner === undefined) throw error;
      if (winner.execution !== own.execution) throw new RunInProgress(winner.execution, winner.since);
    }
  }

  /** Read after the version: where it is newer than that, the conditional write notices. */
  async #holder(): Promise<Holder | undefined> {
    try {
      return Holder.parse(JSON.parse(new TextDecoder().decode(await this.#settings.store.get(TURN_KEY))));
    } catch (error) {
      if (error instanceof ObjectNotFound) return undefined;
      throw error;
    }
  }

  async #isAtWork({ execution }: Holder): Promise<boolean> {
    try {
      const { status } = await this.#settings
        .executions()
        .send(new DescribeExecutionCommand({ executionArn: execution }));
      return status === 'RUNNING' || status === 'PENDING_REDRIVE';
    } catch (error) {
      // Step Functions forgets an execution after 90 days; none takes so long.
      if (isNamed(error, 'ExecutionDoesNotExist', 'InvalidArn')) return false;
      throw toAwsFailure(error, 'states:DescribeExecution', 'the integration workflow');
    }
  }
}

function toText(holder: Holder): string {
  return `${JSON.stringify(holder)}\n`;
}
