import { intakeAgreement, NoAgreementInForce } from '../lib/governance/governance.ts';
import { type Contract, dayOf } from '../lib/workspace/workspace.ts';
import type { World } from './step.ts';

/** Whether an agreement lets a dataset in today: its id, or what is missing. */
export function askAgreement({ workspace, clock }: World, contract: Contract) {
  try {
    const { id } = intakeAgreement(workspace, contract.id, dayOf(clock.now()));
    return { inForce: true as const, agreement: id };
  } catch (error) {
    if (!(error instanceof NoAgreementInForce)) throw error;
    return { inForce: false as const, missing: error.message };
  }
}
