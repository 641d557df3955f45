import { deliveryToReplace } from '../../lib/intake/intake.ts';
import { combineParts } from '../../lib/tokens/separate.ts';
import { findContract } from '../contract.ts';
import { ToCombine, Whole } from '../intake-messages.ts';
import { step } from '../step.ts';

/** Step `Combine`: the parts become a whole again, and the delivery is compared with the one that it replaces. */
export const handler = step(
  ToCombine,
  Whole,
  async ({ received, validation, tokenized }, { workspace, zones, workbenches }) => {
    const { delivery } = received;
    const { agency, deliveryId } = delivery;
    const landing = zones.landing(agency);
    const replaces = await deliveryToReplace(landing, delivery);
    await using workbench = await workbenches.forAgency(agency);
    const combined = await combineParts({
      contract: findContract(workspace, delivery),
      deliveryId,
      parts: tokenized,
      accepted: validation.rows.accepted,
      landing,
      workbench,
      ...(replaces === undefined ? {} : { replaces: replaces.delivery_id }),
      ...(replaces?.key_version == null ? {} : { replacesKeyVersion: replaces.key_version }),
    });
    return { ...combined, ...(replaces === undefined ? {} : { replaces }) };
  },
);
