import { Duration, RemovalPolicy, Size } from 'aws-cdk-lib';
import { Role } from 'aws-cdk-lib/aws-iam';
import { type IKey, Key } from 'aws-cdk-lib/aws-kms';
import {
  Architecture,
  type AssetCode,
  Code,
  Function as LambdaFunction,
  LoggingFormat,
  Runtime,
  Tracing,
} from 'aws-cdk-lib/aws-lambda';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { toVariables } from '../deployment/environment.ts';
import type { Names, Place } from '../deployment/names.ts';
import type { StepDeployment } from '../deployment/steps.ts';
import { SHARED_ZONES, ZONE_KEYS } from '../deployment/zones.ts';
import type { SharedZone } from '../ports/object-store.ts';
import type { Deployment } from '../workspace/model.ts';
import type { PipelineStackProps } from './pipeline.ts';

/** What all functions of a deployment share. */
export interface StepFunctionSettings {
  readonly names: Names;
  readonly place: Place;
  readonly collaborative: string;
  readonly deployment: Deployment;
  readonly programVersion: string;
  readonly zoneKeys: Readonly<Record<SharedZone, string>>;
  readonly logKey: IKey;
  /** One asset a bundle, however many functions run it. */
  readonly code: Readonly<Record<StepDeployment['bundle'], AssetCode>>;
}

export interface StepFunctionProps extends StepFunctionSettings {
  readonly step: StepDeployment;
  /** Where an event ends that such a function failed on; only those have it that EventBridge calls. */
  readonly deadLetters: IQueue;
}

/** Lambda's bounds of `/tmp`, megabytes. */
const LEAST_SCRATCH = 512;
const MOST_SCRATCH = 10_240;
/** Beside two copies of the largest file: what DuckDB spills while it sorts, and what is written before it is sent. */
const ROOM = 1024;

/** How large `/tmp` of a step is, megabytes. */
export function scratchMegabytes({ scratch }: StepDeployment, largestFileMegabytes: number): number {
  if (scratch === 'small') return LEAST_SCRATCH;
  return scratch === 'large' ? MOST_SCRATCH : Math.min(MOST_SCRATCH, 2 * largestFileMegabytes + ROOM);
}

/** @param scope the stack that the functions belong to */
export function stepFunctionSettings(scope: Construct, props: PipelineStackProps): StepFunctionSettings {
  const { names, place, workspace, programVersion, keyArns, bundles } = props;
  return {
    names,
    place,
    collaborative: workspace.collaborative.name,
    deployment: workspace.collaborative.deployment,
    programVersion,
    zoneKeys: Object.fromEntries(SHARED_ZONES.map((zone) => [zone, keyArns[ZONE_KEYS[zone]]])) as Readonly<
      Record<SharedZone, string>
    >,
    logKey: Key.fromKeyArn(scope, 'LogKey', keyArns.operations),
    code: { light: Code.fromAsset(bundles.light.folder), engine: Code.fromAsset(bundles.engine.folder) },
  };
}

/**
 * The function of one step: code, room and time from the table of steps, its own role from the foundation, its own log.
 * No concurrency is reserved for any: a reservation is taken from all others of the account, of which a new one has ten.
 * What must not run twice is held by the turn of runs and by the claims of intake.
 */
export class StepFunction extends Construct {
  readonly step: string;
  readonly arn: string;

  constructor(scope: Construct, id: string, props: StepFunctionProps) {
    super(scope, id);
    const { names, place, collaborative, deployment, programVersion, zoneKeys, logKey, code, step } = props;
    const functionName = names.function(step.name);
    const logGroup = new LogGroup(this, 'Log', {
      logGroupName: `/aws/lambda/${functionName}`,
      retention: deployment.logDays,
      encryptionKey: logKey,
      // Evidence is in the audit zone and in CloudTrail; a log that outlives its function is in the next one's way.
      removalPolicy: RemovalPolicy.DESTROY,
    });
    const made = new LambdaFunction(this, 'Function', {
      functionName,
      description: `Step ${step.name} of Tributary (${step.workflow}).`,
      runtime: Runtime.NODEJS_24_X,
      architecture: deployment.architecture === 'arm64' ? Architecture.ARM_64 : Architecture.X86_64,
      code: code[step.bundle],
      handler: `index.${step.name}`,
      role: Role.fromRoleArn(this, 'Role', names.roleArn(step.name), { mutable: false }),
      memorySize: Math.min(step.memoryMegabytes, deployment.functionMegabytes),
      timeout: Duration.seconds(step.timeoutSeconds),
      ephemeralStorageSize: Size.mebibytes(scratchMegabytes(step, deployment.largestFileMegabytes)),
      tracing: Tracing.ACTIVE,
      loggingFormat: LoggingFormat.JSON,
      logGroup,
      environment: {
        ...toVariables({
          place,
          collaborative,
          step: step.name,
          ...(step.duty === undefined ? {} : { duty: step.duty }),
          keyVersion: `v${deployment.keyVersion}`,
          zoneKeys,
          programVersion,
        }),
        ...(deployment.fips ? { AWS_USE_FIPS_ENDPOINT: 'true' } : {}),
      },
      ...(step.workflow === 'watch'
        ? { deadLetterQueue: props.deadLetters, retryAttempts: 2, maxEventAge: Duration.hours(1) }
        : {}),
    });
    this.step = step.name;
    this.arn = made.functionArn;
  }
}
