import { z } from 'zod';
import type { Access, AccessLog, AccessLogFile } from '../ports/access-log.ts';
import type { ObjectStore } from '../ports/object-store.ts';
import { addDays, dayOf, type Frequency, type IsoDate } from '../workspace/workspace.ts';
import { Baseline, emptyBaseline } from './baseline.ts';
import { judgeAccess, type UnusualAccess } from './unusual-access.ts';

const MEMORY = 'watch/access.json';

const Memory = z.strictObject({
  baseline: Baseline,
  /** Names of files that were read, by the day that they tell of: a file of one hour may come after one of the next. */
  read: z.record(z.iso.date(), z.array(z.string())),
});
type Memory = z.output<typeof Memory>;

/** So many files a call, oldest first; what a pause has left is caught up with over the next hours. */
const FILES_AT_ONCE = 600;
/** How far back a file may come late. */
const LATE_DAYS = 2;

export interface WatchAccessInput {
  readonly log: AccessLog;
  readonly memory: ObjectStore;
  readonly audit: ObjectStore;
  readonly cycle: Frequency;
  readonly now: Date;
}

/**
 * Reads what the log has gained, judges it, writes what is unusual to the audit zone, and remembers. Findings are
 * written before the memory: a call that dies between the two tells them twice rather than never.
 * @throws PreconditionFailed where another call of this function was quicker
 */
export async function watchAccess({
  log,
  memory,
  audit,
  cycle,
  now,
}: WatchAccessInput): Promise<{ readonly files: number; readonly findings: readonly UnusualAccess[] }> {
  const today = dayOf(now);
  const known = await memory.head(MEMORY);
  const before: Memory =
    known === undefined
      ? { baseline: emptyBaseline(today), read: {} }
      : Memory.parse(JSON.parse(new TextDecoder().decode(await memory.get(MEMORY))));
  const seen = new Set(Object.values(before.read).flat());
  const since = new Date(`${oldestUnread(before, today)}T00:00:00Z`);
  const files = await log.files(since, now);
  const unread = files.filter(({ name }) => !seen.has(name)).slice(0, FILES_AT_ONCE);
  const accesses: Access[] = [];
  for (const file of unread) accesses.push(...(await log.read(file)));
  const { findings, baseline } = judgeAccess(before.baseline, accesses, cycle);
  if (findings.length > 0) {
    const key = `access/${today}/${now.toISOString().replaceAll(':', '')}.json`;
    await audit.put(key, `${JSON.stringify({ at: now.toISOString(), findings }, undefined, 1)}\n`);
  }
  const after: Memory = { baseline, read: readSoFar(before, unread) };
  await memory.put(
    MEMORY,
    `${JSON.stringify(Memory.parse(after))}\n`,
    known === undefined ? { ifAbsent: true } : { ifMatch: known.version },
  );
  return { files: unread.length, findings };
}

/** Two days before the newest day read, so that neither late files nor a pause of the function leave a gap. */
function oldestUnread({ read }: Memory, today: IsoDate): IsoDate {
  const newest = Object.keys(read).toSorted().at(-1) ?? today;
  return addDays(newest as IsoDate, -LATE_DAYS);
}

/** Forgets names that `oldestUnread` will not ask for again. */
function readSoFar({ read }: Memory, files: readonly AccessLogFile[]): Memory['read'] {
  const byDay = Map.groupBy(files, ({ day }) => day);
  const days = [...new Set([...Object.keys(read), ...byDay.keys()])].toSorted();
  const oldest = addDays((days.at(-1) ?? '1970-01-01') as IsoDate, -LATE_DAYS);
  const kept = days.filter((day) => day >= oldest);
  return Object.fromEntries(
    kept.map((day) => [day, [...(read[day] ?? []), ...(byDay.get(day) ?? []).map(({ name }) => name)]]),
  );
}
