import { beforeEach, describe, expect, it } from 'vitest';
import type { Turn } from '../../lib/ports/turn.ts';

/** A turn that nobody has yet, and executions that may want it. */
export interface TurnUnderTest {
  /** As a step of an execution opens it: anew each time, over the same state. */
  open(): Turn;
  /** An execution that is at work. @returns its name */
  start(): Promise<string>;
  /** Ends it, without its giving anything back. */
  end(execution: string): Promise<void>;
}

/** What every turn promises; runs for each adapter. */
export function describeTurn(name: string, make: () => Promise<TurnUnderTest>): void {
  describe(`${name} as a turn`, () => {
    let under: TurnUnderTest;

    beforeEach(async () => {
      under = await make();
    });

    it('goes to the first who asks', async () => {
      const execution = await under.start();

      await expect(under.open().take(execution)).resolves.toBeUndefined();
    });

    it('is a yes to who has it already', async () => {
      const execution = await under.start();
      await under.open().take(execution);

      await expect(under.open().take(execution)).resolves.toBeUndefined();
    });

    it('is refused while another run is at work, with its name', async () => {
      const [first, second] = [await under.start(), await under.start()];
      await under.open().take(first);

      const refused: unknown = await under
        .open()
        .take(second)
        .catch((error: unknown) => error);

      expect(refused).toMatchObject({ code: 'RUN_IN_PROGRESS', retry: 'later' });
      expect(String(refused)).toContain(first.slice(first.lastIndexOf(':') + 1));
    });

    it('passes on once the run before has ended, however it ended', async () => {
      const [first, second] = [await under.start(), await under.start()];
      await under.open().take(first);
      await under.end(first);

      await under.open().take(second);

      await expect(under.open().take(await under.start())).rejects.toMatchObject({ code: 'RUN_IN_PROGRESS' });
    });

    it('goes to one of two who ask at once', async () => {
      const executions = await Promise.all([under.start(), under.start()]);

      const outcomes = await Promise.allSettled(executions.map((execution) => under.open().take(execution)));

      expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    });

    it('goes to one of two who find that the run before has ended', async () => {
      const first = await under.start();
      await under.open().take(first);
      await under.end(first);
      const executions = await Promise.all([under.start(), under.start()]);

      const outcomes = await Promise.allSettled(executions.map((execution) => under.open().take(execution)));

      expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    });
  });
}
