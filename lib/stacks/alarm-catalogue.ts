/** What an alarm is about, in words for whoever is woken by it. docs/alarms.md is made from this table. */
export interface AlarmText {
  readonly title: string;
  readonly means: string;
  /** What to do, in order. */
  readonly steps: readonly string[];
}

/** Alarms that every agency has, in its own stack. `{agency}` becomes its name. */
export const AGENCY_ALARMS = {
  overdue: {
    title: '{agency} is overdue',
    means:
      'At least one dataset of {agency} has not come although it was due, and an agreement in force asks for it. Counted once a day.',
    steps: [
      '`tributary status --target aws` says which dataset and period, and for how many days.',
      'Write to the steward (agencies/<agency>.yaml). A delivery made now is taken in as late; nothing else has to be done.',
      'A run in the meantime is made without it, or with its earlier delivery, and the release says so.',
    ],
  },
  rejected: {
    title: '{agency}: a delivery was rejected',
    means:
      'A file of {agency} was refused as a whole: it could not be read, broke too many rules of its contract, or no agreement was in force. An earlier delivery of the same period stays in force.',
    steps: [
      'The steward has the receipt, which names rows, columns and remedies; you need not forward anything.',
      'Where it says that no agreement is in force, look at `agreements/`: dates and signatories. `tributary check` names what is missing.',
      'Where the same fault comes back, the contract may be wrong rather than the file: change it, `check`, deploy, and ask for the file again.',
    ],
  },
  'volume-moved': {
    title: '{agency}: the number of rows moved',
    means:
      'A delivery of {agency} was taken in, but has far more or fewer rows than the one before (more than `maxVolumeChange` of its contract).',
    steps: [
      'Ask the steward whether that is so: a filter, a changed system, half an extract.',
      'If it is wrong, a new file for the same period replaces this one whole. Do that before the next integration run.',
      'If it is right and will stay so, nothing is to be done; if it swings every time, widen `maxVolumeChange`.',
    ],
  },
  'linkage-dropped': {
    title: '{agency}: fewer of its records are linked',
    means:
      'In the newest release the share of linked records of a dataset of {agency} is at least five percentage points lower than in the release before.',
    steps: [
      'Look at `linkage_quality` by period and group, and at `data_quality` for columns that became empty: identifiers that stopped coming are the usual cause.',
      'Ask the steward whether an identifying column changed its format or is no longer filled.',
      'Where the data are right, say so in the limitations of the indicators concerned. The alarm ends with the next release that does not drop.',
    ],
  },
} as const satisfies Readonly<Record<string, AlarmText>>;

