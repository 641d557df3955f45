import { z } from 'zod';
import { DeliveryRef, EarlierDelivery, Reading, ReadPlan, Validation } from '../lib/intake/intake.ts';
import { Combined, SeparatedPart } from '../lib/tokens/separate.ts';

/** What starts the intake of one file: where it lies in its agency's landing zone, and which version of it is meant. */
export const Arrived = z.strictObject({
  agency: z.string(),
  /** `incoming/<dataset>/<period>/<file>` */
  key: z.string(),
  /** Left out on a host where nothing else happens at the same time. */
  version: z.string().exactOptional(),
  /**
   * What is in force in a slot is to be taken in again, since the root key of tokens has changed; `key` is then the
   * folder `incoming/<dataset>/<period>/`.
   */
  again: z.literal(true).exactOptional(),
});

export const ToReceive = z.strictObject({ arrived: Arrived, execution: z.string() });

/** What `Receive` says. */
export const Receiving = z.discriminatedUnion('arrived', [
  z.strictObject({ arrived: z.literal('new'), delivery: DeliveryRef }),
  z.strictObject({ arrived: z.literal('again'), receiptKey: z.string() }),
  z.strictObject({ arrived: z.literal('misplaced') }),
  z.strictObject({ arrived: z.literal('nothing') }),
]);

/** What `CheckAgreement` says. */
export const AgreementCheck = z.union([
  z.strictObject({ inForce: z.literal(true), agreement: z.string() }),
  z.strictObject({ inForce: z.literal(false), missing: z.string() }),
]);

/** What `Validate` says: the checks, and the parts into which an accepted file is taken apart. */
export const Validated = Validation.extend({ parts: z.array(z.int().nonnegative()).min(1) });

/** What `Combine` says: the delivery as a whole, and which one it replaces. */
export const Whole = Combined.extend({ replaces: EarlierDelivery.exactOptional() });

/** The state of a delivery that is new, growing from step to step. */
const NewDelivery = Arrived.extend({
  received: z.strictObject({ arrived: z.literal('new'), delivery: DeliveryRef }),
});

export const ToCheck = NewDelivery;
export const ToRead = NewDelivery.extend({
  agreement: z.strictObject({ inForce: z.literal(true), agreement: z.string() }),
});
/** The workflow sends only readable files on. */
export const ReadableDelivery = ToRead.extend({
  reading: z.strictObject({ readable: z.literal(true), plan: ReadPlan }),
});
export const ToTokenize = z.strictObject({
  delivery: DeliveryRef,
  validation: Validated,
  /** One of the parts that the validation names. */
  part: z.int().nonnegative(),
});
export const ToCombine = ReadableDelivery.extend({
  validation: Validated,
  tokenized: z.array(SeparatedPart),
});
export const ToAnswer = ToRead.extend({
  reading: Reading,
  validation: Validated.optional(),
  tokenized: z.array(SeparatedPart).optional(),
  whole: Whole.optional(),
});

/** What `Refuse` is asked: to answer a file that is not taken in, and why it is not. */
export const ToRefuse = z.discriminatedUnion('because', [
  z.strictObject({
    because: z.literal('no_agreement'),
    refused: NewDelivery.extend({
      agreement: z.strictObject({ inForce: z.literal(false), missing: z.string() }),
    }),
  }),
  z.strictObject({
    because: z.literal('misplaced'),
    refused: Arrived.extend({ received: z.strictObject({ arrived: z.literal('misplaced') }) }),
  }),
  z.strictObject({
    because: z.literal('not_processed'),
    execution: z.string(),
    /** The state as it was when a step failed; whatever else stands in it is passed over. */
    refused: Arrived.loose().extend({ failure: z.object({ Error: z.string() }) }),
  }),
]);

/** What the workflow ends with: where the answer lies in the landing zone. It may be too large to be passed on. */
export const Answered = z.strictObject({ receiptKey: z.string(), seenBefore: z.boolean() });

/** Where nothing was to be done: an event that came twice, or a file in whose place a newer one lies. */
export const NothingToDo = z.strictObject({ nothingToDo: z.literal(true) });
