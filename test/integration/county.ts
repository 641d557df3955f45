import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DuckdbEngine } from '../../lib/adapters/local/duckdb-engine.ts';
import { DuckdbWorkbench } from '../../lib/adapters/local/duckdb-workbench.ts';
import { FolderCatalogue } from '../../lib/adapters/local/folder-catalogue.ts';
import { FolderStore } from '../../lib/adapters/local/folder-store.ts';
import { folderZones } from '../../lib/adapters/local/state.ts';
import type { DeliveryInForce, RunPlan } from '../../lib/governance/governance.ts';
import { integrateStatements } from '../../lib/integration/integrate.ts';
import { crosswalkTables } from '../../lib/linkage/link.ts';
import type { TableDefinition } from '../../lib/ports/catalogue.ts';
import type { SqlRow, SqlValue } from '../../lib/ports/query-engine.ts';
import { recordsTable } from '../../lib/tokens/separate.ts';
import type { Deployment } from '../../lib/workspace/model.ts';
import { DeploymentDocument } from '../../lib/workspace/schemas/deployment.ts';
import type {
  Agency,
  Agreement,
  Column,
  Contract,
  DatasetId,
  DisclosurePolicy,
  Indicator,
  Workspace,
} from '../../lib/workspace/workspace.ts';

export const POLICY: DisclosurePolicy = {
  threshold: 11,
  zeros: 'published',
  minimumDenominator: 20,
  cost: 'cells',
};

/** A contract's column; kept under its own name unless said otherwise. */
export function aColumn(name: string, given: Partial<Column> = {}): Column {
  return {
    name,
    aliases: [],
    type: 'string',
    formats: [],
    required: false,
    unique: false,
    keep: [{ as: name, derive: 'value' }],
    ...given,
  };
}

export function aContract(
  id: DatasetId,
  columns: readonly Column[],
  given: Partial<Contract> = {},
): Contract {
  const [agency = '', dataset = ''] = id.split('/');
  return {
    id,
    agency,
    dataset,
    version: '1.0.0',
    title: dataset,
    description: dataset,
    digest: `digest of ${id}`,
    ofPeople: true,
    columns,
    rowKey: [],
    rules: [],
    references: [],
    maxQuarantinedShare: 0.1,
    maxVolumeChange: 0.5,
    frequency: 'quarter',
    dueDays: 15,
    oncePerPerson: false,
    requiredConsent: [],
    ...given,
  };
}

export function anIndicator(id: string, given: Partial<Indicator> = {}): Indicator {
  return {
    id,
    title: `Title of ${id}`,
    definition: 'People counted once.',
    limitations: 'None known.',
    unit: 'person',
    datasets: [],
    query: 'SELECT person_id FROM persons',
    measures: [{ kind: 'persons', name: 'persons', title: 'People' }],
    dimensions: [],
    crosses: [],
    digest: `digest of ${id}`,
    ...given,
  };
}

export function anAgency(id: string, policy: DisclosurePolicy = POLICY): Agency {
  const contact = { name: 'Somebody', email: 'somebody@example.org' };
  return { id, name: id, owner: contact, steward: contact, custodian: contact, policy };
}

export function aWorkspace(
  contracts: readonly Contract[],
  given: {
    readonly indicators?: readonly Indicator[];
    readonly agreements?: readonly Agreement[];
    readonly agencies?: readonly Agency[];
  } = {},
): Workspace {
  const names = [...new Set(contracts.map(({ agency }) => agency))];
  const agencies = given.agencies ?? names.map((id) => anAgency(id));
  return {
    folder: 'county',
    collaborative: {
      name: 'county',
      title: 'A County',
      calendar: { cycle: 'quarter', first: '2025-Q4', dueDays: 15 },
      linkage: { threshold: 0.9, maxBlockPairs: 1000, model: 'train' },
      policy: POLICY,
      deployment: DeploymentDocument.parse({}) as Deployment,
      vocabularies: new Map([
        ['race', { name: 'race', title: 'Race', codes: [{ code: 'asian', label: 'Asian' }] }],
      ]),
    },
    agencies: new Map(agencies.map((agency) => [agency.id, agency])),
    contracts: new Map(contracts.map((contract) => [contract.id, contract])),
    agreements: given.agreements ?? [],
    indicators: given.indicators ?? [],
  };
}

/** One delivery, its rows by kept column beside `record_id` and `person`, the person that linkage found. */
export interface Delivered {
  readonly dataset: DatasetId;
  readonly period: string;
  readonly rows: readonly Readonly<Record<string, SqlValue>>[];
  readonly given?: Partial<DeliveryInForce>;
}

