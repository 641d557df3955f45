import type { Clock } from '../../ports/clock.ts';

/** The machine's time, or the one that `SOURCE_DATE_EPOCH` (seconds since 1970) fixes. */
export function systemClock(environment: Readonly<Record<string, string | undefined>>): Clock {
  const epoch = environment['SOURCE_DATE_EPOCH'];
  if (epoch !== undefined && /^\d{1,12}$/.test(epoch)) {
    const fixed = Number(epoch) * 1000;
    return { now: () => new Date(fixed) };
  }
  return { now: () => new Date() };
}
