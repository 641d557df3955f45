import { receiveDelivery } from '../../lib/intake/intake.ts';
import { askAgreement } from '../agreement.ts';
import { findContract } from '../contract.ts';
import { Arrived, Receiving } from '../intake-messages.ts';
import { step } from '../step.ts';

/** Step `Receive`: names the delivery, or finds the answer that the same file has already. */
export const handler = step(Arrived, Receiving, async ({ agency, dataset, period, key }, world) => {
  const contract = findContract(world.workspace, { agency, dataset });
  const asked = askAgreement(world, contract);
  const received = await receiveDelivery({
    landing: world.zones.landing(agency),
    contract,
    period,
    key,
    agreement: asked.inForce ? asked.agreement : null,
    clock: world.clock,
  });
  return received.seenBefore
    ? { seenBefore: true as const, receiptKey: received.receiptKey }
    : { seenBefore: false as const, delivery: received.delivery };
});
