import type { z } from 'zod';
import {
  deliverySignals,
  misplacedSignals,
  noteMisplaced,
  noteNotProcessed,
  receiptKeyOf,
  refuseDelivery,
} from '../../lib/intake/intake.ts';
import { findContract } from '../contract.ts';
import { keepDecision, keepFailure, keepMisplaced } from '../decision.ts';
import { Answered, ToRefuse } from '../intake-messages.ts';
import { step, type World } from '../step.ts';

type Asked = z.output<typeof ToRefuse>;
type Reason = Asked['because'];
type AskedFor<R extends Reason> = Extract<Asked, { readonly because: R }>;

/** Answers by reason; each gives the key of what the agency is told. */
const ANSWERS: { readonly [R in Reason]: (asked: AskedFor<R>, world: World) => Promise<string> } = {
  async no_agreement({ refused }, { workspace, zones, signals }) {
    const { delivery } = refused.received;
    const contract = findContract(workspace, delivery);
    const landing = zones.landing(delivery.agency);
    const receipt = await refuseDelivery({ delivery, contract, landing, missing: refused.agreement.missing });
    await keepDecision(zones.audit, receipt);
    signals.emit(deliverySignals(receipt));
    return receiptKeyOf(receipt);
  },
  async misplaced({ refused: { received: _received, ...arrived } }, { workspace, zones, clock, signals }) {
    const landing = zones.landing(arrived.agency);
    const noted = await noteMisplaced({ ...arrived, landing, workspace, clock });
    await keepMisplaced(zones.audit, noted);
    signals.emit(misplacedSignals(arrived.agency, noted.dataset));
    return noted.noteKey;
  },
  async not_processed({ refused, execution }, { workspace, zones, clock }) {
    const { agency, key, version, failure } = refused;
    const landing = zones.landing(agency);
    const file = { agency, key, ...(version === undefined ? {} : { version }) };
    const noted = await noteNotProcessed({ ...file, execution, landing, workspace, clock });
    await keepFailure(zones.audit, noted, { execution, error: failure.Error });
    return noted.noteKey;
  },
};

/** Step `Refuse`: tells the agency that its file is not taken in, and why. What may not be kept is removed. */
export const handler = step(ToRefuse, Answered, async (asked, world) => ({
  receiptKey: await answerFor(asked.because)(asked, world),
  seenBefore: false,
}));

/** The schema has matched the reason with what was asked. */
function answerFor(reason: Reason) {
  return ANSWERS[reason] as (asked: Asked, world: World) => Promise<string>;
}
