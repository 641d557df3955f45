import { Reading, readDelivery } from '../../lib/intake/intake.ts';
import { dueDate, parsePeriod } from '../../lib/workspace/workspace.ts';
import { findContract } from '../contract.ts';
import { ToRead } from '../intake-messages.ts';
import { step } from '../step.ts';

/** Step `Read`: what the file is, and how the later steps read it. */
export const handler = step(ToRead, Reading, async (input, { workspace, zones }) => {
  const contract = findContract(workspace, input);
  const due = dueDate(parsePeriod(input.period, workspace.collaborative.calendar), contract.dueDays);
  return readDelivery({
    delivery: input.delivery.delivery,
    contract,
    landing: zones.landing(input.agency),
    due,
  });
});
