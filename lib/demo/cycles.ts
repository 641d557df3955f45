import { type Day, dayOf } from './dates.ts';
import type { Extract, Source } from './extract.ts';
import { births } from './extracts/births.ts';
import { childCare, homeVisiting, preK } from './extracts/early-childhood.ts';
import { shelterStays } from './extracts/homeless-services.ts';
import { childWelfare, snap } from './extracts/human-services.ts';
import { bookings } from './extracts/jail.ts';
import { wic } from './extracts/public-health.ts';
import { qualitySeats } from './extracts/quality-seats.ts';
import { attendance, enrolment, kindergartenReadiness } from './extracts/schools.ts';
import { FIRST_DAY } from './households.ts';

/** How a delivery should end; `refused` is for want of an agreement. */
export type Outcome = 'accepted' | 'accepted_with_errors' | 'partially_accepted' | 'rejected' | 'refused';

export interface ScriptedDelivery {
  readonly agency: string;
  readonly dataset: string;
  readonly period: string;
  /** Relative to the demo's folder. */
  readonly file: string;
  /** What it is there to show; missing where it is an ordinary delivery. */
  readonly shows?: string;
  /** Set where the outcome is the point. */
  readonly outcome?: Outcome;
}

/** A reporting cycle: what comes in at `now`, in this order, and then the run. Times are ISO, in UTC. */
export interface Cycle {
  readonly period: string;
  readonly now: string;
  readonly deliveries: readonly ScriptedDelivery[];
  readonly runPeriod: string;
  readonly runNow: string;
}

/** A file to be made: which source, for which days, in which version. */
export interface PlannedFile {
  readonly source: Source;
  readonly path: string;
  readonly period: string;
  readonly since: Day;
  readonly until: Day;
  readonly corrected: boolean;
  /** Leaves out all other columns. */
  readonly onlyColumns?: readonly string[];
}

interface Quarter {
  readonly period: string;
  readonly first: Day;
  readonly last: Day;
}

const Q1: Quarter = { period: '2026-Q1', first: dayOf(2026, 1, 1), last: dayOf(2026, 3, 31) };
const Q2: Quarter = { period: '2026-Q2', first: dayOf(2026, 4, 1), last: dayOf(2026, 6, 30) };

/** From which day on the first file of a source reaches back; the next ones hold what was active in their quarter. */
const HISTORY: readonly (readonly [Source, Day])[] = [
  [births, FIRST_DAY],
  [homeVisiting, FIRST_DAY],
  [childCare, FIRST_DAY],
  [preK, FIRST_DAY],
  [qualitySeats, Q1.first],
  [enrolment, dayOf(2023, 9, 1)],
  [attendance, Q1.first],
  [kindergartenReadiness, dayOf(2023, 9, 1)],
  [wic, FIRST_DAY],
  [snap, dayOf(2024, 7, 1)],
  [childWelfare, dayOf(2024, 7, 1)],
  [shelterStays, dayOf(2025, 1, 1)],
  [bookings, Q1.first],
];

interface Entry {
  readonly file: PlannedFile;
  readonly delivery: ScriptedDelivery;
}

/** The files of a quarter in the order in which the agencies send them. */
function ordinary(quarter: Quarter): readonly Entry[] {
  return HISTORY.map(([source, since]) => {
    // The assessments come once a year: their file is the same list until the next autumn.
    const cumulative = quarter === Q1 || source === kindergartenReadiness;
    return entry(source, quarter, cumulative ? since : quarter.first, {});
  });
}

interface Variant {
  /** Stands before the file's ending. */
  readonly mark?: string;
  readonly corrected?: true;
  readonly onlyColumns?: readonly string[];
  readonly shows?: string;
  readonly outcome?: Outcome;
}

