import type { z } from 'zod';
import type { DeliveryInForce } from '../lib/governance/governance.ts';
import { type Contract, dayOf, dueDate, parsePeriod, type Workspace } from '../lib/workspace/workspace.ts';
import type { ToAnswer } from './intake-messages.ts';

/** What the ledger says of a delivery that was taken in; undefined for one that was not. */
export function deliveryInForce(
  input: z.output<typeof ToAnswer>,
  contract: Contract,
  workspace: Workspace,
): DeliveryInForce | undefined {
  const { agency, dataset, period, tokenized, validation } = input;
  if (tokenized === undefined || validation === undefined) return undefined;
  const { deliveryId, number, receivedAt } = input.delivery.delivery;
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
    keyVersion: tokenized.keyVersion,
    agreement: input.agreement.agreement,
    rows: validation.rows,
    missing: tokenized.missing,
    warnings: validation.warnings,
  };
}
