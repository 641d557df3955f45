import type { DeliveryInForce, PlanInput } from '../../lib/governance/governance.ts';
import type { Deployment } from '../../lib/workspace/model.ts';
import { DeploymentDocument } from '../../lib/workspace/schemas/deployment.ts';
import type {
  Agreement,
  Contract,
  DatasetId,
  DisclosurePolicy,
  Indicator,
  Workspace,
} from '../../lib/workspace/workspace.ts';

export const POLICY: DisclosurePolicy = {
  threshold: 11,
  zeros: 'published',
  minimumDenominator: 11,
  cost: 'cells',
};

export function anAgreement(
  id: string,
  datasets: readonly DatasetId[],
  changes: Partial<Agreement> = {},
): Agreement {
  const parties = [...new Set(datasets.map((dataset) => dataset.split('/')[0] ?? ''))];
  return {
    id,
    title: id,
    parties,
    datasets,
    purpose: 'indicators',
    indicators: ['*'],
    authority: 'ordinance 1',
    effective: '2026-01-01',
    expires: '2026-12-31',
    retentionDays: 365,
    signatories: parties.map((agency) => ({ name: 'A', agency, date: '2025-12-01' })),
    ...changes,
  };
}

export function aContract(id: DatasetId, changes: Partial<Contract> = {}): Contract {
  const [agency = '', dataset = ''] = id.split('/');
  return {
    id,
    agency,
    dataset,
    version: '1.0.0',
    title: id,
    description: '',
    digest: `digest of ${id}`,
    ofPeople: true,
    columns: [],
    rowKey: [],
    rules: [],
    references: [],
    maxQuarantinedShare: 0.1,
    maxVolumeChange: 0.5,
    frequency: 'quarter',
    dueDays: 45,
    oncePerPerson: false,
    requiredConsent: [],
    ...changes,
  };
}

export function anIndicator(
  id: string,
  datasets: readonly DatasetId[],
  changes: Partial<Indicator> = {},
): Indicator {
  return {
    id,
    title: id,
    definition: '',
    limitations: '',
    unit: 'person',
    datasets,
    query: 'SELECT 1',
    measures: [{ kind: 'persons', name: 'persons', title: 'Persons' }],
    dimensions: [],
    crosses: [[]],
    digest: `digest of ${id}`,
    ...changes,
  };
}

export function aDelivery(
  id: DatasetId,
  period: string,
  changes: Partial<DeliveryInForce> = {},
): DeliveryInForce {
  const [agency = '', dataset = ''] = id.split('/');
  return {
    deliveryId: `${agency}-${dataset}-${period}`,
    agency,
    dataset,
    period,
    number: 1,
    ofPeople: true,
    receivedAt: '2026-04-02T00:00:00.000Z',
    late: false,
    status: 'accepted',
    contractVersion: '1.0.0',
    contractDigest: `digest of ${id}`,
    keyVersion: 'v1',
    agreement: 'all',
    rows: { read: 3, accepted: 3, quarantined: 0, withheld: 0 },
    missing: {},
    warnings: 0,
    ...changes,
  };
}

/** Agencies a, b and c, each with one dataset `d`, and whatever else is said. */
export function aGovernedWorkspace(changes: Partial<Workspace> = {}): Workspace {
  const contracts = (['a/d', 'b/d', 'c/d'] as const).map((id) => aContract(id));
  const contact = { name: 'A', email: 'a@a.example' };
  return {
    folder: 'governed',
    collaborative: {
      name: 'county',
      title: 'County',
      calendar: { cycle: 'quarter', first: '2026-Q1', dueDays: 45 },
      linkage: { threshold: 0.9, maxBlockPairs: 1000, model: 'train' },
      policy: POLICY,
      deployment: DeploymentDocument.parse({}) as Deployment,
      vocabularies: new Map(),
    },
    agencies: new Map(
      ['a', 'b', 'c'].map((id) => [
        id,
        { id, name: id, owner: contact, steward: contact, custodian: contact },
      ]),
    ),
    contracts: new Map(contracts.map((contract) => [contract.id, contract])),
    agreements: [anAgreement('all', ['a/d', 'b/d', 'c/d'])],
    indicators: [anIndicator('overlap', ['a/d', 'b/d'])],
    ...changes,
  };
}

export function aPlanInput(changes: Partial<PlanInput> = {}): PlanInput {
  return {
    workspace: aGovernedWorkspace(),
    deliveries: [aDelivery('a/d', '2026-Q1'), aDelivery('b/d', '2026-Q1'), aDelivery('c/d', '2026-Q1')],
    period: '2026-Q1',
    now: new Date('2026-05-20T10:00:00Z'),
    keyVersion: 'v1',
    programVersion: '0.1.0',
    ...changes,
  };
}
