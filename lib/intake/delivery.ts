import { createHash } from 'node:crypto';
import type { Clock } from '../ports/clock.ts';
import type { ObjectStore } from '../ports/object-store.ts';
import type { Contract } from '../workspace/model.ts';
import { type Announced, noteDelivery, reserveNumber } from './claims.ts';
import type { DeliveredFile, DeliveryRef } from './delivery-ref.ts';
import { DeliverySuperseded } from './errors.ts';
import { safeFileName, segment } from './file-names.ts';
import type { Receipt } from './receipt.ts';
import { newestReceipt, receiptKeyOf } from './receipts.ts';

/** A new delivery, or one whose answer stands already. */
export type Received =
  | { readonly seenBefore: false; readonly delivery: DeliveryRef }
  | { readonly seenBefore: true; readonly receipt: Receipt; readonly receiptKey: string };

export interface ReceiveInput {
  readonly landing: ObjectStore;
  readonly contract: Contract;
  readonly period: string;
  /** Where the file lies in the landing zone. */
  readonly key: string;
  /** The agreement under which it would be taken in; null where none is in force. */
  readonly agreement: string | null;
  /** The version of the root key in force; asked for only where nothing else tells two deliveries apart. */
  readonly keyVersion: () => Promise<string>;
  readonly clock: Clock;
  /** When it arrived, where that is not now. */
  readonly receivedAt?: string;
  /** Where deliveries may be taken in side by side: who takes this one in. */
  readonly announced?: Announced;
}

/**
 * Gives a file that arrived its name as a delivery. The same file again, under the same contract, agreement and key,
 * as the newest delivery of its slot is no new one.
 * @throws UnsafeName, ObjectNotFound, DeliverySuperseded
 */
export async function receiveDelivery(input: ReceiveInput): Promise<Received> {
  const { landing, contract, period, key, agreement, keyVersion, clock, announced } = input;
  const version = announced?.version ?? (await landing.head(key))?.version;
  const file = { name: safeFileName(key), ...(await digestFile(landing.read(key))) };
  const next = await nextDelivery({ landing, contract, period, sha256: file.sha256, agreement, keyVersion });
  if (next.seenBefore) {
    // What was refused for want of an agreement is not kept the second time either.
    if (agreement === null) await landing.delete(key);
    return next;
  }
  if (version === undefined || (await landing.head(key))?.version !== version)
    throw new DeliverySuperseded(next.deliveryId);
  const slot = { agency: contract.agency, dataset: contract.dataset, period };
  const number =
    announced === undefined
      ? next.number
      : await reserveNumber(landing, slot, next.number, announced.execution);
  const facts = { ...slot, sha256: file.sha256, contractDigest: contract.digest, number };
  const deliveryId = deliveryIdOf(facts);
  const receivedAt = input.receivedAt ?? clock.now().toISOString();
  const delivery = { ...slot, deliveryId, number, file, key, version, receivedAt };
  if (announced !== undefined) await noteDelivery(landing, announced, delivery);
  return { seenBefore: false, delivery };
}

export interface NextDeliveryInput {
  readonly landing: ObjectStore;
  readonly contract: Contract;
  readonly period: string;
  readonly sha256: string;
  readonly agreement: string | null;
  readonly keyVersion: () => Promise<string>;
}

export type NextDelivery =
  | { readonly seenBefore: false; readonly deliveryId: string; readonly number: number }
  | { readonly seenBefore: true; readonly receipt: Receipt; readonly receiptKey: string };

/** What a file with this digest would be called, or the receipt that it has. @throws UnsafeName */
export async function nextDelivery(input: NextDeliveryInput): Promise<NextDelivery> {
  const { landing, contract, period, sha256, agreement } = input;
  const slot = slotOf(contract, period);
  const newest = await newestReceipt(landing, slot.dataset, slot.period);
  if (
    newest !== undefined &&
    newest.file.sha256 === sha256 &&
    newest.contract_digest === contract.digest &&
    newest.agreement === agreement &&
    (await underSameKey(newest, input))
  ) {
    return {
      seenBefore: true,
      receipt: newest,
      receiptKey: receiptKeyOf(newest),
    };
  }
  const number = (newest?.number ?? 0) + 1;
  return {
    seenBefore: false,
    number,
    deliveryId: deliveryIdOf({ ...slot, sha256, contractDigest: contract.digest, number }),
  };
}

/** Tokens under two keys cannot be compared; what was rejected has none, and neither has what is not of people. */
async function underSameKey(
  receipt: Receipt,
  { contract, keyVersion }: Pick<NextDeliveryInput, 'contract' | 'keyVersion'>,
): Promise<boolean> {
  if (receipt.status === 'rejected' || !contract.ofPeople) return true;
  return receipt.key_version === (await keyVersion());
}

interface DeliveryFacts {
  readonly agency: string;
  readonly dataset: string;
  readonly period: string;
  readonly sha256: string;
  readonly contractDigest: string;
  readonly number: number;
}

/** `d` and 20 hex digits over everything that makes a delivery this one and no other. */
export function deliveryIdOf(facts: DeliveryFacts): string {
  const { agency, dataset, period, sha256, contractDigest, number } = facts;
  const text = [agency, dataset, period, sha256, contractDigest, number].join('|');
  return `d${createHash('sha256').update(text).digest('hex').slice(0, 20)}`;
}

/** Where a file of a delivery lies; none of its parts can lead out of the folder. @throws UnsafeName */
export function incomingKey(
  contract: Contract,
  period: string,
  deliveryId: string,
  fileName: string,
): string {
  const slot = slotOf(contract, period);
  return `incoming/${slot.dataset}/${slot.period}/${segment('delivery id', deliveryId)}/${safeFileName(fileName)}`;
}

/** Keys of what intake keeps about one delivery in the landing zone. */
export function deliveryKeys({ dataset, period, deliveryId }: DeliveryRef) {
  const slot = `${segment('dataset', dataset)}/${segment('period', period)}/${segment('delivery id', deliveryId)}`;
  return {
    rows: `quarantine/${slot}.csv`,
    findings: `quarantine/${slot}-findings.csv`,
    excluded: `quarantine/${slot}-rows.parquet`,
    outcome: `outcomes/${slot}.json`,
  };
}

function slotOf({ agency, dataset }: Contract, period: string) {
  return {
    agency: segment('agency', agency),
    dataset: segment('dataset', dataset),
    period: segment('period', period),
  };
}

/** Size and SHA-256 of a file, in one pass. */
export async function digestFile(chunks: AsyncIterable<Uint8Array>): Promise<Omit<DeliveredFile, 'name'>> {
  const digest = createHash('sha256');
  let bytes = 0;
  for await (const chunk of chunks) {
    digest.update(chunk);
    bytes += chunk.length;
  }
  return { bytes, sha256: digest.digest('hex') };
}
