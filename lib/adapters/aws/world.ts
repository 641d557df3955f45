import { type FunctionEnvironment, fromVariables } from '../../deployment/environment.ts';
import { type Names, namesOf } from '../../deployment/names.ts';
import { STEPS } from '../../deployment/steps.ts';
import type { Clock } from '../../ports/clock.ts';
import type { ObjectStore, SharedZone, Zones } from '../../ports/object-store.ts';
import { silent } from '../../ports/progress.ts';
import type { QueryEngine } from '../../ports/query-engine.ts';
import type { Workbenches } from '../../ports/workbench.ts';
import type { World } from '../../workflow/world.ts';
import { dayOf, requireWorkspace, type Workspace } from '../../workspace/workspace.ts';
import { systemClock } from '../local/clock.ts';
import { AthenaEngine, type QueryReport } from './athena-engine.ts';
import { awsClients, type Clients, connectionOf } from './clients.ts';
import { EmfSignals } from './emf-signals.ts';
import { DutyMissing, EngineNotBundled, WorkspaceNotDeployed } from './errors.ts';
import { GlueCatalogue } from './glue-catalogue.ts';
import { KmsKeys } from './kms-keys.ts';
import { awsObserved } from './observed.ts';
import { RunTurn } from './run-turn.ts';
import { S3Store } from './s3-store.ts';
import { readWorkspaceParameters } from './workspace-parameters.ts';

export interface AwsHostSettings {
  /** The variables of the function; see `toVariables`. */
  readonly variables: Readonly<Record<string, string | undefined>>;
  /** Missing in the bundle without DuckDB. */
  readonly workbenches?: Workbenches;
  /** Default: as the variables say. */
  readonly clients?: Clients;
  /** Milliseconds that only grow; default: the process's own. */
  readonly elapsed?: () => number;
}

/** Makes worlds for one function while it is warm: clients last, the workspace for a minute. */
export interface AwsHost {
  readonly environment: FunctionEnvironment;
  /**
   * @param signal cancels what is asked of the query engine: a function that is cut off cannot
   * @throws WorkspaceNotDeployed, WorkspaceUnfit, AccessRefused
   */
  world(signal?: AbortSignal): Promise<World>;
}

/** How long a warm function relies on the workspace that it has read. */
const WORKSPACE_MILLISECONDS = 60_000;

/** @throws EnvironmentIncomplete */
export function openAwsHost(settings: AwsHostSettings): AwsHost {
  const { variables, elapsed = () => performance.now() } = settings;
  const environment = fromVariables(variables);
  const { place, collaborative } = environment;
  const names = namesOf(collaborative, place);
  const clients = settings.clients ?? awsClients(connectionOf(variables, place.region));
  const clock = systemClock(variables);
  const lasting = lastingPorts(environment, names, clients, clock, settings.workbenches);
  let known: { readonly workspace: Promise<Workspace>; readonly since: number } | undefined;

  const workspace = (): Promise<Workspace> => {
    if (known !== undefined && elapsed() - known.since < WORKSPACE_MILLISECONDS) return known.workspace;
    const reading = readDeployed(clients, names, clock);
    known = { workspace: reading, since: elapsed() };
    reading.catch(() => {
      known = undefined;
    });
    return reading;
  };
  return {
    environment,
    world: async (signal) => ({
      ...lasting,
      engine: engineOf(environment, names, clients, lasting, signal),
      workspace: await workspace(),
    }),
  };
}

async function readDeployed(clients: Clients, names: Names, clock: Clock): Promise<Workspace> {
  const folder = names.workspaceParameters;
  const files = await readWorkspaceParameters(clients.ssm(), folder);
  if (files.size === 0) throw new WorkspaceNotDeployed(folder);
  return requireWorkspace(files, { folder, today: dayOf(clock.now()) });
}

function lastingPorts(
  environment: FunctionEnvironment,
  names: Names,
  clients: Clients,
  clock: Clock,
  workbenches: Workbenches | undefined,
): Omit<World, 'workspace' | 'engine'> {
  const { step, keyVersion, programVersion } = environment;
  const zones = bucketZones(environment, names, clients);
  const catalogue = new GlueCatalogue({ client: clients.glue, names });
  const absent = () => Promise.reject(new EngineNotBundled(step));
  const keys = new KmsKeys({
    client: clients.kms,
    keyId: names.hmacKeyAlias(keyVersion),
    version: keyVersion,
  });
  const disclosureKeys = new KmsKeys({
    client: clients.kms,
    keyId: names.disclosureKeyAlias,
    version: 'v1',
  });
  return {
    zones,
    keys: async () => keys,
    disclosureKeys: async () => disclosureKeys,
    catalogue,
    workbenches: workbenches ?? { forAgency: absent, forZone: absent },
    turn: new RunTurn({ store: zones.crosswalk, executions: clients.sfn, clock }),
    signals: new EmfSignals(names.metrics),
    clock,
    progress: silent,
    programVersion,
    ...(watches(step) ? { observed: awsObserved(names, environment.place, clients) } : {}),
  };
}

function engineOf(
  { step, duty }: FunctionEnvironment,
  names: Names,
  clients: Clients,
  { zones, catalogue }: Pick<World, 'zones' | 'catalogue'>,
  signal: AbortSignal | undefined,
): QueryEngine {
  if (duty === undefined) return withoutDuty(step);
  return new AthenaEngine({
    client: clients.athena(),
    workGroup: names.workGroup(duty),
    catalogue,
    names,
    zones,
    onQuery: (report) => keepQuery(zones.audit, { step, duty, ...report }),
    ...(signal === undefined ? {} : { signal }),
  });
}

function watches(step: string): boolean {
  return STEPS.some(({ name, workflow }) => name === step && workflow === 'watch');
}

/** Each zone's bucket under its key; a landing zone's bucket knows its agency's key itself. */
export function bucketZones(
  { place, zoneKeys }: Pick<FunctionEnvironment, 'place' | 'zoneKeys'>,
  names: Names,
  clients: Pick<Clients, 's3'>,
): Zones {
  const client = clients.s3();
  const owner = place.account;
  const shared = (zone: SharedZone) =>
    new S3Store({
      client,
      owner,
      bucket: names.zone(zone),
      key: zoneKeys[zone],
      ...(zone === 'audit' ? { appendOnly: true } : {}),
    });
  return {
    landing: (agency) => new S3Store({ client, owner, bucket: names.landing(agency) }),
    tokens: shared('tokens'),
    records: shared('records'),
    crosswalk: shared('crosswalk'),
    integrated: shared('integrated'),
    release: shared('release'),
    audit: shared('audit'),
  };
}

/** What was asked of the query engine, for auditors; the text of the statement is in Athena's history, by its id. */
async function keepQuery(
  audit: ObjectStore,
  query: QueryReport & { readonly step: string; readonly duty: string },
): Promise<void> {
  await audit.put(`queries/${query.queryId}.json`, `${JSON.stringify(query, undefined, 1)}\n`);
}

function withoutDuty(step: string): QueryEngine {
  const refuse = () => Promise.reject(new DutyMissing(step));
  return {
    execute: refuse,
    query: refuse,
    // biome-ignore lint/correctness/useYield: it answers nothing
    async *stream() {
      throw new DutyMissing(step);
    },
  };
}
