import type { Access, AccessAction } from '../ports/access-log.ts';
import { addDays, type Frequency, type IsoDate } from '../workspace/workspace.ts';
import {
  type Amount,
  type Baseline,
  dayOfAccess,
  forget,
  habitOf,
  learn,
  memoryDays,
  nearSlots,
  slotOf,
} from './baseline.ts';

/** What no earlier day has seen the like of. Role and zone, never a person or an object; `events` finds those. */
export interface UnusualAccess {
  readonly what: 'new access' | 'new hour' | 'new volume';
  readonly role: string;
  readonly zone: string;
  readonly action: AccessAction;
  readonly day: string;
  readonly seen: Amount;
  /** The most of any earlier day; only for a new volume. */
  readonly usual?: Amount;
  /** In plain words. */
  readonly says: string;
  /** Ids of some of the events in the log. */
  readonly events: readonly string[];
}

export interface Judgement {
  readonly findings: readonly UnusualAccess[];
  readonly baseline: Baseline;
}

/** Days of watching before what is new is told: until then everything would be. */
const WARM_UP_DAYS = 14;
/** Days on which a role must have been seen before its hours, or its volume, say anything. */
const HABIT_DAYS = 5;
const VOLUME_DAYS = 3;
/** Far beyond: so many times the most of any earlier day, and more than a trifle. */
const VOLUME_FACTOR = 4;
const TRIFLE: Amount = { count: 500, bytes: 268_435_456 };
const EVENTS_NAMED = 5;

/**
 * Judges accesses against the days before, and learns them: what was found once is not found again. Calls that were
 * refused, and principals that are none of the system's, are told from the first day on; all else after a warm-up.
 * @param accesses of any days, in any order
 */
export function judgeAccess(baseline: Baseline, accesses: readonly Access[], cycle: Frequency): Judgement {
  const days = Map.groupBy(accesses, dayOfAccess);
  const ordered = [...days].toSorted(([a], [b]) => (a < b ? -1 : 1));
  const start: Judgement = { findings: [], baseline };
  return ordered.reduce((so, [day, ofDay]) => {
    const known = forget(so.baseline, addDays(day as IsoDate, -memoryDays(cycle)));
    return {
      findings: [...so.findings, ...judgeDay(known, day, ofDay)],
      baseline: learn(known, ofDay),
    };
  }, start);
}

function judgeDay(known: Baseline, day: string, accesses: readonly Access[]): readonly UnusualAccess[] {
  const warm = addDays(known.since as IsoDate, WARM_UP_DAYS) <= day;
  const habits = [...Map.groupBy(accesses, habitOf).values()].flatMap((group) => {
    const [first] = group;
    if (first === undefined) return [];
    if (!warm && first.kind !== 'other' && first.action !== 'refused') return [];
    return isNew(known, first)
      ? [
          found(
            'new access',
            first,
            day,
            group,
            `${first.role} has never ${TOLD[first.action]} ${first.zone} before`,
          ),
        ]
      : warm
        ? volume(known, day, first, group)
        : [];
  });
  return warm ? [...habits, ...newHours(known, day, accesses)] : habits;
}

function isNew({ habits }: Baseline, access: Access): boolean {
  return habits[habitOf(access)] === undefined;
}

/** Told once a day: not where the day's amount was far beyond already. */
function volume(
  known: Baseline,
  day: string,
  first: Access,
  group: readonly Access[],
): readonly UnusualAccess[] {
  const { [day]: before = { count: 0, bytes: 0 }, ...earlier } = known.habits[habitOf(first)] ?? {};
  const amounts = Object.values(earlier);
  if (amounts.length < VOLUME_DAYS) return [];
  const usual = { count: most(amounts, 'count'), bytes: most(amounts, 'bytes') };
  const seen = {
    count: before.count + group.length,
    bytes: before.bytes + group.reduce((sum, { bytes }) => sum + bytes, 0),
  };
  if (!isBeyond(seen, usual) || isBeyond(before, usual)) return [];
  const says = `${first.role} has ${TOLD[first.action]} ${first.zone} ${seen.count} times (${megabytes(seen.bytes)} MB) on ${day}; the most of any earlier day is ${usual.count} times and ${megabytes(usual.bytes)} MB`;
  return [{ ...found('new volume', first, day, group, says), seen, usual }];
}

function isBeyond(seen: Amount, usual: Amount): boolean {
  const beyond = (of: keyof Amount) => seen[of] > TRIFLE[of] && seen[of] > VOLUME_FACTOR * usual[of];
  return beyond('count') || beyond('bytes');
}

/** Machines work whenever a file comes; hours are asked of people, agencies and strangers only. */
function newHours(known: Baseline, day: string, accesses: readonly Access[]): readonly UnusualAccess[] {
  const people = accesses.filter(({ kind }) => kind !== 'step');
  const groups = Map.groupBy(people, ({ role, at }) => `${role}|${slotOf(at)}`);
  return [...groups.values()].flatMap((group) => {
    const [first] = group;
    if (first === undefined || daysSeen(known, first.role) < HABIT_DAYS) return [];
    const slots = known.hours[first.role] ?? {};
    const slot = slotOf(first.at);
    if (nearSlots(slot).some((near) => slots[near] !== undefined)) return [];
    const [part = '', hour = ''] = slot.split('-');
    const when = part === 'weekend' ? 'at the weekend' : 'on a working day';
    return [
      found('new hour', first, day, group, `${first.role} has never worked ${when} at ${hour}:00 UTC before`),
    ];
  });
}

function daysSeen({ habits }: Baseline, role: string): number {
  const own = Object.entries(habits).filter(([habit]) => habit.startsWith(`${role}|`));
  return new Set(own.flatMap(([, days]) => Object.keys(days))).size;
}

function found(
  what: UnusualAccess['what'],
  { role, zone, action }: Access,
  day: string,
  group: readonly Access[],
  says: string,
): UnusualAccess {
  return {
    what,
    role,
    zone,
    action,
    day,
    seen: { count: group.length, bytes: group.reduce((sum, { bytes }) => sum + bytes, 0) },
    says: `${says}.`,
    events: group.slice(0, EVENTS_NAMED).map(({ event }) => event),
  };
}

const TOLD: Readonly<Record<AccessAction, string>> = {
  read: 'read',
  write: 'written to',
  delete: 'deleted from',
  decrypt: 'decrypted something of',
  derive: 'derived a key from',
  query: 'asked',
  refused: 'been refused at',
};

function most(amounts: readonly Amount[], of: keyof Amount): number {
  return Math.max(...amounts.map((amount) => amount[of]));
}

function megabytes(bytes: number): number {
  return Math.round(bytes / 1_048_576);
}
