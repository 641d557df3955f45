import { z } from 'zod';
import { DatasetId, IsoDate, Name, Text } from './names.ts';
import { PolicyDocument } from './policy.ts';

/** `agreements/<id>.yaml` */
export const AgreementDocument = z.strictObject({
  title: Text,
  parties: z.array(Name).min(1).meta({ description: 'Agencies that have to sign.' }),
  datasets: z
    .array(DatasetId)
    .min(1)
    .meta({ description: 'Datasets that may be taken in, and compared and joined with each other.' }),
  purpose: z.enum(['indicators', 'analytics', 'operations']),
  indicators: z
    .union([z.literal('*').transform((): string[] => ['*']), z.array(z.union([Name, z.literal('*')]))])
    .default([])
    .meta({
      description: "Indicators that may be published; '*' for all that need no more than its datasets.",
    }),
  authority: Text.meta({ description: 'The legal authority under which the data are shared.' }),
  effective: IsoDate.meta({ description: 'The first day in force.' }),
  expires: IsoDate.meta({ description: 'The last day in force.' }),
  retentionDays: z.int().min(1).default(365),
  policy: PolicyDocument.optional(),
  signatories: z
    .array(z.strictObject({ name: Text, agency: Name, date: IsoDate }))
    .default([])
    .meta({ description: 'One for each party, else the agreement is not in force.' }),
});
export type AgreementDocument = z.output<typeof AgreementDocument>;
