import { z } from 'zod';
import type { Contract } from '../workspace/model.ts';
import { Finding, LevelRun } from './finding.ts';
import { countOf } from './make-finding.ts';
import { type Outcome, RowCounts } from './outcome.ts';

/** What became of a delivery, in one word. */
export const STATUSES = ['accepted', 'accepted_with_errors', 'partially_accepted', 'rejected'] as const;
export const DeliveryStatus = z.enum(STATUSES);
export type DeliveryStatus = z.infer<typeof DeliveryStatus>;

/** Rows against the delivery that is replaced. */
export const Changes = z.strictObject({
  added: z.int().nonnegative(),
  changed: z.int().nonnegative(),
  removed: z.int().nonnegative(),
  unchanged: z.int().nonnegative(),
});
export type Changes = z.infer<typeof Changes>;

/** The answer to a delivery. Names, counts and causes; never a value of an identifying column. */
export const Receipt = z.strictObject({
  delivery_id: z.string(),
  number: z.int().positive(),
  agency: z.string(),
  dataset: z.string(),
  period: z.string(),
  file: z.strictObject({ name: z.string(), bytes: z.int().nonnegative(), sha256: z.string() }),
  received_at: z.string(),
  contract_version: z.string(),
  contract_digest: z.string(),
  /** Null where none was in force. */
  agreement: z.string().nullable(),
  /** The version of the root key under which it was tokenized; null where nothing was. */
  key_version: z.string().nullable().default(null),
  status: DeliveryStatus,
  rows: RowCounts,
  /** Null where nothing was taken in. */
  changes: Changes.nullable(),
  /** The delivery that was in force before and no longer is. */
  replaces: z.string().nullable(),
  levels: z.array(LevelRun),
  findings: z.array(Finding),
  /** What happens next, in plain words. */
  next: z.string(),
});
export type Receipt = z.infer<typeof Receipt>;

/** The status that an outcome amounts to. Notes do not count. */
export function statusOf({
  rejected,
  rows,
  findings,
}: Pick<Outcome, 'rejected' | 'rows' | 'findings'>): DeliveryStatus {
  if (rejected) return 'rejected';
  if (rows.quarantined > 0) return 'partially_accepted';
  return findings.some(({ severity }) => severity === 'warning' || severity === 'error')
    ? 'accepted_with_errors'
    : 'accepted';
}

/** Another delivery of the same slot, as a receipt names it. */
export const EarlierDelivery = z.strictObject({
  delivery_id: z.string(),
  number: z.int().positive(),
  key_version: z.string().nullable().exactOptional(),
});
export type EarlierDelivery = z.infer<typeof EarlierDelivery>;

export interface ReceiptFacts {
  readonly delivery: {
    readonly deliveryId: string;
    readonly number: number;
    readonly period: string;
    readonly file: Receipt['file'];
    readonly receivedAt: string;
  };
  readonly contract: Contract;
  readonly agreement: string | null;
  readonly outcome: Outcome;
  readonly changes?: Changes;
  /** Left out where nothing was tokenized. */
  readonly keyVersion?: string;
  /** The newest delivery of the slot that was not rejected, before this one. */
  readonly standing?: EarlierDelivery;
  /** A later delivery of the slot that was in force first; the slot stays with it. */
  readonly overtakenBy?: EarlierDelivery;
}

/** Puts a receipt together. */
export function composeReceipt(facts: ReceiptFacts): Receipt {
  const { delivery, contract, agreement, outcome, changes, keyVersion, standing, overtakenBy } = facts;
  const status = statusOf(outcome);
  const replaces = status === 'rejected' || overtakenBy !== undefined ? undefined : standing;
  return {
    delivery_id: delivery.deliveryId,
    number: delivery.number,
    agency: contract.agency,
    dataset: contract.dataset,
    period: delivery.period,
    file: delivery.file,
    received_at: delivery.receivedAt,
    contract_version: contract.version,
    contract_digest: contract.digest,
    agreement,
    key_version: keyVersion ?? null,
    status,
    rows:
      status === 'rejected'
        ? { ...outcome.rows, accepted: 0, withheld: 0, quarantined: outcome.rows.read }
        : outcome.rows,
    changes: status === 'rejected' ? null : (changes ?? null),
    replaces: replaces?.delivery_id ?? null,
    levels: outcome.levels,
    findings: outcome.findings,
    next: nextSteps(facts, status),
  };
}

function nextSteps(facts: ReceiptFacts, status: DeliveryStatus): string {
  const { delivery, agreement, outcome, standing, overtakenBy } = facts;
  const { period } = delivery;
  if (status === 'rejected') {
    const kept =
      standing === undefined
        ? `No delivery is in force for ${period}.`
        : `Delivery ${standing.number} (${standing.delivery_id}) stays in force for ${period}.`;
    const correct =
      agreement === null
        ? 'Deliver the file again once an agreement is in force.'
        : 'Correct the causes named here and deliver the whole file again.';
    return `Nothing of this file was taken in. ${kept} ${correct}`;
  }
  if (overtakenBy !== undefined) {
    return `Delivery ${overtakenBy.number} (${overtakenBy.delivery_id}), which came after this one, is in force for ${period}; nothing of this one is used. Nothing is left to do.`;
  }
  const replaced = standing === undefined ? '' : ` and replaces delivery ${standing.number} whole`;
  const inForce = `This delivery is in force for ${period}${replaced}; the next integration run uses it.`;
  if (status === 'partially_accepted') {
    return `${inForce} ${countOf(outcome.rows.quarantined, 'row')} in quarantine: correct them at the source and deliver the whole file again. A later delivery for ${period} replaces this one whole.`;
  }
  if (status === 'accepted_with_errors') {
    return `${inForce} Every row was kept. Correct what the warnings name before the next delivery.`;
  }
  return `${inForce} Nothing is left to do.`;
}
