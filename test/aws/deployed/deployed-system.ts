import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  AthenaClient,
  GetQueryExecutionCommand,
  GetQueryResultsCommand,
  StartQueryExecutionCommand,
} from '@aws-sdk/client-athena';
import {
  DeleteObjectCommand,
  GetObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { SFNClient } from '@aws-sdk/client-sfn';
import { type Names, namesOf, type Place, type Workflow } from '../../../lib/deployment/names.ts';
import type { SharedZone } from '../../../lib/ports/object-store.ts';
import { makeApp } from '../../../lib/stacks/app.ts';
import { requireWorkspace } from '../../../lib/workspace/workspace.ts';
import { MOTO_ACCOUNT, MOTO_REGION } from '../../../scripts/moto/server.ts';
import type { QueryDone } from '../athena/service.ts';
import { type AwsServer, startAws } from '../aws-server.ts';
import { CallLog } from '../calls/call-log.ts';
import { Functions } from '../lambda/functions.ts';
import { readAssembly } from './assembly.ts';
import { deliver, objectCreatedEvent } from './event-rules.ts';
import { type Ended, execute } from './execute.ts';
import { type Provisioned, provision } from './provision.ts';

/** Where views are. */
const RELEASE_DATABASE = 'release';

const PLACE: Place = { partition: 'aws', account: MOTO_ACCOUNT, region: MOTO_REGION };

/** What moto's interpreter of state machines signs its calls with. */
const INTERPRETER = 'ak';

/** A file as an agency delivers it. */
export interface SentFile {
  readonly agency: string;
  readonly key: string;
  readonly content: string | Uint8Array;
}

/**
 * A workspace as it is deployed: its templates and bundles by the CDK, what they declare in moto, its functions as
 * Lambda runs them, its state machines in moto's interpreter, its questions in an Athena that answers.
 */
export class DeployedSystem implements AsyncDisposable {
  readonly names: Names;
  readonly functions: Functions;
  readonly log: CallLog;
  readonly queries: readonly QueryDone[];
  readonly deployed: Provisioned;
  /** What `AWS_ENDPOINT_URL` is for whoever is to be heard. */
  readonly url: string;
  readonly #s3: S3Client;
  readonly #sfn: SFNClient;
  readonly #athena: AthenaClient;
  readonly #stop: () => Promise<void>;

  private constructor(
    parts: Pick<DeployedSystem, 'names' | 'functions' | 'log' | 'queries' | 'deployed'>,
    aws: AwsServer,
    stop: () => Promise<void>,
  ) {
    this.names = parts.names;
    this.functions = parts.functions;
    this.log = parts.log;
    this.queries = parts.queries;
    this.deployed = parts.deployed;
    this.url = aws.url;
    const client = { region: MOTO_REGION, credentials: { accessKeyId: 'tester', secretAccessKey: 'tester' } };
    this.#s3 = new S3Client({ ...client, endpoint: aws.directUrl, forcePathStyle: true });
    this.#sfn = new SFNClient({ ...client, endpoint: aws.directUrl, disableHostPrefix: true });
    // As the analyst, and heard: what an analyst needs is granted, too.
    const analyst = { accessKeyId: this.names.role('Analyst'), secretAccessKey: 'tester' };
    this.#athena = new AthenaClient({ ...client, credentials: analyst, endpoint: aws.url });
    this.#stop = stop;
  }

  /** @param today the day of the clock that functions see, e.g. `2026-04-20` */
  static async open(files: Readonly<Record<string, string>>, today: string): Promise<DeployedSystem> {
    const folder = await mkdtemp(join(tmpdir(), 'deployed-'));
    // Whatever was started ends, should something after it fail.
    await using started = new AsyncDisposableStack();
    started.defer(() => rm(folder, { recursive: true, force: true }));
    const all = new Map(Object.entries(files));
    const workspace = requireWorkspace(all, { folder: 'the workspace', today });
    const outdir = join(folder, 'assembly');
    makeApp({ workspace, files: all, outdir }).synth();
    const assembly = readAssembly(outdir);

    const queries: QueryDone[] = [];
    const late: { functions?: Functions; log?: CallLog; deployed?: Provisioned; aws?: AwsServer } = {};
    const startedAws = await startAws({
      folder,
      answerers: [async (request) => late.functions?.answer(request)],
      listener: (request, status) => {
        const caller = request.accessKeyId === INTERPRETER ? interpreted(request, late) : undefined;
        late.log?.hear(caller === undefined ? request : { ...request, accessKeyId: caller }, status);
      },
      onQuery: (query) => {
        queries.push(query);
        const caller =
          query.caller === INTERPRETER ? late.deployed?.askers.get(query.workGroup) : query.caller;
        late.log?.hearQuery(query, caller ?? 'unknown');
      },
    });
    const aws = started.use(startedAws);
    const deployed = await provision(assembly, PLACE, aws.directUrl);
    const functions = started.use(new Functions(deployed.functions, () => aws.url, MOTO_REGION));
    functions.give(clockOf(today));
    const log = new CallLog(
      {
        ...PLACE,
        keyArn: (key) => (key.startsWith('arn:') ? key : (deployed.keyOfAlias.get(key) ?? key)),
        aliasesOf: (key) => [...deployed.keyOfAlias].filter(([, arn]) => arn === key).map(([alias]) => alias),
        workGroupOf: (id) => aws.workGroupOf(id) ?? '',
      },
      (bucket) => deployed.keyOfBucket.get(bucket),
    );
    Object.assign(late, { functions, log, deployed, aws });
    const names = namesOf(workspace.collaborative.name, PLACE);
    const running = started.move();
    return new DeployedSystem({ names, functions, log, queries, deployed }, aws, () =>
      running.disposeAsync(),
    );
  }

  /** Moves the clock of all functions. */
  async moveTo(today: string): Promise<void> {
    await this.functions.restart();
    this.functions.give(clockOf(today));
  }

  /** Puts a file into the agency's landing zone. @returns what S3 tells EventBridge of it */
  async send({ agency, key, content }: SentFile): Promise<unknown> {
    const bucket = this.names.landing(agency);
    const { VersionId = '' } = await this.#s3.send(
      new PutObjectCommand({ Bucket: bucket, Key: key, Body: content }),
    );
    const bytes = Buffer.byteLength(content);
    return objectCreatedEvent({ bucket, key, version: VersionId, bytes }, MOTO_ACCOUNT, MOTO_REGION);
  }

  /** What follows from an event by the rules of the templates: the executions of the state machines that they start. */
  async happens(event: unknown): Promise<readonly Ended[]> {
    const ended: Ended[] = [];
    for (const { target, input } of deliver(this.deployed.templates, event)) {
      if (target.includes(':stateMachine:')) ended.push(await execute(this.#sfn, target, input));
    }
    return ended;
  }

  /** Runs a workflow as the operator starts it. */
  run(workflow: Workflow, input: unknown): Promise<Ended> {
    return execute(this.#sfn, this.names.stateMachineArn(workflow), input);
  }

  async keys(zone: SharedZone | { readonly landing: string }, prefix = ''): Promise<readonly string[]> {
    const found: string[] = [];
    let token: string | undefined;
    do {
      const page = await this.#s3.send(
        new ListObjectsV2Command({
          ...{ Bucket: this.#bucket(zone), Prefix: prefix },
          ...(token === undefined ? {} : { ContinuationToken: token }),
        }),
      );
      for (const { Key = '' } of page.Contents ?? []) found.push(Key);
      token = page.NextContinuationToken;
    } while (token !== undefined);
    return found;
  }

  async bytes(zone: SharedZone | { readonly landing: string }, key: string): Promise<Buffer> {
    const { Body } = await this.#s3.send(new GetObjectCommand({ Bucket: this.#bucket(zone), Key: key }));
    return Buffer.from((await Body?.transformToByteArray()) ?? []);
  }

  async remove(zone: SharedZone | { readonly landing: string }, key: string): Promise<void> {
    await this.#s3.send(new DeleteObjectCommand({ Bucket: this.#bucket(zone), Key: key }));
  }

  /** Asks the release as an analyst does, in the analysts' work group. */
  async ask(sql: string): Promise<readonly (readonly (string | undefined)[])[]> {
    const { QueryExecutionId } = await this.#athena.send(
      new StartQueryExecutionCommand({
        ...{ QueryString: sql, WorkGroup: this.names.workGroup('analyst') },
        QueryExecutionContext: { Database: RELEASE_DATABASE },
      }),
    );
    for (;;) {
      const { QueryExecution } = await this.#athena.send(new GetQueryExecutionCommand({ QueryExecutionId }));
      const { State: state, StateChangeReason: reason } = QueryExecution?.Status ?? {};
      if (state === 'FAILED') throw new Error(reason);
      if (state === 'SUCCEEDED') break;
    }
    const { ResultSet } = await this.#athena.send(new GetQueryResultsCommand({ QueryExecutionId }));
    return (ResultSet?.Rows ?? [])
      .slice(1)
      .map(({ Data = [] }) => Data.map(({ VarCharValue }) => VarCharValue));
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.#stop();
  }

  #bucket(zone: SharedZone | { readonly landing: string }): string {
    return typeof zone === 'string' ? this.names.zone(zone) : this.names.landing(zone.landing);
  }
}

function clockOf(today: string): Readonly<Record<string, string>> {
  return { SOURCE_DATE_EPOCH: String(Date.parse(`${today}T09:00:00Z`) / 1000) };
}

/** In whose name the interpreter asks: the state machine's role, or that of the state's credentials. */
function interpreted(
  request: { readonly path: string; readonly service: string; readonly body: Buffer },
  { deployed, aws }: { readonly deployed?: Provisioned; readonly aws?: AwsServer },
): string | undefined {
  if (request.service !== 'athena') {
    const reference = decodeURIComponent(/^\/2015-03-31\/functions\/([^/]+)\//.exec(request.path)?.[1] ?? '');
    const found = [...(deployed?.callers ?? [])].find(
      ([arn]) => arn === reference || arn.endsWith(`:${reference}`),
    );
    return found?.[1];
  }
  const { WorkGroup, QueryExecutionId } = JSON.parse(request.body.toString()) as Readonly<
    Record<string, string>
  >;
  const group = WorkGroup ?? aws?.workGroupOf(QueryExecutionId ?? '') ?? '';
  return deployed?.askers.get(group);
}
