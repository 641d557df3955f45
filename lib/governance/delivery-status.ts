import {
  type Contract,
  type DatasetId,
  dueDate,
  type IsoDate,
  inForce,
  periodsEnded,
  type Workspace,
} from '../workspace/workspace.ts';
import type { DeliveryInForce } from './run-plan.ts';

export type Standing = 'received' | 'received late' | 'due' | 'overdue' | 'rejected' | 'no agreement';

/** How one dataset stands for one period. */
export interface DeliveryStanding {
  readonly dataset: DatasetId;
  readonly period: string;
  readonly due: IsoDate;
  readonly standing: Standing;
  /** The delivery in force, where there is one. */
  readonly delivery?: DeliveryInForce;
  /** Days past the due date of what is overdue. */
  readonly daysOverdue?: number;
}

/** The newest answer to a slot, where it refused the file. */
export interface Refusal {
  readonly dataset: DatasetId;
  readonly period: string;
}

const DAY_MS = 86_400_000;

/**
 * What is due, received, late or rejected, for every period that has ended, oldest first, then by dataset.
 * @param refusals slots whose newest delivery was rejected; an earlier one may be in force all the same
 */
export function deliveryStandings(
  workspace: Workspace,
  deliveries: readonly DeliveryInForce[],
  refusals: readonly Refusal[],
  today: IsoDate,
): readonly DeliveryStanding[] {
  const standings = [...workspace.contracts.values()].flatMap((contract) => {
    const own = deliveries.filter(({ agency, dataset }) => `${agency}/${dataset}` === contract.id);
    const ended = periodsEnded(workspace.collaborative.calendar, contract.frequency, today);
    const asked = ended.map((period) =>
      standingOf(workspace, contract, period.id, dueDate(period, contract.dueDays), own, refusals, today),
    );
    const early = own.filter(({ period }) => !ended.some(({ id }) => id === period));
    return [...asked, ...early.map((delivery) => received(contract.id, delivery, ''))];
  });
  return standings.toSorted((a, b) => compare(a.period, b.period) || compare(a.dataset, b.dataset));
}

function standingOf(
  workspace: Workspace,
  { id: dataset }: Contract,
  period: string,
  due: IsoDate,
  own: readonly DeliveryInForce[],
  refusals: readonly Refusal[],
  today: IsoDate,
): DeliveryStanding {
  const delivery = own.find((one) => one.period === period);
  const rejected = refusals.some((one) => one.dataset === dataset && one.period === period);
  if (rejected) return { dataset, period, due, standing: 'rejected', ...(delivery && { delivery }) };
  if (delivery) return received(dataset, delivery, due);
  const agreed = workspace.agreements.some(
    (agreement) => agreement.datasets.includes(dataset) && inForce(agreement, today),
  );
  if (!agreed) return { dataset, period, due, standing: 'no agreement' };
  const daysOverdue = Math.round((Date.parse(today) - Date.parse(due)) / DAY_MS);
  return daysOverdue > 0
    ? { dataset, period, due, standing: 'overdue', daysOverdue }
    : { dataset, period, due, standing: 'due' };
}

function received(dataset: DatasetId, delivery: DeliveryInForce, due: IsoDate): DeliveryStanding {
  return {
    dataset,
    period: delivery.period,
    due,
    standing: delivery.late ? 'received late' : 'received',
    delivery,
  };
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
