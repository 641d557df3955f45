import { Reading, readDelivery } from '../../lib/intake/intake.ts';
import { findContract } from '../contract.ts';
import { ToRead } from '../intake-messages.ts';
import { step } from '../step.ts';

/** Step `Read`: what the file is, and how the later steps read it. */
export const handler = step(ToRead, Reading, async (input, { workspace, zones }) =>
  readDelivery({
    delivery: input.delivery.delivery,
    contract: findContract(workspace, input),
    landing: zones.landing(input.agency),
  }),
);
