import { beforeAll, describe, expect, it } from 'vitest';
import { fromVariables } from '../../lib/deployment/environment.ts';
import { STEPS } from '../../lib/deployment/steps.ts';
import { LONGEST_PARAMETER } from '../../lib/deployment/workspace-parameter.ts';
import { WorkflowPlaceholderUnknown, WorkspaceFileTooLarge } from '../../lib/stacks/errors.ts';
import { cronOf, type RunTimes, runTimes } from '../../lib/stacks/run-times.ts';
import { scratchMegabytes } from '../../lib/stacks/step-function.ts';
import { substitutionsOf, withServices, workflowText } from '../../lib/stacks/workflows.ts';
import { addDays, type Calendar, dueDate, periodsEnded } from '../../lib/workspace/workspace.ts';
import { SMALL_WORKSPACE } from '../e2e/small-workspace.ts';
import {
  PLACE,
  SMALL_NAMES,
  type SynthesisedApp,
  statementsOf,
  synthesise,
  withDeployment,
} from './small-app.ts';

const PIPELINE = SMALL_NAMES.stack('pipeline');

interface FunctionProperties {
  readonly FunctionName: string;
  readonly Handler: string;
  readonly Role: string;
  readonly Runtime: string;
  readonly MemorySize: number;
  readonly Timeout: number;
  readonly Architectures: readonly string[];
  readonly EphemeralStorage: { readonly Size: number };
  readonly TracingConfig: unknown;
  readonly LoggingConfig: { readonly LogGroup: string; readonly LogFormat: string };
  readonly Environment: { readonly Variables: Readonly<Record<string, string>> };
  readonly Code: { readonly S3Key: string };
  readonly DeadLetterConfig?: unknown;
}

function functionOf(app: SynthesisedApp, step: string): FunctionProperties {
  const FunctionName = SMALL_NAMES.function(step);
  return app.one('AWS::Lambda::Function', { FunctionName }).properties as unknown as FunctionProperties;
}

let app: SynthesisedApp;

beforeAll(() => {
  app = synthesise();
});

