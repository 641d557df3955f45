import { PreconditionFailed } from '../errors/storage-errors.ts';
import type { ObjectStore } from '../ports/object-store.ts';
import { RunPlanMissing } from './errors.ts';
import { DeliveryInForce, RunPlan } from './run-plan.ts';

/** Where the tokens zone says which delivery of a slot is in force. */
export function ledgerKey({
  agency,
  dataset,
  period,
}: Pick<DeliveryInForce, 'agency' | 'dataset' | 'period'>): string {
  return `deliveries/${agency}/${dataset}/${period}.json`;
}

/** The delivery in force for a slot, or undefined. */
export async function findDelivery(
  tokens: ObjectStore,
  slot: Pick<DeliveryInForce, 'agency' | 'dataset' | 'period'>,
): Promise<DeliveryInForce | undefined> {
  const key = ledgerKey(slot);
  return (await tokens.head(key)) === undefined
    ? undefined
    : DeliveryInForce.parse(parseJson(await tokens.get(key)));
}

/** Every delivery in force, ordered by agency, dataset and period. */
export async function listDeliveries(tokens: ObjectStore): Promise<readonly DeliveryInForce[]> {
  const found = await tokens.list('deliveries/');
  return Promise.all(found.map(async ({ key }) => DeliveryInForce.parse(parseJson(await tokens.get(key)))));
}

/** Somebody else may put a delivery of the same slot in force at the same moment; so often is it tried again. */
const TRIES = 10;

/**
 * Puts a delivery in force, replacing the one before it: the commit point of intake. A later delivery of the same slot,
 * taken in side by side with this one, stays.
 * @returns what is in force now
 * @throws PreconditionFailed where others were faster too often
 */
export async function putInForce(tokens: ObjectStore, delivery: DeliveryInForce): Promise<DeliveryInForce> {
  const key = ledgerKey(delivery);
  const text = `${JSON.stringify(DeliveryInForce.parse(delivery), undefined, 1)}\n`;
  for (let tries = 1; ; tries++) {
    const before = await tokens.head(key);
    const standing =
      before === undefined ? undefined : DeliveryInForce.parse(parseJson(await tokens.get(key)));
    if (standing !== undefined && standing.number > delivery.number) return standing;
    try {
      await tokens.put(key, text, before === undefined ? { ifAbsent: true } : { ifMatch: before.version });
      return delivery;
    } catch (error) {
      if (!(error instanceof PreconditionFailed) || tries === TRIES) throw error;
    }
  }
}

/** Keeps what a run will do, for its later steps. A try that failed is written over. */
export async function keepPlan(crosswalk: ObjectStore, plan: RunPlan): Promise<void> {
  await crosswalk.put(planKey(plan.run), `${JSON.stringify(RunPlan.parse(plan), undefined, 1)}\n`);
}

/** @throws RunPlanMissing */
export async function readPlan(crosswalk: ObjectStore, run: string): Promise<RunPlan> {
  const key = planKey(run);
  if ((await crosswalk.head(key)) === undefined) throw new RunPlanMissing(run);
  return RunPlan.parse(parseJson(await crosswalk.get(key)));
}

function planKey(run: string): string {
  return `plans/${run}.json`;
}

function parseJson(bytes: Uint8Array): unknown {
  return JSON.parse(new TextDecoder().decode(bytes));
}
