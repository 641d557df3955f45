import { z } from 'zod';
import { Text } from './names.ts';
import { PolicyDocument } from './policy.ts';

const Contact = z.strictObject({ name: Text, email: z.email() });

/** `agencies/<agency>.yaml` */
export const AgencyDocument = z.strictObject({
  name: Text,
  owner: Contact.meta({ description: 'Who decides about the data and signs.' }),
  steward: Contact.optional().meta({ description: 'Who delivers and mends; the owner where missing.' }),
  custodian: Contact.optional().meta({
    description: 'Who keeps the source system; the steward where missing.',
  }),
  principal: z
    .string()
    .regex(/^arn:aws[a-z-]*:(?:iam|sts)::\d{12}:.+$/)
    .optional()
    .meta({ description: 'The AWS principal that may deliver.' }),
  policy: PolicyDocument.optional(),
  privacyBudget: z
    .strictObject({ rho: z.number().gt(0).max(100) })
    .optional()
    .meta({
      description:
        "What all releases with noise may spend together of this owner's data; none may without it.",
    }),
});
export type AgencyDocument = z.output<typeof AgencyDocument>;