describe('functions', () => {
  it('are one a step, each in the role of its name, with its own log and a trace', () => {
    const made = app.all('AWS::Lambda::Function', PIPELINE);

    expect(made.map(({ physicalId }) => physicalId).sort()).toEqual(
      STEPS.map(({ name }) => SMALL_NAMES.function(name)).sort(),
    );
    for (const { name, memoryMegabytes, timeoutSeconds } of STEPS)
      expect(functionOf(app, name)).toMatchObject({
        Handler: `index.${name}`,
        Role: SMALL_NAMES.roleArn(name),
        Runtime: 'nodejs24.x',
        MemorySize: memoryMegabytes,
        Timeout: timeoutSeconds,
        Architectures: ['x86_64'],
        TracingConfig: { Mode: 'Active' },
        LoggingConfig: { LogFormat: 'JSON', LogGroup: `/aws/lambda/${SMALL_NAMES.function(name)}` },
      });
  });

  it('are told everything that they need to know, and find the keys of zones', () => {
    const { Variables } = functionOf(app, 'Train').Environment;
    const keys = new Set(app.all('AWS::KMS::Key', SMALL_NAMES.stack('foundation')).map(({ arn }) => arn));

    const told = fromVariables({ ...Variables, AWS_REGION: PLACE.region });

    expect(told).toMatchObject({
      place: PLACE,
      collaborative: 'small',
      step: 'Train',
      duty: 'linkage',
      keyVersion: 'v1',
    });
    expect(Object.values(told.zoneKeys).filter((arn) => !keys.has(arn))).toEqual([]);
    expect(told.zoneKeys.tokens).toBe(told.zoneKeys.crosswalk);
    expect(told.zoneKeys.tokens).not.toBe(told.zoneKeys.records);
  });

  it('run two bundles: those with DuckDB one, all others the light one', () => {
    const codes = Map.groupBy(STEPS, ({ name }) => functionOf(app, name).Code.S3Key);

    expect([...codes.values()].map((steps) => [...new Set(steps.map(({ bundle }) => bundle))])).toEqual([
      ['light'],
      ['engine'],
    ]);
  });

  it('have room for the largest file twice over, and no more than Lambda gives', () => {
    const large = synthesise(withDeployment('largestFileMegabytes: 3000'));
    const [validate] = STEPS.filter(({ name }) => name === 'Validate');

    expect(functionOf(large, 'Validate').EphemeralStorage.Size).toBe(7024);
    expect(functionOf(app, 'Validate').EphemeralStorage.Size).toBe(3072);
    expect(functionOf(large, 'Plan').EphemeralStorage.Size).toBe(512);
    expect(functionOf(large, 'Cluster').EphemeralStorage.Size).toBe(10_240);
    expect(validate && scratchMegabytes(validate, 9000)).toBe(10_240);
  });

  it('have no more memory than the account allows', () => {
    const small = synthesise(withDeployment('functionMegabytes: 3008'));
    const memory = (of: SynthesisedApp) => STEPS.map(({ name }) => functionOf(of, name).MemorySize);

    expect(Math.max(...memory(small))).toBe(3008);
    expect(memory(app)).toEqual(STEPS.map(({ memoryMegabytes }) => memoryMegabytes));
  });

  it('use FIPS endpoints, another key version and another architecture where the settings say so', () => {
    const other = functionOf(
      synthesise(withDeployment('fips: true, keyVersion: 2, architecture: arm64')),
      'Tokenize',
    );

    expect(other.Environment.Variables).toMatchObject({
      AWS_USE_FIPS_ENDPOINT: 'true',
      TRIBUTARY_KEY_VERSION: 'v2',
    });
    expect(other.Architectures).toEqual(['arm64']);
    expect(functionOf(app, 'Tokenize').Environment.Variables).not.toHaveProperty('AWS_USE_FIPS_ENDPOINT');
  });

  it('that EventBridge calls leave what they failed on where an alarm looks', () => {
    const withLetters = STEPS.filter(({ name }) => functionOf(app, name).DeadLetterConfig !== undefined);

    expect(withLetters.map(({ name }) => name)).toEqual(
      STEPS.filter(({ workflow }) => workflow === 'watch').map(({ name }) => name),
    );
  });

  it('log under a key, for as long as the settings say', () => {
    const logs = synthesise(withDeployment('logDays: 90')).all('AWS::Logs::LogGroup', PIPELINE);

    expect(logs).toHaveLength(STEPS.length + 2);
    expect(new Set(logs.map(({ properties }) => properties['RetentionInDays']))).toEqual(new Set([90]));
    expect(new Set(logs.map(({ properties }) => typeof properties['KmsKeyId']))).toEqual(new Set(['string']));
  });
});

describe('workflows', () => {
  for (const workflow of ['intake', 'integration'] as const) {
    it(`are the files that one machine runs: ${workflow}`, () => {
      const { properties } = app.one('AWS::StepFunctions::StateMachine', {
        StateMachineName: SMALL_NAMES.stateMachine(workflow),
      });
      const filled = Object.entries(properties['DefinitionSubstitutions'] as Record<string, string>).reduce(
        (text, [name, value]) => text.replaceAll(`\${${name}}`, value),
        String(properties['DefinitionString']),
      );

      const expected = workflowText(workflow)
        .replaceAll('${Partition}', 'aws')
        .replace(/\$\{(\w+)(QueriesRole|WorkGroup)\}/g, (_, duty: string, what: string) =>
          what === 'WorkGroup'
            ? SMALL_NAMES.workGroup(duty.toLowerCase() as 'linkage')
            : SMALL_NAMES.roleArn(`${duty}Queries`),
        )
        .replace(
          /\$\{(\w+)\}/g,
          (_, step: string) => `arn:aws:lambda:us-west-2:123456789012:function:${SMALL_NAMES.function(step)}`,
        );

      expect(filled).toBe(expected);
      expect(properties).toMatchObject({
        StateMachineType: 'STANDARD',
        RoleArn: SMALL_NAMES.roleArn(workflow === 'intake' ? 'Intake' : 'Integration'),
        TracingConfiguration: { Enabled: true },
        LoggingConfiguration: { Level: 'ALL', IncludeExecutionData: false },
      });
    });
  }

  it('have no placeholder within a longer text, which cfn-lint could not check', () => {
    const { definition, services } = withServices(workflowText('integration'), PLACE);

    expect(definition.match(/"[^"]*\$\{\w+\}[^"]*"/g)?.filter((text) => !/^"\$\{\w+\}"$/.test(text))).toEqual(
      [],
    );
    expect([...services]).toEqual([
      ['AthenaStartQueryExecutionSync', 'arn:aws:states:::athena:startQueryExecution.sync'],
    ]);
  });

  it('with a placeholder that nobody fills are not deployed', () => {
    const props = { names: SMALL_NAMES, workflow: 'intake', functions: new Map() } as const;

    expect(() => substitutionsOf('{"Resource": "${Recieve}"}', new Map(), props)).toThrow(
      WorkflowPlaceholderUnknown,
    );
  });
});

