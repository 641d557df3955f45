import { deliveryToReplace, openAccepted } from '../../lib/intake/intake.ts';
import { separate } from '../../lib/tokens/separate.ts';
import { parsePeriod } from '../../lib/workspace/workspace.ts';
import { findContract } from '../contract.ts';
import { Tokenized, ToTokenize } from '../intake-messages.ts';
import { step } from '../step.ts';

/** Step `Tokenize`: identity and content part. The only step that derives keys. */
export const handler = step(ToTokenize, Tokenized, async (input, { workspace, zones, workbenches, keys }) => {
  const { agency, period, validation } = input;
  const { delivery } = input.delivery;
  const landing = zones.landing(agency);
  const contract = findContract(workspace, input);
  await using workbench = await workbenches.forAgency(agency);
  const accepted = await openAccepted({ delivery, contract, landing, plan: validation.plan, workbench });
  const replaces = await deliveryToReplace(landing, delivery);
  return await separate({
    contract,
    period,
    periodEnd: parsePeriod(period, workspace.collaborative.calendar).end,
    deliveryId: delivery.deliveryId,
    accepted,
    workbench,
    keys: await keys(),
    zones,
    ...(replaces === undefined ? {} : { replaces }),
  });
});
