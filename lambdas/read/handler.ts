import { Reading, readDelivery } from '../../lib/intake/intake.ts';
import { dueDate, parsePeriod } from '../../lib/workspace/workspace.ts';
import { findContract } from '../contract.ts';
import { ToRead } from '../intake-messages.ts';
import { step } from '../step.ts';

/** Step `Read`: what the file is, and how the later steps read it. */
export const handler = step(ToRead, Reading, async ({ received }, { workspace, zones }) => {
  const { delivery } = received;
  const contract = findContract(workspace, delivery);
  const due = dueDate(parsePeriod(delivery.period, workspace.collaborative.calendar), contract.dueDays);
  return readDelivery({ delivery, contract, landing: zones.landing(delivery.agency), due });
});
