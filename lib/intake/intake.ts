/**
 * Intake: what happens between an agency's file and its receipt. Each step is called by a handler of its own and
 * gives plain JSON; what lies between them stays in the agency's landing zone.
 *
 * 1. `receiveArrival`: the file gets its name as a delivery, or the receipt that it has already; where deliveries may
 *    come side by side, it is claimed for one execution. `noteMisplaced` answers a file that lies in no folder of ours.
 *    `receiveAgain` gives what is in force another name as a delivery where the root key of tokens has changed.
 * 2. The agreement check is governance's; `refuseDelivery` answers where none is in force.
 * 3. `readDelivery`: what the file is, and how to read it.
 * 4. `validateDelivery`: the levels of check, quarantine, findings.
 * 5. Tokens takes the rows of `openAccepted` apart; `deliveryToReplace` says which delivery they replace.
 * 6. `answerDelivery`: the receipt; `deliverySignals`: the same in numbers, for operators.
 * 7. `noteNotProcessed`: where a fault of ours stopped any of that.
 *
 * `dryRun` asks the same questions of a file that is not delivered; `readSample` and `readWhole` look at
 * one without a contract.
 */

export { type AgainInput, receiveAgain, slotFolder } from './again.ts';
export {
  type AnswerInput,
  answerDelivery,
  deliveryToReplace,
  type RefuseInput,
  refuseDelivery,
} from './answer.ts';
export { type Arrival, type ArrivalInput, receiveArrival } from './arrival.ts';
export {
  deliveryIdOf,
  deliveryKeys,
  digestFile,
  incomingKey,
  type NextDelivery,
  nextDelivery,
  type Received,
  type ReceiveInput,
  receiveDelivery,
} from './delivery.ts';
export { DeliveredFile, DeliveryRef } from './delivery-ref.ts';
export { DryRun, type DryRunInput, dryRun, dryRunText } from './dry-run.ts';
export { earlierDeliveries } from './earlier-deliveries.ts';
export { DeliveryChanged, DeliverySuperseded } from './errors.ts';
export type { Earlier } from './examine.ts';
export { safeFileName } from './file-names.ts';
export { Finding, LEVEL_TITLES, LEVELS, Level, LevelRun } from './finding.ts';
export { FINDING_CODES } from './finding-codes.ts';
export { Note, type Noted, type NoteInput, noteMisplaced, noteNotProcessed } from './notes.ts';
export { type Place, placeOf } from './place.ts';
export { ReadPlan } from './read-plan.ts';
export { readSample, type Sample } from './read-sample.ts';
export { readWhole, type WholeTable } from './read-whole.ts';
export { Changes, DeliveryStatus, EarlierDelivery, Receipt } from './receipt.ts';
export { receiptText } from './receipt-text.ts';
export {
  newestReceipt,
  readReceipt,
  receiptKeyOf,
  rejectedPeriods,
  standingReceipts,
} from './receipts.ts';
export { deliverySignals, misplacedSignals } from './signals.ts';
export {
  type AcceptedInput,
  loadOutcome,
  openAccepted,
  type ReadFileInput,
  type ReadInput,
  Reading,
  readDelivery,
  type ValidateInput,
  Validation,
  validateDelivery,
} from './validate-delivery.ts';
