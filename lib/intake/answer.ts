import type { ObjectStore } from '../ports/object-store.ts';
import type { Contract } from '../workspace/model.ts';
import { type DeliveryRef, deliveryKeys } from './delivery.ts';
import { makeFinding } from './make-finding.ts';
import { levelRuns, NO_ROWS } from './outcome.ts';
import { type Changes, composeReceipt, type Receipt } from './receipt.ts';
import { standingReceipts, storeReceipt } from './receipts.ts';
import { loadOutcome } from './validate-delivery.ts';

export interface AnswerInput {
  readonly delivery: DeliveryRef;
  readonly contract: Contract;
  readonly landing: ObjectStore;
  readonly agreement: string;
  /** Rows against the delivery that is replaced; left out where nothing was taken in. */
  readonly changes?: Changes;
}

/** The receipt of a delivery that was read, stored in the agency's landing zone. The last step of intake. */
export async function answerDelivery(input: AnswerInput): Promise<Receipt> {
  const { delivery, contract, landing, agreement, changes } = input;
  const outcome = await loadOutcome(landing, delivery);
  const standing = await standingBefore(landing, delivery);
  const receipt = composeReceipt({
    delivery,
    contract,
    agreement,
    outcome,
    ...(changes === undefined ? {} : { changes }),
    ...(standing === undefined ? {} : { standing }),
  });
  await storeReceipt(landing, receipt);
  return receipt;
}

export interface RefuseInput {
  readonly delivery: DeliveryRef;
  readonly contract: Contract;
  readonly landing: ObjectStore;
  /** What is missing, as the check of agreements says it. */
  readonly missing: string;
}

/** The answer where no agreement in force covers the dataset: the file is removed again, the refusal alone stays. */
export async function refuseDelivery({
  delivery,
  contract,
  landing,
  missing,
}: RefuseInput): Promise<Receipt> {
  const why = 'no agreement is in force';
  const standing = await standingBefore(landing, delivery);
  const receipt = composeReceipt({
    delivery,
    contract,
    agreement: null,
    outcome: {
      rejected: true,
      rows: NO_ROWS,
      findings: [makeFinding('agreement_missing', { message: missing })],
      levels: levelRuns({ file: why, value: why, row: why, case: why, datasets: why, history: why }),
    },
    ...(standing === undefined ? {} : { standing }),
  });
  await landing.delete(delivery.key);
  for (const key of Object.values(deliveryKeys(delivery))) await landing.delete(key);
  await storeReceipt(landing, receipt);
  return receipt;
}

/** The delivery in force for the same period before this one. */
async function standingBefore(landing: ObjectStore, delivery: DeliveryRef): Promise<Receipt | undefined> {
  const receipt = (await standingReceipts(landing, delivery.dataset)).get(delivery.period);
  return receipt?.delivery_id === delivery.deliveryId ? undefined : receipt;
}

/** The id of the delivery that a new one of the same slot would replace; undefined where none is in force. */
export async function deliveryToReplace(
  landing: ObjectStore,
  delivery: DeliveryRef,
): Promise<string | undefined> {
  return (await standingBefore(landing, delivery))?.delivery_id;
}
