import { z } from 'zod';
import { Changes, DeliveryRef, Reading, ReadPlan, Validation } from '../lib/intake/intake.ts';

/** What starts the intake of one file: where it lies in its agency's landing zone. */
export const Arrived = z.strictObject({
  agency: z.string(),
  dataset: z.string(),
  period: z.string(),
  key: z.string(),
});

/** What `Receive` says. */
export const Receiving = z.union([
  z.strictObject({ seenBefore: z.literal(false), delivery: DeliveryRef }),
  z.strictObject({ seenBefore: z.literal(true), receiptKey: z.string() }),
]);

/** What `CheckAgreement` says. */
export const AgreementCheck = z.union([
  z.strictObject({ inForce: z.literal(true), agreement: z.string() }),
  z.strictObject({ inForce: z.literal(false), missing: z.string() }),
]);

/** What `Tokenize` says. */
export const Tokenized = z.strictObject({
  rows: z.int(),
  keyVersion: z.string(),
  changes: Changes,
  missing: z.record(z.string(), z.int()),
});

/** The state of a delivery that is new, growing from step to step. */
const NewDelivery = Arrived.extend({
  delivery: z.strictObject({ seenBefore: z.literal(false), delivery: DeliveryRef }),
});

export const ToCheck = NewDelivery;
export const ToRefuse = NewDelivery.extend({
  agreement: z.strictObject({ inForce: z.literal(false), missing: z.string() }),
});
export const ToRead = NewDelivery.extend({
  agreement: z.strictObject({ inForce: z.literal(true), agreement: z.string() }),
});
/** The workflow sends only readable files on. */
export const ReadableDelivery = ToRead.extend({
  reading: z.strictObject({ readable: z.literal(true), plan: ReadPlan }),
});
export const ToTokenize = ReadableDelivery.extend({ validation: Validation });
export const ToAnswer = ToRead.extend({
  reading: Reading,
  validation: Validation.optional(),
  tokenized: Tokenized.optional(),
});

/** What the workflow ends with: where the receipt lies in the landing zone. It may be too large to be passed on. */
export const Answered = z.strictObject({ receiptKey: z.string(), seenBefore: z.boolean() });