describe('work groups', () => {
  it('put the answers of each duty into its own zone, under that zone’s key', () => {
    const groups = app.all('AWS::Athena::WorkGroup', PIPELINE).map(({ physicalId, properties }) => {
      const { ResultConfiguration } = properties['WorkGroupConfiguration'] as {
        readonly ResultConfiguration: {
          readonly OutputLocation: string;
          readonly EncryptionConfiguration: { readonly KmsKey: string };
        };
      };
      const { OutputLocation, EncryptionConfiguration } = ResultConfiguration;
      return [physicalId, OutputLocation, EncryptionConfiguration.KmsKey] as const;
    });
    const keyOf = (bucket: string) => {
      const { properties } = app.one('AWS::S3::Bucket', { BucketName: bucket });
      return JSON.stringify(properties['BucketEncryption']);
    };

    expect(groups.map(([name, location]) => [name, location])).toEqual([
      [SMALL_NAMES.workGroup('linkage'), `s3://${SMALL_NAMES.zone('tokens')}/answers/`],
      [SMALL_NAMES.workGroup('integrate'), `s3://${SMALL_NAMES.zone('integrated')}/answers/integrate/`],
      [SMALL_NAMES.workGroup('measure'), `s3://${SMALL_NAMES.zone('integrated')}/answers/measure/`],
      [SMALL_NAMES.workGroup('publish'), `s3://${SMALL_NAMES.zone('release')}/answers/publish/`],
    ]);
    for (const [, location, key] of groups) expect(keyOf(location.split('/')[2] ?? '')).toContain(key);
  });

  it('let statements say where their tables lie, on the engine of version 3, up to a limit', () => {
    for (const { properties } of app.all('AWS::Athena::WorkGroup', PIPELINE))
      expect(properties['WorkGroupConfiguration']).toMatchObject({
        EnforceWorkGroupConfiguration: false,
        BytesScannedCutoffPerQuery: expect.any(Number),
        EngineVersion: { SelectedEngineVersion: 'Athena engine version 3' },
      });
  });
});

describe('the workspace as parameters', () => {
  it('is as long as a parameter may be, and no placeholder of Systems Manager', () => {
    const values = app.all('AWS::SSM::Parameter').map(({ properties }) => String(properties['Value']));

    expect(values.filter((value) => value.length > LONGEST_PARAMETER || value.includes('{{'))).toEqual([]);
    expect(values.some((value) => value.startsWith('gz:'))).toBe(true);
  });

  it('stops synthesis where a file is too long, and names it', () => {
    const noise = Array.from({ length: 4000 }, (_, n) =>
      ((n * 2_654_435_761) % 4_294_967_296).toString(36),
    ).join('');
    const text = SMALL_WORKSPACE['indicators/people.yaml']?.replace('Made up.', noise);

    const synthesis = () => synthesise({ 'indicators/people.yaml': text });

    expect(synthesis).toThrow(WorkspaceFileTooLarge);
    expect(synthesis).toThrow(/indicators\/people\.yaml/);
  });
});

