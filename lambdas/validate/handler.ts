import { earlierDeliveries, Validation, validateDelivery } from '../../lib/intake/intake.ts';
import { findContract } from '../contract.ts';
import { ReadableDelivery } from '../intake-messages.ts';
import { step } from '../step.ts';

/** Step `Validate`: every level of check; findings and quarantine stay with the agency. */
export const handler = step(
  ReadableDelivery,
  Validation,
  async (input, { workspace, zones, workbenches, progress }) => {
    const { agency, period, delivery, reading } = input;
    const landing = zones.landing(agency);
    const contract = findContract(workspace, input);
    const earlier = await earlierDeliveries(
      landing,
      contract,
      period,
      workspace.collaborative.calendar,
      workspace.contracts,
    );
    await using workbench = await workbenches.forAgency(agency);
    return await validateDelivery({
      delivery: delivery.delivery,
      contract,
      landing,
      plan: reading.plan,
      workbench,
      earlier,
      progress,
    });
  },
);
