import { z } from 'zod';
import type { Executions } from '../ports/executions.ts';
import type { ObjectStore } from '../ports/object-store.ts';
import { addDays, dayOf, type IsoDate, type Workspace } from '../workspace/workspace.ts';
import { costOfDay, type DayCost, totalOfDay } from './cost.ts';
import { dollars } from './prices.ts';

const Month = z.record(z.iso.date(), z.strictObject({ workflows: z.record(z.string(), z.number()) }));
type Month = z.output<typeof Month>;

/** Days that were missed are made up for, so many a call. */
const DAYS_AT_ONCE = 7;

export interface WatchCostInput {
  readonly executions: Executions;
  readonly memory: ObjectStore;
  readonly audit: ObjectStore;
  readonly workspace: Workspace;
  readonly now: Date;
}

export interface CostReport {
  /** Yesterday. */
  readonly newest: DayCost;
  readonly month: string;
  /** Dollars since the first of the month of `newest`. */
  readonly monthToDate: number;
}

/**
 * Counts what yesterday cost, and the days of its month that nobody has counted yet; keeps each day with its
 * executions in the audit zone.
 */
export async function watchCost({
  executions,
  memory,
  audit,
  workspace,
  now,
}: WatchCostInput): Promise<CostReport> {
  const yesterday = addDays(dayOf(now), -1);
  const month = yesterday.slice(0, 7);
  const key = `watch/costs-${month}.json`;
  const known = await memory.head(key);
  const counted: Month =
    known === undefined ? {} : Month.parse(JSON.parse(new TextDecoder().decode(await memory.get(key))));
  const missing = daysOf(month, yesterday).filter((day) => counted[day] === undefined && day !== yesterday);
  const days: DayCost[] = [];
  for (const day of [...missing.slice(-DAYS_AT_ONCE), yesterday]) {
    const cost = costOfDay({
      day,
      workspace,
      executions: await collected(executions.executions(startOf(day), startOf(addDays(day, 1)))),
      queries: await collected(executions.queries(startOf(day), startOf(addDays(day, 1)))),
    });
    await audit.put(`costs/${day}.json`, `${JSON.stringify(cost, undefined, 1)}\n`);
    days.push(cost);
  }
  const after: Month = {
    ...counted,
    ...Object.fromEntries(days.map(({ day, workflows }) => [day, { workflows: { ...workflows } }])),
  };
  await memory.put(key, `${JSON.stringify(after)}\n`);
  const newest = days.at(-1);
  if (newest === undefined) throw new RangeError('A day was lost while it was counted.');
  return {
    newest,
    month,
    monthToDate: dollars(
      Object.values(after)
        .map(totalOfDay)
        .reduce((a, b) => a + b, 0),
    ),
  };
}

function daysOf(month: string, last: IsoDate): readonly IsoDate[] {
  return Array.from({ length: Number(last.slice(8)) }, (_, at) => addDays(`${month}-01` as IsoDate, at));
}

function startOf(day: IsoDate): Date {
  return new Date(`${day}T00:00:00Z`);
}

async function collected<T>(items: AsyncIterable<T>): Promise<readonly T[]> {
  const found: T[] = [];
  for await (const item of items) found.push(item);
  return found;
}
