import { z } from 'zod';
import { Finding, LEVELS, type Level, LevelRun } from './finding.ts';

export const RowCounts = z.strictObject({
  read: z.int().nonnegative(),
  accepted: z.int().nonnegative(),
  quarantined: z.int().nonnegative(),
  withheld: z.int().nonnegative(),
});

export const NO_ROWS = { read: 0, accepted: 0, quarantined: 0, withheld: 0 } as const;

/** What came of reading and checking one file; kept in the landing zone until the receipt tells it. */
export const Outcome = z.strictObject({
  rejected: z.boolean(),
  rows: RowCounts,
  findings: z.array(Finding),
  levels: z.array(LevelRun),
});
export type Outcome = z.infer<typeof Outcome>;

/** The levels in order; those that are not named did run. */
export function levelRuns(notRun: Readonly<Partial<Record<Level, string>>>): LevelRun[] {
  return LEVELS.map((level) => {
    const why = notRun[level];
    return { level, ran: why === undefined, why: why ?? null };
  });
}

/** For a file that failed at the first level. */
export function levelsAfterFailedFile(): LevelRun[] {
  const why = 'the file did not pass its first check';
  return levelRuns({ value: why, row: why, case: why, datasets: why, history: why });
}