/** Alarms of the whole system, in the stack of watch. */
export const SYSTEM_ALARMS = {
  'intake-failed': {
    title: 'A delivery could not be processed',
    means:
      'An execution of the intake workflow failed, timed out or was stopped after all its retries. The file lies untouched in the landing zone, and the steward has been told that we look at it. The fault is ours: a file with errors is rejected, which is no failure.',
    steps: [
      'In Step Functions, open the failed execution of `*-intake`: the error is a class name with a sentence that says what to do. `tributary check --target aws` names a permission or key that is missing.',
      'When the cause is gone, start a new execution with the same input ("New execution"; a redrive would only fail again). It does nothing twice.',
      'Tell the steward if it takes longer than a day.',
    ],
  },
  'integration-failed': {
    title: 'An integration run failed',
    means:
      'An execution of the integration workflow failed, timed out or was stopped after all its retries. Nothing was published; analysts see the release before.',
    steps: [
      '`tributary status --target aws` and the execution in Step Functions name the step and the error.',
      '`DISCLOSURE_PROTECTION_FAILED` is a defect of Tributary: report it, do not work around it.',
      'Else cure the cause and run again (`tributary run --target aws`): a run that failed leaves its number to the next one.',
    ],
  },
  'dead-letters': {
    title: 'An event was not delivered',
    means:
      'An event that should have started a workflow or one of the watching functions was given up after all retries and lies in a dead-letter queue.',
    steps: [
      'As an administrator, read the message in the queue (SQS console, "Poll for messages"): it holds the event, and its attributes the reason.',
      'Cure the reason, then start the workflow by hand with the input of the event. An event that is repeated does nothing twice.',
      'Delete the message; the alarm ends when the queue is empty.',
    ],
  },
  'run-partial': {
    title: 'A release is out in part',
    means:
      'A run skipped or lost a dataset or an indicator. What it published is right; something is missing.',
    steps: [
      'The announcement in the audit zone, and the view `releases`, say what is missing and why.',
      'A dataset without an agreement or delivery: see to that, and run again.',
      'A lost indicator names the error that lost it; correct the indicator, `check`, deploy, run again.',
    ],
  },
  'suppression-risen': {
    title: 'More cells are hidden than before',
    means:
      'In the newest release the share of suppressed rows of an indicator is at least ten percentage points higher than in the release before.',
    steps: [
      'The dashboard shows which indicator. Look at the numbers of people below it: did a delivery shrink, or linkage drop?',
      'A stricter policy of an owner, or a new code, hides more, too: `indicators` gives the threshold that was used.',
      'Where it stays so, publish coarser codes or fewer crosses; never weaken a threshold to end an alarm.',
    ],
  },
  'unusual-access': {
    title: 'Somebody touched data in a way not seen before',
    means:
      'A role read or wrote a zone that it never touched, used a key that it never used, worked at an hour at which it never works, or touched far more than on any earlier day.',
    steps: [
      'The audit zone has the findings under `access/<day>/`: role, zone, what is new, and the ids of CloudTrail events by which to find who it was and from where.',
      'If nobody can explain it, treat it as an incident: revoke the sessions of the role (IAM, "Revoke active sessions"), then look further.',
      'If it can be explained, nothing is to be done: the same will not be found again.',
    ],
  },
  'access-not-watched': {
    title: 'Access is not being watched',
    means:
      'For three hours nobody has looked at who touches the data: the function does not run, or CloudTrail was switched off.',
    steps: [
      'CloudTrail: is the trail logging? Who stopped it is in its event history (`StopLogging`, `PutEventSelectors`). That is an incident until explained.',
      'The log of `*-watch-access` says why the function fails. What it missed it catches up with by itself.',
    ],
  },
  'watch-failed': {
    title: 'A watching function fails',
    means:
      'Watch, WatchAccess or WatchCost ended in an error: alarms on overdue deliveries, unusual access or costs may be out of date.',
    steps: [
      'Its log names the error and what to do. `tributary check --target aws` names a permission that is missing.',
      'Invoke the function once by hand when the cause is gone; it needs no input.',
    ],
  },
  'cost-of-month': {
    title: 'This month costs more than planned',
    means:
      'What was used since the first of the month, at list prices, is more than `deployment.monthlyBudgetDollars`. An estimate: discounts, taxes and what is not of Tributary are not in it.',
    steps: [
      'The dashboard shows the cost by workflow and by agency. [Costs](costs.md) says what is usual.',
      'Many executions of one agency: the same file again and again? Athena: a query of an analyst (lower `scanLimitGigabytes`), or an indicator that reads far more than it needs.',
      'If it is the new normal, raise `monthlyBudgetDollars`.',
    ],
  },
  throttled: {
    title: 'AWS is turning calls away',
    means:
      'For a quarter of an hour calls of functions were throttled. Steps try again by themselves, so first of all it is slow.',
    steps: [
      'Many deliveries at once: it passes by itself.',
      'If it does not: ask for a higher quota of concurrent Lambda executions (Service Quotas); new accounts begin with very few.',
    ],
  },
} as const satisfies Readonly<Record<string, AlarmText>>;

export type AgencyAlarm = keyof typeof AGENCY_ALARMS;
export type SystemAlarm = keyof typeof SYSTEM_ALARMS;

/** An alarm's description: what is wrong, first thing to do, and where the rest is. CloudWatch takes 1,024 characters. */
export function alarmDescription(id: string, { title, means, steps }: AlarmText, agency = ''): string {
  const text = `${title}. ${means} First: ${steps[0]} Then: docs/alarms.md#${id}`;
  return text.replaceAll('{agency}', agency);
}
