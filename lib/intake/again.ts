import type { ObjectStore } from '../ports/object-store.ts';
import type { Arrival, ArrivalInput } from './arrival.ts';
import { type Announced, claimAgain } from './claims.ts';
import { digestFile, receiveDelivery } from './delivery.ts';
import { placeOf } from './place.ts';
import type { Receipt } from './receipt.ts';
import { receiptKeyOf, standingReceipts } from './receipts.ts';

export type AgainInput = Omit<ArrivalInput, 'version'>;

/** Where the files of one dataset and period lie; what the workflow is started with to take in again what is in force. */
export function slotFolder(dataset: string, period: string): string {
  return `incoming/${dataset}/${period}/`;
}

/**
 * Takes in again the delivery in force of a slot, from the file that lies in the landing zone, where the root key of
 * tokens has changed since. It becomes a delivery of its own, received when the earlier one was. Where nothing can be
 * done, because the file is gone or no agreement is in force, nothing is: least of all is a file removed.
 * @param input its `key` is the folder of the slot
 * @returns `again` where it stands under the key in force
 */
export async function receiveAgain(input: AgainInput): Promise<Arrival> {
  const { landing, workspace, agency, key: folder, execution, agreementOf, keyVersion, clock } = input;
  const place = placeOf(agency, folder, workspace);
  if (!place.found || folder !== slotFolder(place.contract.dataset, place.period))
    return { arrived: 'nothing' };
  const { contract, period } = place;
  const standing = (await standingReceipts(landing, contract.dataset)).get(period);
  if (standing === undefined) return { arrived: 'nothing' };
  if (!contract.ofPeople || standing.key_version === (await keyVersion()))
    return { arrived: 'again', receiptKey: receiptKeyOf(standing) };
  const agreement = agreementOf(contract);
  const file = await findFile(landing, folder, standing);
  if (agreement === null || file === undefined) return { arrived: 'nothing' };
  const announced: Announced = { ...file, execution };
  const claim = await claimAgain(landing, announced);
  if (claim.delivery !== undefined) return { arrived: 'new', delivery: claim.delivery };
  const received = await receiveDelivery({
    landing,
    contract,
    period,
    key: file.key,
    agreement,
    keyVersion,
    clock,
    receivedAt: standing.received_at,
    announced,
  });
  // The same file was rejected since, under the contract of today: it would be again.
  return received.seenBefore ? { arrived: 'nothing' } : { arrived: 'new', delivery: received.delivery };
}

/** The file of a receipt, by its content: what it is called now may not be what it was called then. */
async function findFile(
  landing: ObjectStore,
  folder: string,
  { file }: Receipt,
): Promise<{ readonly key: string; readonly version: string } | undefined> {
  for (const { key } of await landing.list(folder)) {
    const head = await landing.head(key);
    if (head === undefined || key.endsWith('/')) continue;
    if ((await digestFile(landing.read(key))).sha256 === file.sha256) return { key, version: head.version };
  }
  return undefined;
}
