/** What can go wrong in a task state, and by which error a workflow learns of it. */
export const FAILURES = {
  throttled:
    'the service has no capacity (`Lambda.TooManyRequestsException`, `Athena.TooManyRequestsException`)',
  refused: 'a request to AWS failed although its client tried again (`AwsRequestFailed`)',
  crashed:
    'the function ran out of memory or time, or its process ended (`Lambda.Unknown`, `Sandbox.Timedout`)',
  wrong:
    'any other error: data, settings or a statement are not as they must be, or a policy lacks something',
  late: 'no answer within `TimeoutSeconds` (`States.Timeout`)',
  large: 'more than 256 KiB to pass on (`States.DataLimitExceeded`)',
} as const;
export type FailureKind = keyof typeof FAILURES;

/** How often a state is tried, and what becomes of the execution where no try succeeds. */
export interface Ending {
  readonly tries: number;
  readonly end: 'stops' | 'lost';
}
export type Endings = Readonly<Record<FailureKind, Ending | 'cannot happen'>>;

const steps = (end: Ending['end']): Endings => ({
  throttled: { tries: 7, end },
  refused: { tries: 3, end },
  crashed: { tries: 2, end },
  wrong: { tries: 1, end },
  late: { tries: 1, end },
  large: { tries: 1, end: 'stops' },
});

const questions = (end: Ending['end']): Endings => ({
  throttled: { tries: 6, end },
  refused: { tries: 1, end },
  crashed: 'cannot happen',
  wrong: { tries: 1, end },
  late: { tries: 1, end },
  large: 'cannot happen',
});

/**
 * Every task state of the integration workflow, and where its failures end. `lost` is one family of indicators that the
 * release does not have: the run goes on, ends as partial, and the command line with exit code 4.
 */
export const INTEGRATION_FAILURES: Readonly<Record<string, Endings>> = {
  Plan: steps('stops'),
  PrepareLink: steps('stops'),
  AskPrepareLink: questions('stops'),
  Train: steps('stops'),
  AskScore: questions('stops'),
  Cluster: steps('stops'),
  Integrate: steps('stops'),
  AskIntegrate: questions('stops'),
  MeasureQuality: steps('stops'),
  Measure: steps('lost'),
  AskMeasure: questions('lost'),
  Protect: steps('lost'),
  AuditProtection: steps('stops'),
  Assemble: steps('stops'),
  Publish: steps('stops'),
  ShowViews: steps('stops'),
  AskShow: questions('stops'),
  Announce: steps('stops'),
};

/** The table of docs/workflows.md. */
export function failureTable(failures: Readonly<Record<string, Endings>>): string {
  const kinds = Object.keys(FAILURES) as FailureKind[];
  const cell = (ending: Endings[FailureKind]) =>
    ending === 'cannot happen' ? '–' : `${ending.tries}× then ${ending.end}`;
  const rows = Object.entries(failures).map(
    ([state, endings]) => `| ${state} | ${kinds.map((kind) => cell(endings[kind])).join(' | ')} |`,
  );
  return [`| state | ${kinds.join(' | ')} |`, `|---|${kinds.map(() => '---|').join('')}`, ...rows].join('\n');
}