export function aDelivery({ dataset: id, period, rows, given = {} }: Delivered): DeliveryInForce {
  const [agency = '', dataset = ''] = id.split('/');
  return {
    deliveryId: `d-${agency}-${dataset}-${period.toLowerCase()}`,
    agency,
    dataset,
    period,
    number: 1,
    ofPeople: true,
    receivedAt: '2026-04-10T00:00:00.000Z',
    late: false,
    status: 'accepted',
    contractVersion: '1.0.0',
    contractDigest: 'digest',
    keyVersion: 'v1',
    agreement: 'all',
    rows: { read: rows.length, accepted: rows.length, quarantined: 0, withheld: 0 },
    missing: {},
    warnings: 0,
    ...given,
  };
}

export function aPlan(delivered: readonly Delivered[], given: Partial<RunPlan> = {}): RunPlan {
  const datasets = [...new Set(delivered.map(({ dataset }) => dataset))].toSorted();
  return {
    run: 'r0001',
    release: '0001',
    period: '2026-Q1',
    periodStart: '2026-01-01',
    periodEnd: '2026-03-31',
    now: '2026-04-20T00:00:00.000Z',
    earlier: [],
    inputsDigest: 'inputs',
    deliveries: delivered.map(aDelivery),
    scopes: [{ id: 'all', agreements: ['all'], datasets }],
    indicators: [],
    skipped: [],
    ...given,
  };
}

/** A folder with zones, a catalogue and an engine, as one machine has them. */
export async function aHost({ threads = 2 }: { readonly threads?: number } = {}) {
  const folder = await mkdtemp(join(tmpdir(), 'integration-'));
  const zones = folderZones(folder);
  const catalogue = new FolderCatalogue(new FolderStore(join(folder, 'catalogue')));
  const scratch = join(folder, 'scratch');
  const engine = await DuckdbEngine.open({
    catalogue,
    folderOf: (zone, path) => join(folder, zone, path),
    scratch,
    threads,
    memory: '512MB',
  });
  const workbench = await DuckdbWorkbench.open({ scratch, threads, memory: '512MB' });
  return {
    folder,
    zones,
    catalogue,
    engine,
    workbench,
    async [Symbol.asyncDispose]() {
      await engine[Symbol.asyncDispose]();
      await workbench[Symbol.asyncDispose]();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
export type Host = Awaited<ReturnType<typeof aHost>>;

/** Links, as linkage leaves them; millionths. */
export interface Linked {
  readonly scope: string;
  readonly record_id: string;
  readonly person_id: string;
  readonly links?: bigint;
  readonly expected_false?: bigint;
  readonly expected_missed?: bigint;
}

/** Puts records and crosswalk where intake and linkage would, and runs integration. */
export async function integrated(
  host: Host,
  plan: RunPlan,
  workspace: Workspace,
  delivered: readonly Delivered[],
  links: readonly Linked[] = linksOf(plan, delivered),
): Promise<void> {
  for (const [at, delivery] of delivered.entries()) {
    const contract = workspace.contracts.get(delivery.dataset);
    const id = plan.deliveries[at]?.deliveryId ?? aDelivery(delivery).deliveryId;
    if (contract === undefined) throw new Error(`no contract for ${delivery.dataset}`);
    const rows = delivery.rows.map((row) => ({ ...row, period: delivery.period }));
    await save(host, recordsTable(contract), rows, `delivery_id=${id}/`);
  }
  await save(
    host,
    crosswalkTables(plan.run).persons,
    links.map((link) => ({ links: 0n, expected_false: 0n, expected_missed: 0n, ...link })),
  );
  for (const statement of integrateStatements(plan, workspace, host.catalogue))
    await host.engine.execute(statement);
}

function linksOf(plan: RunPlan, delivered: readonly Delivered[]): readonly Linked[] {
  return plan.scopes.flatMap(({ id, datasets }) => {
    const rows = delivered
      .filter(({ dataset }) => datasets.includes(dataset))
      .flatMap((delivery) => delivery.rows);
    const persons = new Map(rows.map((row) => [String(row['record_id']), String(row['person'])]));
    return [...persons].map(([record_id, person_id]) => ({ scope: id, record_id, person_id }));
  });
}

async function save(host: Host, table: TableDefinition, rows: readonly SqlRow[], folder = ''): Promise<void> {
  const { workbench, zones, catalogue } = host;
  await workbench.run('DROP TABLE IF EXISTS rows_to_save');
  await workbench.append(
    'rows_to_save',
    table.columns,
    table.columns.map(({ name }) => rows.map((row) => row[name] ?? null)),
  );
  await workbench.saveParquet(
    'SELECT * FROM rows_to_save',
    zones[table.zone],
    `${table.path}/${folder}part-0.parquet`,
  );
  await catalogue.declare(table);
}

/** Rows of a table of a scope, by its SQL. */
export function rowsOf(host: Host, sql: string, scope = 'all'): Promise<readonly SqlRow[]> {
  return host.engine.query({ name: 'test', sql, database: `integrated_${scope}` });
}
