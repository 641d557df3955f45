import { createHash } from 'node:crypto';
import { z } from 'zod';
import { ObjectNotFound, PreconditionFailed } from '../errors/storage-errors.ts';
import type { ObjectStore } from '../ports/object-store.ts';
import { DeliveryRef } from './delivery-ref.ts';
import { segment } from './file-names.ts';

/** A file as a host announces it: one version of what lies under a key, answered by one execution of the workflow. */
export interface Announced {
  readonly key: string;
  readonly version: string;
  /** Names the execution among all others. */
  readonly execution: string;
}

const Claim = z.strictObject({
  execution: z.string(),
  /** What the execution made of the file, once it has a name as a delivery. */
  delivery: DeliveryRef.exactOptional(),
});
export type Claim = z.infer<typeof Claim>;

const Reservation = z.strictObject({ execution: z.string() });

/**
 * Claims a version of a file for one execution. Events come at least once; only the first execution gets the claim, and
 * gets it again when one of its steps is repeated.
 * @returns the claim, or undefined where another execution has it
 */
export async function claimFile(landing: ObjectStore, announced: Announced): Promise<Claim | undefined> {
  const key = claimKey(announced);
  const own: Claim = { execution: announced.execution };
  for (;;) {
    if (await putIfAbsent(landing, key, own)) return own;
    const found = await readIfPresent(landing, key, Claim);
    if (found !== undefined) return found.execution === announced.execution ? found : undefined;
  }
}

/**
 * Claims a version of a file that another execution has answered already, for one that is to answer it once more.
 * @returns the claim, with the delivery where the step is repeated
 */
export async function claimAgain(landing: ObjectStore, announced: Announced): Promise<Claim> {
  const key = claimKey(announced);
  const found = await readIfPresent(landing, key, Claim);
  if (found?.execution === announced.execution) return found;
  const own: Claim = { execution: announced.execution };
  await landing.put(key, spelt(own));
  return own;
}

/** Writes down which delivery a claimed file became, so that a step that is repeated gives the same answer. */
export async function noteDelivery(
  landing: ObjectStore,
  announced: Announced,
  delivery: DeliveryRef,
): Promise<void> {
  const claim: Claim = { execution: announced.execution, delivery };
  await landing.put(claimKey(announced), spelt(claim));
}

/** Lets go of a claim, so that the same file can be started again; nothing happens where another execution has it. */
export async function releaseClaim(landing: ObjectStore, announced: Announced): Promise<void> {
  const key = claimKey(announced);
  const found = await readIfPresent(landing, key, Claim);
  if (found?.execution === announced.execution) await landing.delete(key);
}

/**
 * Reserves the number of a delivery within its slot: the lowest from `first` on that no other execution has. Two that
 * run side by side get different ones; one that asks again gets its own again.
 */
export async function reserveNumber(
  landing: ObjectStore,
  slot: { readonly dataset: string; readonly period: string },
  first: number,
  execution: string,
): Promise<number> {
  for (let number = first; ; number++) {
    const key = reservationKey(slot, number);
    if (await putIfAbsent(landing, key, { execution })) return number;
    if ((await readIfPresent(landing, key, Reservation))?.execution === execution) return number;
  }
}

/** By the digest of the file's key, which may hold the sender's own words. */
function claimKey({ key, version }: Announced): string {
  return `claims/${createHash('sha256').update(key).digest('hex')}/${encodeURIComponent(version)}.json`;
}

/** No dataset has a dash in its name, and no digest either. */
function reservationKey({ dataset, period }: { dataset: string; period: string }, number: number): string {
  const slot = `${segment('dataset', dataset)}/${segment('period', period)}`;
  return `claims/by-number/${slot}/${String(number).padStart(4, '0')}.json`;
}

async function putIfAbsent(landing: ObjectStore, key: string, value: unknown): Promise<boolean> {
  try {
    await landing.put(key, spelt(value), { ifAbsent: true });
    return true;
  } catch (error) {
    if (error instanceof PreconditionFailed) return false;
    throw error;
  }
}

async function readIfPresent<Schema extends z.ZodType>(
  landing: ObjectStore,
  key: string,
  schema: Schema,
): Promise<z.output<Schema> | undefined> {
  try {
    return schema.parse(JSON.parse(Buffer.from(await landing.get(key)).toString('utf8')));
  } catch (error) {
    if (error instanceof ObjectNotFound) return undefined;
    throw error;
  }
}

function spelt(value: unknown): string {
  return `${JSON.stringify(value)}\n`;
}
