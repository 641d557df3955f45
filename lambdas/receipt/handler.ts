import { answerDelivery, deliverySignals, receiptKeyOf } from '../../lib/intake/intake.ts';
import { findContract } from '../contract.ts';
import { keepDecision } from '../decision.ts';
import { takeIn } from '../delivery-in-force.ts';
import { Answered, ToAnswer } from '../intake-messages.ts';
import { step } from '../step.ts';

/**
 * Step `Receipt`: puts an accepted delivery in force, then answers. In this order: a receipt without its delivery in
 * force would make the same file, sent again after a crash, look as if it had been taken in.
 */
export const handler = step(ToAnswer, Answered, async (input, { workspace, zones, signals }) => {
  const { delivery } = input.received;
  const contract = findContract(workspace, delivery);
  const taken = await takeIn(input, contract, workspace, zones.tokens);
  const receipt = await answerDelivery({
    delivery,
    contract,
    landing: zones.landing(delivery.agency),
    agreement: input.agreement.agreement,
    ...(taken === undefined ? {} : { taken }),
  });
  await keepDecision(zones.audit, receipt);
  signals.emit(deliverySignals(receipt));
  return { receiptKey: receiptKeyOf(receipt), seenBefore: false };
});
