import { earlierDeliveries, validateDelivery } from '../../lib/intake/intake.ts';
import { settleParts } from '../../lib/tokens/separate.ts';
import { findContract } from '../contract.ts';
import { ReadableDelivery, Validated } from '../intake-messages.ts';
import { step } from '../step.ts';

/** Step `Validate`: every level of check; findings and quarantine stay with the agency. */
export const handler = step(
  ReadableDelivery,
  Validated,
  async ({ received, reading }, { workspace, zones, workbenches, progress }) => {
    const { delivery } = received;
    const { agency, period, deliveryId } = delivery;
    const landing = zones.landing(agency);
    const contract = findContract(workspace, delivery);
    const earlier = await earlierDeliveries(
      landing,
      contract,
      period,
      workspace.collaborative.calendar,
      workspace.contracts,
    );
    await using workbench = await workbenches.forAgency(agency);
    const validation = await validateDelivery({
      delivery,
      contract,
      landing,
      plan: reading.plan,
      workbench,
      earlier,
      progress,
    });
    const parts = await settleParts(landing, contract, deliveryId, validation.rows.accepted);
    return { ...validation, parts: Array.from({ length: parts }, (_, part) => part) };
  },
);
