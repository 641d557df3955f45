import { putInForce } from '../../lib/governance/governance.ts';
import { answerDelivery, receiptKeyOf } from '../../lib/intake/intake.ts';
import { findContract } from '../contract.ts';
import { keepDecision } from '../decision.ts';
import { deliveryInForce } from '../delivery-in-force.ts';
import { Answered, ToAnswer } from '../intake-messages.ts';
import { step } from '../step.ts';

/**
 * Step `Receipt`: puts an accepted delivery in force, then answers. In this order: a receipt without its delivery in
 * force would make the same file, sent again after a crash, look as if it had been taken in.
 */
export const handler = step(ToAnswer, Answered, async (input, { workspace, zones }) => {
  const contract = findContract(workspace, input);
  const inForce = deliveryInForce(input, contract, workspace);
  if (inForce !== undefined) await putInForce(zones.tokens, inForce);
  const receipt = await answerDelivery({
    delivery: input.delivery.delivery,
    contract,
    landing: zones.landing(input.agency),
    agreement: input.agreement.agreement,
    ...(input.tokenized === undefined ? {} : { changes: input.tokenized.changes }),
  });
  await keepDecision(zones.audit, receipt);
  return { receiptKey: receiptKeyOf(receipt), seenBefore: false };
});