describe('dead letters', () => {
  it('are taken of rules of this system alone', () => {
    const [policy] = app.all('AWS::SQS::QueuePolicy', PIPELINE);

    expect(statementsOf(policy?.properties['PolicyDocument']).get('AgenciesRulesGiveUp')).toMatchObject({
      Principal: { Service: 'events.amazonaws.com' },
      Action: 'sqs:SendMessage',
      Condition: {
        StringEquals: { 'aws:SourceAccount': PLACE.account },
        ArnLike: { 'aws:SourceArn': 'arn:aws:events:us-west-2:123456789012:rule/tributary-small-*' },
      },
    });
  });
});

describe('runs', () => {
  it('start on the day after deliveries are due; one that cannot be started within a day leaves a dead letter', () => {
    const [schedule] = app.all('AWS::Scheduler::Schedule', PIPELINE).map(({ properties }) => properties);

    expect(schedule).toMatchObject({
      ScheduleExpression: 'cron(0 12 16 5 ? 2026-2199)',
      ScheduleExpressionTimezone: 'UTC',
      FlexibleTimeWindow: { Mode: 'FLEXIBLE' },
      Target: {
        Arn: SMALL_NAMES.stateMachineArn('integration'),
        RoleArn: SMALL_NAMES.roleArn('StartIntegration'),
        Input: '{}',
        DeadLetterConfig: { Arn: SMALL_NAMES.deadLettersArn },
        RetryPolicy: { MaximumEventAgeInSeconds: 86_400 },
      },
    });
  });

  it('start by hand alone where the settings say so', () => {
    const manual = synthesise(withDeployment('schedule: false'));

    expect(manual.all('AWS::Scheduler::Schedule')).toEqual([]);
  });

  const calendars: readonly Calendar[] = [
    { cycle: 'quarter', first: '2026-Q1', dueDays: 20 },
    { cycle: 'quarter', first: 'FY2026-Q1', dueDays: 45, fiscalYearStarts: 7 },
    { cycle: 'month', first: '2026-01', dueDays: 45 },
    { cycle: 'month', first: '2027-11', last: '2029-02', dueDays: 28 },
    { cycle: 'year', first: '2026', dueDays: 0 },
    { cycle: 'year', first: '2025', dueDays: 366 },
  ];
  for (const calendar of calendars) {
    it(`of a calendar by the ${calendar.cycle}, due after ${calendar.dueDays} days, come one a period and never before its deliveries are due`, () => {
      const times = runTimes(calendar);

      const starts = startsOf(times, 2024, 2034);
      const due = periodsEnded(calendar, calendar.cycle, '2034-12-31')
        .map((period) => addDays(dueDate(period, calendar.dueDays), 1))
        .filter((day) => day < '2034-12-01');

      const late = due.map((day, at) =>
        Math.round((Date.parse(starts[at] ?? '') - Date.parse(day)) / 86_400_000),
      );
      expect(late.filter((days) => days !== 0 && days !== 1)).toEqual([]);
      expect(starts.length - due.length).toBeLessThanOrEqual(calendar.last === undefined ? 2 : 0);
    });
  }

  it('are spelt as EventBridge Scheduler wants it', () => {
    const cron = cronOf({ day: 16, months: [2, 5], firstYear: 2026, lastYear: 2199 }, 12);

    expect(cron).toBe('cron(0 12 16 2,5 ? 2026-2199)');
  });
});

/** The days on which a schedule starts something, in order. */
function startsOf(times: readonly RunTimes[], from: number, to: number): readonly string[] {
  const years = Array.from({ length: to - from + 1 }, (_, n) => from + n);
  return times
    .flatMap(({ day, months, firstYear, lastYear }) =>
      years
        .filter((year) => firstYear <= year && year <= lastYear)
        .flatMap((year) =>
          months.map((month) => new Date(Date.UTC(year, month - 1, day)).toISOString().slice(0, 10)),
        ),
    )
    .sort();
}