function entry(source: Source, quarter: Quarter, since: Day, variant: Variant): Entry {
  const { agency, dataset } = source;
  const name = source.fileName(quarter.period);
  const stop = name.indexOf('.');
  const path = `extracts/${agency}/${name.slice(0, stop)}${variant.mark ?? ''}${name.slice(stop)}`;
  const { shows, outcome, onlyColumns } = variant;
  return {
    file: {
      source,
      path,
      period: quarter.period,
      since,
      until: quarter.last,
      corrected: variant.corrected ?? false,
      ...(onlyColumns === undefined ? {} : { onlyColumns }),
    },
    delivery: {
      agency,
      dataset,
      period: quarter.period,
      file: path,
      ...(shows === undefined ? {} : { shows }),
      ...(outcome === undefined ? {} : { outcome }),
    },
  };
}

function showing({ file, delivery }: Entry, shows: string, outcome?: Outcome): Entry {
  return { file, delivery: { ...delivery, shows, ...(outcome === undefined ? {} : { outcome }) } };
}

function of(entries: readonly Entry[], source: Source): Entry {
  const found = entries.find(({ file }) => file.source === source);
  if (found === undefined) throw new RangeError(`${source.agency}/${source.dataset} has no file.`);
  return found;
}

const FIRST = ordinary(Q1);
const SECOND = ordinary(Q2);

const first: readonly Entry[] = FIRST.filter(({ file }) => file.source !== kindergartenReadiness);

const second: readonly Entry[] = SECOND.flatMap((each) => {
  switch (each.file.source) {
    case births:
      return [
        entry(births, Q1, FIRST_DAY, {
          mark: '_corrected',
          corrected: true,
          shows:
            "A correction: last quarter's file once more, with the names of babies who had none. It replaces the first one whole.",
        }),
        each,
      ];
    case kindergartenReadiness:
      return [
        showing(
          of(FIRST, kindergartenReadiness),
          'A late delivery: due in April, sent in July. Only now can its indicator be published.',
        ),
        each,
      ];
    case attendance:
      return [showing(each, 'The agreement on attendance ended on 30 June: nothing is taken in.', 'refused')];
    case childWelfare:
      return [
        entry(childWelfare, Q2, Q2.first, {
          mark: '_wrong',
          onlyColumns: ['case_id', 'role', 'neighborhood', 'opened', 'closed'],
          shows:
            'The wrong export: the columns that name a person are missing, so the file is rejected whole.',
          outcome: 'rejected',
        }),
        showing(each, 'The right export, the same day.'),
      ];
    case bookings:
      return [
        showing(
          each,
          'Some rows cannot be true (released before booked, born on 31 February): these go to quarantine.',
          'partially_accepted',
        ),
      ];
    case shelterStays:
      return [
        showing(
          each,
          'Some women are in it whom two offices knew under different names: one record now joins each two.',
        ),
      ];
    default:
      return [each];
  }
});

/** The demo's two cycles. Dates are fixed, so that the same county is the same on every day. */
export const CYCLES: readonly Cycle[] = [
  {
    period: Q1.period,
    now: '2026-04-20T15:00:00Z',
    deliveries: first.map(({ delivery }) => delivery),
    runPeriod: Q1.period,
    runNow: '2026-04-21T06:00:00Z',
  },
  {
    period: Q2.period,
    now: '2026-07-20T15:00:00Z',
    deliveries: second.map(({ delivery }) => delivery),
    runPeriod: Q2.period,
    runNow: '2026-07-21T06:00:00Z',
  },
];

/** Every file that some delivery names, once. */
export function plannedFiles(): readonly PlannedFile[] {
  return [...first, ...second].map(({ file }) => file);
}

/** A file's extract as planned: whole, or cut down to some columns (whose rows name nobody). */
export function cutColumns(extract: Extract, only: readonly string[] | undefined): Extract {
  if (only === undefined) return extract;
  const places = only.map((header) => extract.headers.indexOf(header));
  const cut = (values: readonly string[]) => places.map((place) => values[place] ?? '');
  return {
    headers: cut(extract.headers),
    rows: Iterator.from(extract.rows).map(({ values }) => ({ values: cut(values) })),
  };
}
