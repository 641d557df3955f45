import type { ObjectStore } from '../ports/object-store.ts';
import { segment } from './file-names.ts';
import { Receipt } from './receipt.ts';
import { receiptText } from './receipt-text.ts';

const NAME = /^receipts\/([^/]+)\/([^/]+)\/(\d{4,})-(d[0-9a-f]{20})\.json$/;

/** Where a receipt lies. */
export function receiptKeys(dataset: string, period: string, number: number, deliveryId: string) {
  const folder = `receipts/${segment('dataset', dataset)}/${segment('period', period)}`;
  const name = `${folder}/${String(number).padStart(4, '0')}-${segment('delivery id', deliveryId)}`;
  return { json: `${name}.json`, text: `${name}.txt` };
}

/** Where the machines' copy of a receipt lies. */
export function receiptKeyOf(receipt: Receipt): string {
  return receiptKeys(receipt.dataset, receipt.period, receipt.number, receipt.delivery_id).json;
}

/** Stores a receipt for machines and for people. The JSON is written last: it is what makes the answer stand. */
export async function storeReceipt(landing: ObjectStore, receipt: Receipt): Promise<string> {
  const keys = receiptKeys(receipt.dataset, receipt.period, receipt.number, receipt.delivery_id);
  await landing.put(keys.text, receiptText(receipt));
  await landing.put(keys.json, `${JSON.stringify(receipt, undefined, 2)}\n`);
  return keys.json;
}

/** The receipt under a key. @throws ObjectNotFound */
export async function readReceipt(landing: ObjectStore, key: string): Promise<Receipt> {
  return Receipt.parse(JSON.parse(Buffer.from(await landing.get(key)).toString('utf8')));
}

interface ReceiptPlace {
  readonly key: string;
  readonly period: string;
  readonly number: number;
}

/** Receipts of a dataset, newest number first within a period. */
async function receiptPlaces(landing: ObjectStore, prefix: string): Promise<readonly ReceiptPlace[]> {
  const places = (await landing.list(prefix)).flatMap(({ key }) => {
    const [, , period, number] = NAME.exec(key) ?? [];
    return period === undefined ? [] : [{ key, period, number: Number(number) }];
  });
  return places.toSorted((left, right) => right.number - left.number);
}

/** The newest receipt of a slot, whatever it says. */
export async function newestReceipt(
  landing: ObjectStore,
  dataset: string,
  period: string,
): Promise<Receipt | undefined> {
  const [newest] = await receiptPlaces(
    landing,
    `receipts/${segment('dataset', dataset)}/${segment('period', period)}/`,
  );
  return newest === undefined ? undefined : readReceipt(landing, newest.key);
}

/** Of each period, the newest receipt that is no rejection: the delivery in force. */
export async function standingReceipts(
  landing: ObjectStore,
  dataset: string,
): Promise<ReadonlyMap<string, Receipt>> {
  const standing = new Map<string, Receipt>();
  for (const { key, period } of await receiptPlaces(landing, `receipts/${segment('dataset', dataset)}/`)) {
    if (standing.has(period)) continue;
    const receipt = await readReceipt(landing, key);
    if (receipt.status !== 'rejected') standing.set(period, receipt);
  }
  return standing;
}

/** The newest receipt of a slot that is no rejection and has a lower number: what the delivery of that number replaces. */
export async function standingReceiptBefore(
  landing: ObjectStore,
  { dataset, period, number }: { readonly dataset: string; readonly period: string; readonly number: number },
): Promise<Receipt | undefined> {
  const slot = `receipts/${segment('dataset', dataset)}/${segment('period', period)}/`;
  for (const place of await receiptPlaces(landing, slot)) {
    if (place.number >= number) continue;
    const receipt = await readReceipt(landing, place.key);
    if (receipt.status !== 'rejected') return receipt;
  }
  return undefined;
}

/**
 * Puts a receipt where it lies once more, byte for byte: whoever is told of new receipts is told again.
 * @throws ObjectNotFound
 */
export async function repeatReceipt(landing: ObjectStore, receipt: Receipt): Promise<void> {
  const keys = receiptKeys(receipt.dataset, receipt.period, receipt.number, receipt.delivery_id);
  for (const key of [keys.text, keys.json]) await landing.put(key, await landing.get(key));
}

/** Periods of a dataset whose newest delivery was rejected; an earlier one may be in force all the same. */
export async function rejectedPeriods(landing: ObjectStore, dataset: string): Promise<readonly string[]> {
  const places = await receiptPlaces(landing, `receipts/${segment('dataset', dataset)}/`);
  const newest = new Map(places.toReversed().map(({ key, period }) => [period, key]));
  const receipts = await Promise.all([...newest.values()].map((key) => readReceipt(landing, key)));
  return receipts.filter(({ status }) => status === 'rejected').map(({ period }) => period);
}
