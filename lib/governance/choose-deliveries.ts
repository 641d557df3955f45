import {
  type Agreement,
  addDays,
  type Contract,
  comparePeriods,
  contains,
  type DatasetId,
  explainLacking,
  lackingOf,
  type Period,
  periodsEnded,
  readPeriod,
  type Workspace,
} from '../workspace/workspace.ts';
import type { DeliveryInForce, RunPlan } from './run-plan.ts';

type Skipped = RunPlan['skipped'][number];

export interface Choice {
  /** Ordered by agency, dataset, end of period. */
  readonly deliveries: readonly DeliveryInForce[];
  readonly skipped: readonly Skipped[];
}

export interface ChoiceInput {
  readonly workspace: Workspace;
  readonly deliveries: readonly DeliveryInForce[];
  readonly period: Period;
  readonly agreements: readonly Agreement[];
  readonly today: string;
  readonly keyVersion: string;
}

/**
 * Which deliveries a run takes: those of its period and before, of datasets that an agreement in force names.
 * A later period's are not left out, they are simply not its own. What ought to be there and is not is told.
 */
export function chooseDeliveries(input: ChoiceInput): Choice {
  const { workspace, agreements } = input;
  const ids = new Set([...workspace.contracts.keys(), ...input.deliveries.map(datasetOf)]);
  const choices = [...ids].sort().map((id) => {
    const contract = workspace.contracts.get(id);
    const own = input.deliveries.filter((delivery) => datasetOf(delivery) === id);
    const agreed = agreements.some(({ datasets }) => datasets.includes(id));
    if (contract === undefined)
      return refuse(id, 'It was delivered, and the workspace has no contract for it any more.');
    if (!agreed) return own.length === 0 ? NOTHING : refuse(id, noAgreement(id, input));
    return chooseOf(contract, own, input);
  });
  return {
    deliveries: choices.flatMap(({ deliveries }) => deliveries),
    skipped: choices.flatMap(({ skipped }) => skipped),
  };
}

const NOTHING: Choice = { deliveries: [], skipped: [] };

function refuse(id: DatasetId, reason: string): Choice {
  return { deliveries: [], skipped: [{ what: 'dataset', id, reason }] };
}

function noAgreement(id: DatasetId, { workspace, today }: ChoiceInput): string {
  const naming = workspace.agreements.filter(({ datasets }) => datasets.includes(id));
  return `No agreement in force on ${today} covers it: ${explainLacking(lackingOf(naming, today))}.`;
}

/** What one dataset contributes. */
function chooseOf(
  contract: Contract,
  own: readonly DeliveryInForce[],
  { workspace, period, keyVersion }: ChoiceInput,
): Choice {
  const { calendar } = workspace.collaborative;
  const skipped: Skipped[] = [];
  const taken: { readonly delivery: DeliveryInForce; readonly period: Period }[] = [];
  for (const delivery of own) {
    const of = readPeriod(delivery.period, calendar);
    const problem =
      of === undefined
        ? 'The calendar does not have its period any more.'
        : problemOf(delivery, contract, keyVersion);
    if (of !== undefined && of.end > period.end) continue;
    if (of === undefined || problem !== undefined) {
      skipped.push({ what: 'delivery', id: `${contract.id}/${delivery.period}`, reason: problem ?? '' });
      continue;
    }
    taken.push({ delivery, period: of });
  }
  for (const missing of expectedPeriods(contract, period, workspace)) {
    if (own.some((delivery) => readPeriod(delivery.period, calendar)?.id === missing.id)) continue;
    const earlier = taken.length === 0 ? '' : ' What it delivered before is used.';
    skipped.push({
      what: 'dataset',
      id: contract.id,
      reason: `There is no delivery for ${missing.id}.${earlier}`,
    });
  }
  taken.sort((a, b) => comparePeriods(a.period, b.period));
  return { deliveries: taken.map(({ delivery }) => delivery), skipped };
}

function problemOf(delivery: DeliveryInForce, contract: Contract, keyVersion: string): string | undefined {
  if (delivery.ofPeople !== contract.ofPeople)
    return 'Its contract has changed since in whether it is of people. Deliver it again.';
  if (delivery.ofPeople && delivery.keyVersion !== keyVersion) {
    return `Its tokens were made under key ${delivery.keyVersion}, and ${keyVersion} is in force: they cannot be compared. Take it in again: tributary retokenize.`;
  }
  return undefined;
}

/**
 * Periods of the dataset's own frequency that end within the run's period, or else the latest that has ended by
 * then (a yearly dataset in the third quarter).
 */
function expectedPeriods(
  contract: Contract,
  period: Period,
  { collaborative }: Workspace,
): readonly Period[] {
  const ended = periodsEnded(collaborative.calendar, contract.frequency, addDays(period.end, 1));
  const within = ended.filter((one) => contains(period, one.end));
  return within.length > 0 ? within : ended.slice(-1);
}

function datasetOf({ agency, dataset }: DeliveryInForce): DatasetId {
  return `${agency}/${dataset}`;
}
