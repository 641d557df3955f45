import { askAgreement } from '../agreement.ts';
import { findContract } from '../contract.ts';
import { AgreementCheck, ToCheck } from '../intake-messages.ts';
import { step } from '../step.ts';

/** Step `CheckAgreement`: nothing is read without an agreement in force. */
export const handler = step(ToCheck, AgreementCheck, async ({ received }, world) =>
  askAgreement(world, findContract(world.workspace, received.delivery)),
);
