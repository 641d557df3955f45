import { z } from 'zod';
import type { ObjectStore } from '../ports/object-store.ts';
import { DeliverySuperseded } from './errors.ts';

export const DeliveredFile = z.strictObject({
  name: z.string(),
  bytes: z.int().nonnegative(),
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
});
export type DeliveredFile = z.infer<typeof DeliveredFile>;

/** One delivery, as the steps of intake pass it on. */
export const DeliveryRef = z.strictObject({
  agency: z.string(),
  dataset: z.string(),
  period: z.string(),
  deliveryId: z.string(),
  /** How many deliveries this slot has had, this one included. */
  number: z.int().positive(),
  file: DeliveredFile,
  /** Where the file lies in the landing zone. */
  key: z.string(),
  /** Which version of what lies there. */
  version: z.string(),
  /** ISO 8601. */
  receivedAt: z.string(),
});
export type DeliveryRef = z.infer<typeof DeliveryRef>;

/**
 * Reads the file of a delivery and makes sure that it was that file: each step opens it anew, and an agency may put
 * another in its place at any moment. A version never comes back, so what was read in between is what was received.
 * @throws DeliverySuperseded, whatever the reading itself threw; else that
 */
export async function readingSameFile<Result>(
  landing: ObjectStore,
  delivery: DeliveryRef,
  read: () => Promise<Result>,
): Promise<Result> {
  await requireSameFile(landing, delivery);
  try {
    return await read();
  } finally {
    await requireSameFile(landing, delivery);
  }
}

async function requireSameFile(landing: ObjectStore, delivery: DeliveryRef): Promise<void> {
  if ((await landing.head(delivery.key))?.version !== delivery.version)
    throw new DeliverySuperseded(delivery.deliveryId);
}
