import { openAccepted } from '../../lib/intake/intake.ts';
import { SeparatedPart, separate } from '../../lib/tokens/separate.ts';
import { parsePeriod } from '../../lib/workspace/workspace.ts';
import { findContract } from '../contract.ts';
import { ToTokenize } from '../intake-messages.ts';
import { step } from '../step.ts';

/** Step `Tokenize`: identity and content part, of one part of a delivery. The only step that derives keys. */
export const handler = step(
  ToTokenize,
  SeparatedPart,
  async ({ delivery, validation, part }, { workspace, zones, workbenches, keys }) => {
    const { agency, period, deliveryId } = delivery;
    const contract = findContract(workspace, delivery);
    const landing = zones.landing(agency);
    await using workbench = await workbenches.forAgency(agency);
    const accepted = await openAccepted({ delivery, contract, landing, plan: validation.plan, workbench });
    return await separate({
      contract,
      period,
      periodEnd: parsePeriod(period, workspace.collaborative.calendar).end,
      deliveryId,
      accepted,
      part: { part, of: validation.parts.length },
      workbench,
      keys: await keys(),
      zones,
    });
  },
);
