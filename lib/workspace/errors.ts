import { TributaryError } from '../errors/tributary-error.ts';
import type { Finding } from './finding.ts';
import type { Frequency } from './model.ts';

/** A text that is no period of this collaborative. */
export class PeriodUnknown extends TributaryError {
  readonly code = 'PERIOD_UNKNOWN';
  readonly kind = 'usage';
  readonly audience = 'steward';

  constructor(text: string, fiscal: boolean) {
    const forms = fiscal ? '2026, 2026-Q1, 2026-03, FY2026 or FY2026-Q1' : '2026, 2026-Q1 or 2026-03';
    super(`"${text.slice(0, 40)}" is no period. Write it as ${forms}.`);
  }
}

/** A period that the calendar or the dataset does not have. */
export class PeriodOutsideCalendar extends TributaryError {
  readonly code = 'PERIOD_OUTSIDE_CALENDAR';
  readonly kind = 'usage';
  readonly audience = 'steward';

  constructor(
    period: string,
    calendar: { readonly first: string; readonly last?: string; readonly frequency?: Frequency },
  ) {
    const until = calendar.last === undefined ? 'on' : `to ${calendar.last}`;
    const each = calendar.frequency === undefined ? '' : `, one ${calendar.frequency} each`;
    super(`${period} is outside the reporting calendar. Periods run from ${calendar.first} ${until}${each}.`);
  }
}

/** `run` was called before the calendar's first period has ended. */
export class NoPeriodDue extends TributaryError {
  readonly code = 'NO_PERIOD_DUE';
  readonly kind = 'usage';
  readonly audience = 'operator';

  constructor(first: string, today: string) {
    super(
      `No period of the calendar has ended by ${today}; the first is ${first}. Name one with --period, or wait.`,
    );
  }
}

/** A workspace that cannot be used; `check` says why. */
export class WorkspaceUnfit extends TributaryError {
  readonly code = 'WORKSPACE_UNFIT';
  readonly kind = 'usage';
  readonly audience = 'operator';
  readonly findings: readonly Finding[];

  constructor(findings: readonly Finding[]) {
    const errors = findings.filter(({ severity }) => severity === 'error');
    const [first] = errors;
    const where =
      first === undefined
        ? ''
        : ` The first: ${first.file}:${first.line}:${first.column} ${first.message} ${first.remedy}`;
    super(
      `The workspace has ${errors.length} ${errors.length === 1 ? 'error' : 'errors'}.${where} Run "tributary check" for all of them.`,
    );
    this.findings = findings;
  }
}
