import { receiveArrival } from '../../lib/intake/intake.ts';
import { askAgreement } from '../agreement.ts';
import { Receiving, ToReceive } from '../intake-messages.ts';
import { step } from '../step.ts';

/** Step `Receive`: names the delivery, or finds the answer that the same file has already. */
export const handler = step(ToReceive, Receiving, async ({ arrived, execution }, world) =>
  receiveArrival({
    ...arrived,
    execution,
    landing: world.zones.landing(arrived.agency),
    workspace: world.workspace,
    agreementOf: (contract) => {
      const asked = askAgreement(world, contract);
      return asked.inForce ? asked.agreement : null;
    },
    clock: world.clock,
  }),
);
