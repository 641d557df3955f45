import type { Clock } from '../ports/clock.ts';
import type { ObjectStore } from '../ports/object-store.ts';
import type { Contract, Workspace } from '../workspace/model.ts';
import { claimFile } from './claims.ts';
import { receiveDelivery } from './delivery.ts';
import type { DeliveryRef } from './delivery-ref.ts';
import { placeOf } from './place.ts';
import { repeatReceipt } from './receipts.ts';

export interface ArrivalInput {
  readonly landing: ObjectStore;
  readonly workspace: Workspace;
  readonly agency: string;
  /** Where the file lies in the landing zone; of what is to be taken in again, the folder of its slot. */
  readonly key: string;
  /** Which version of it is meant; left out on a host where nothing else can happen at the same time. */
  readonly version?: string;
  /** Names the execution of the workflow among all others. */
  readonly execution: string;
  /** The agreement under which a dataset is taken in now; null where none is in force. */
  readonly agreementOf: (contract: Contract) => string | null;
  /** The version of the root key of tokens in force. */
  readonly keyVersion: () => Promise<string>;
  readonly clock: Clock;
}

/** What became of a file that arrived. */
export type Arrival =
  | { readonly arrived: 'new'; readonly delivery: DeliveryRef }
  /** The same file as the newest delivery of its slot, whose answer stands. */
  | { readonly arrived: 'again'; readonly receiptKey: string }
  /** It lies where no delivery can. */
  | { readonly arrived: 'misplaced' }
  /** Nothing is to be done: a folder's own marker, an event that came twice, a file that a newer one has replaced. */
  | { readonly arrived: 'nothing' };

/**
 * Looks at a file that a host announces: once, however often it is announced, and each new version by itself.
 * @throws UnsafeName, ObjectNotFound, DeliverySuperseded
 */
export async function receiveArrival(input: ArrivalInput): Promise<Arrival> {
  const { landing, workspace, agency, key, version, execution, agreementOf, keyVersion, clock } = input;
  // Consoles and some transfer programs make an empty object of a folder.
  if (key.endsWith('/')) return { arrived: 'nothing' };
  const announced = version === undefined ? undefined : { key, version, execution };
  if (announced !== undefined) {
    const claim = await claimFile(landing, announced);
    if (claim === undefined) return { arrived: 'nothing' };
    if (claim.delivery !== undefined) return { arrived: 'new', delivery: claim.delivery };
    if ((await landing.head(key))?.version !== version) return { arrived: 'nothing' };
  }
  const place = placeOf(agency, key, workspace);
  if (!place.found) return { arrived: 'misplaced' };
  const { contract, period } = place;
  const received = await receiveDelivery({
    landing,
    contract,
    period,
    key,
    agreement: agreementOf(contract),
    keyVersion,
    clock,
    ...(announced === undefined ? {} : { announced }),
  });
  if (!received.seenBefore) return { arrived: 'new', delivery: received.delivery };
  if (announced !== undefined) await repeatReceipt(landing, received.receipt);
  return { arrived: 'again', receiptKey: received.receiptKey };
}
