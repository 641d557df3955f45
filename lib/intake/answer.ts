import type { ObjectStore } from '../ports/object-store.ts';
import type { Contract } from '../workspace/model.ts';
import { deliveryKeys } from './delivery.ts';
import type { DeliveryRef } from './delivery-ref.ts';
import { makeFinding } from './make-finding.ts';
import { levelRuns, NO_ROWS } from './outcome.ts';
import { type Changes, composeReceipt, type EarlierDelivery, type Receipt } from './receipt.ts';
import { standingReceiptBefore, standingReceipts, storeReceipt } from './receipts.ts';
import { loadOutcome } from './validate-delivery.ts';

export interface AnswerInput {
  readonly delivery: DeliveryRef;
  readonly contract: Contract;
  readonly landing: ObjectStore;
  readonly agreement: string;
  /** Left out where nothing was taken in. */
  readonly taken?: {
    /** Rows against the delivery that is replaced. */
    readonly changes: Changes;
    readonly keyVersion: string;
    /** The delivery that those rows were compared with. */
    readonly replaces?: EarlierDelivery;
    /** A later delivery of the slot that was in force before this one was ready. */
    readonly overtakenBy?: EarlierDelivery;
  };
}

/** The receipt of a delivery that was read, stored in the agency's landing zone. The last step of intake. */
export async function answerDelivery(input: AnswerInput): Promise<Receipt> {
  const { delivery, contract, landing, agreement, taken } = input;
  const outcome = await loadOutcome(landing, delivery);
  const standing = taken === undefined ? await standingBeside(landing, delivery) : taken.replaces;
  const receipt = composeReceipt({
    delivery,
    contract,
    agreement,
    outcome,
    ...(taken === undefined ? {} : { changes: taken.changes, keyVersion: taken.keyVersion }),
    ...(taken?.overtakenBy === undefined ? {} : { overtakenBy: taken.overtakenBy }),
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
  const standing = await standingBeside(landing, delivery);
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

/** The delivery in force for the same period that is not this one. */
async function standingBeside(landing: ObjectStore, delivery: DeliveryRef): Promise<Receipt | undefined> {
  const receipt = (await standingReceipts(landing, delivery.dataset)).get(delivery.period);
  return receipt?.delivery_id === delivery.deliveryId ? undefined : receipt;
}

/** The delivery of the same slot that this one would replace; undefined where none is in force. */
export async function deliveryToReplace(
  landing: ObjectStore,
  delivery: DeliveryRef,
): Promise<EarlierDelivery | undefined> {
  const receipt = await standingReceiptBefore(landing, delivery);
  return receipt === undefined
    ? undefined
    : { delivery_id: receipt.delivery_id, number: receipt.number, key_version: receipt.key_version };
}
