import { z } from 'zod';
import type { Access } from '../ports/access-log.ts';
import type { Frequency } from '../workspace/workspace.ts';

/** How often and how much, on one day. */
const Amount = z.strictObject({ count: z.int(), bytes: z.int() });
export type Amount = z.output<typeof Amount>;

/** What is usual: of each role, zone and action the days on which it was seen; of each role the hours at which it works. */
export const Baseline = z.strictObject({
  format: z.literal('tributary-access/1'),
  /** The first day that was watched. */
  since: z.iso.date(),
  /** `role|zone|action` → day → amount. */
  habits: z.record(z.string(), z.record(z.iso.date(), Amount)),
  /** role → slot of the week → the last day on which it was used. */
  hours: z.record(z.string(), z.record(z.string(), z.iso.date())),
});
export type Baseline = z.output<typeof Baseline>;

export function emptyBaseline(today: string): Baseline {
  return { format: 'tributary-access/1', since: today, habits: {}, hours: {} };
}

const DAYS_OF_CYCLE = { month: 31, quarter: 92, year: 366 } as const satisfies Record<Frequency, number>;

/**
 * After how many days a habit that nobody repeats is forgotten: two cycles and two weeks, since a run that comes once
 * a quarter would else be new each time.
 */
export function memoryDays(cycle: Frequency): number {
  return 2 * DAYS_OF_CYCLE[cycle] + 14;
}

export function habitOf({ role, zone, action }: Pick<Access, 'role' | 'zone' | 'action'>): string {
  return `${role}|${zone}|${action}`;
}

export function dayOfAccess({ at }: Pick<Access, 'at'>): string {
  return at.slice(0, 10);
}

/**
 * The slot of the week of a moment: its hour, on a working day or at the weekend. Whole hours of each weekday would
 * take months to learn of somebody who asks a question a week, and find something new every day until then.
 */
export function slotOf(at: string): string {
  const date = new Date(at);
  return slotName([0, 6].includes(date.getUTCDay()), date.getUTCHours());
}

/** A slot and its neighbours: who begins at nine may begin at a quarter to. */
export function nearSlots(slot: string): readonly string[] {
  const [part = '', hour = ''] = slot.split('-');
  const at = Number(hour);
  return [at - 1, at, at + 1].map((one) => slotName(part === 'weekend', (one + 24) % 24));
}

function slotName(weekend: boolean, hour: number): string {
  return `${weekend ? 'weekend' : 'weekday'}-${String(hour).padStart(2, '0')}`;
}

/** Adds what was seen. */
export function learn(baseline: Baseline, accesses: readonly Access[]): Baseline {
  const habits = new Map(Object.entries(baseline.habits).map(([habit, days]) => [habit, { ...days }]));
  const hours = new Map(Object.entries(baseline.hours).map(([role, slots]) => [role, { ...slots }]));
  for (const access of accesses) {
    const day = dayOfAccess(access);
    const days = habits.get(habitOf(access)) ?? {};
    const { count, bytes } = days[day] ?? { count: 0, bytes: 0 };
    days[day] = { count: count + 1, bytes: bytes + access.bytes };
    habits.set(habitOf(access), days);
    if (access.kind === 'step') continue;
    const slots = hours.get(access.role) ?? {};
    const slot = slotOf(access.at);
    slots[slot] = latest(slots[slot] ?? day, day);
    hours.set(access.role, slots);
  }
  return { ...baseline, habits: Object.fromEntries(habits), hours: Object.fromEntries(hours) };
}

/** Drops what is older than `oldest`. */
export function forget(baseline: Baseline, oldest: string): Baseline {
  const kept = <T>(days: Readonly<Record<string, T>>, young: (day: string, value: T) => boolean) =>
    Object.fromEntries(Object.entries(days).filter(([day, value]) => young(day, value)));
  const some = <T extends object>(entries: readonly (readonly [string, T])[]) =>
    Object.fromEntries(entries.filter(([, value]) => Object.keys(value).length > 0));
  return {
    ...baseline,
    habits: some(
      Object.entries(baseline.habits).map(([habit, days]) => [habit, kept(days, (day) => day >= oldest)]),
    ),
    hours: some(
      Object.entries(baseline.hours).map(([role, slots]) => [role, kept(slots, (_, day) => day >= oldest)]),
    ),
  };
}

function latest(a: string, b: string): string {
  return a > b ? a : b;
}
