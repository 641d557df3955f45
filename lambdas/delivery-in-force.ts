import type { z } from 'zod';
import { type DeliveryInForce, putInForce } from '../lib/governance/governance.ts';
import type { AnswerInput } from '../lib/intake/intake.ts';
import type { ObjectStore } from '../lib/ports/object-store.ts';
import { type Contract, dayOf, dueDate, parsePeriod, type Workspace } from '../lib/workspace/workspace.ts';
import type { ToAnswer } from './intake-messages.ts';

/**
 * Puts a delivery in force that was taken apart whole.
 * @returns what its receipt says of that; undefined for a delivery that was not taken in
 */
export async function takeIn(
  input: z.output<typeof ToAnswer>,
  contract: Contract,
  workspace: Workspace,
  tokens: ObjectStore,
): Promise<AnswerInput['taken']> {
  const delivery = deliveryInForce(input, contract, workspace);
  if (delivery === undefined || input.whole === undefined) return undefined;
  const { changes, keyVersion, replaces } = input.whole;
  const standing = await putInForce(tokens, delivery);
  return {
    changes,
    keyVersion,
    ...(replaces === undefined ? {} : { replaces }),
    ...(standing.number > delivery.number
      ? { overtakenBy: { delivery_id: standing.deliveryId, number: standing.number } }
      : {}),
  };
}

/** What the ledger says of a delivery that was taken in. */
function deliveryInForce(
  input: z.output<typeof ToAnswer>,
  contract: Contract,
  workspace: Workspace,
): DeliveryInForce | undefined {
  const { whole, validation } = input;
  if (whole === undefined || validation === undefined) return undefined;
  const { agency, dataset, period, deliveryId, number, receivedAt } = input.received.delivery;
  const due = dueDate(parsePeriod(period, workspace.collaborative.calendar), contract.dueDays);
  return {
    deliveryId,
    agency,
    dataset,
    period,
    number,
    ofPeople: contract.ofPeople,
    receivedAt,
    late: dayOf(new Date(receivedAt)) > due,
    status:
      validation.rows.quarantined > 0
        ? 'partially_accepted'
        : validation.warnings > 0
          ? 'accepted_with_errors'
          : 'accepted',
    contractVersion: contract.version,
    contractDigest: contract.digest,
    keyVersion: whole.keyVersion,
    agreement: input.agreement.agreement,
    rows: validation.rows,
    missing: whole.missing,
    warnings: validation.warnings,
  };
}
