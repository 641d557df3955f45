/**
 * What both hosts honour in a workflow file: Step Functions, and `aws-local-stepfunctions` 3.0.0, which ignores
 * JSONata in silence, fails on `Assign`, and runs a Distributed Map inline without its reader or tolerances. A test
 * refuses everything that is not listed here.
 */
export const HONOURED_FIELDS: Readonly<Record<string, readonly string[]>> = {
  Task: [
    'Type',
    'Comment',
    'Resource',
    // In whose name AWS asks the query engine, one role a duty. One machine has one user: it reads the field and goes on.
    'Credentials',
    'Parameters',
    'ResultSelector',
    'ResultPath',
    'InputPath',
    'OutputPath',
    // Without it Step Functions waits for years and the interpreter for a minute; the local host evens that out.
    'TimeoutSeconds',
    'Retry',
    'Catch',
    'Next',
    'End',
  ],
  Choice: ['Type', 'Comment', 'Choices', 'Default', 'InputPath', 'OutputPath'],
  Pass: ['Type', 'Comment', 'Parameters', 'Result', 'ResultPath', 'InputPath', 'OutputPath', 'Next', 'End'],
  Map: [
    'Type',
    'Comment',
    'ItemsPath',
    'ItemSelector',
    'ItemProcessor',
    'MaxConcurrency',
    'ResultPath',
    'ResultSelector',
    'InputPath',
    'OutputPath',
    'Retry',
    'Catch',
    'Next',
    'End',
  ],
  Succeed: ['Type', 'Comment', 'InputPath', 'OutputPath'],
  Fail: ['Type', 'Comment', 'Error', 'ErrorPath', 'Cause', 'CausePath'],
};

export const HONOURED_TOP_FIELDS = ['Comment', 'StartAt', 'States'] as const;

/** The only service that a workflow calls itself; everything else is a step of ours. */
export const HONOURED_SERVICES = ['arn:${Partition}:states:::athena:startQueryExecution.sync'] as const;
