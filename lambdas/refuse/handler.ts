import { receiptKeyOf, refuseDelivery } from '../../lib/intake/intake.ts';
import { findContract } from '../contract.ts';
import { keepDecision } from '../decision.ts';
import { Answered, ToRefuse } from '../intake-messages.ts';
import { step } from '../step.ts';

/** Step `Refuse`: the file is removed, the refusal alone stays. */
export const handler = step(ToRefuse, Answered, async (input, { workspace, zones }) => {
  const landing = zones.landing(input.agency);
  const contract = findContract(workspace, input);
  const receipt = await refuseDelivery({
    delivery: input.delivery.delivery,
    contract,
    landing,
    missing: input.agreement.missing,
  });
  await keepDecision(zones.audit, receipt);
  return { receiptKey: receiptKeyOf(receipt), seenBefore: false };
});
