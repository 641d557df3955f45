import { receiveAgain, receiveArrival } from '../../lib/intake/intake.ts';
import { askAgreement } from '../agreement.ts';
import { Receiving, ToReceive } from '../intake-messages.ts';
import { step } from '../step.ts';

/** Step `Receive`: names the delivery, or finds the answer that the same file has already. */
export const handler = step(
  ToReceive,
  Receiving,
  async ({ arrived: { again, ...arrived }, execution }, world) => {
    const receive = again === true ? receiveAgain : receiveArrival;
    return receive({
      ...arrived,
      execution,
      landing: world.zones.landing(arrived.agency),
      workspace: world.workspace,
      agreementOf: (contract) => {
        const asked = askAgreement(world, contract);
        return asked.inForce ? asked.agreement : null;
      },
      keyVersion: async () => (await world.keys()).version,
      clock: world.clock,
    });
  },
);
