import { z } from 'zod';
import { DeploymentDocument } from './deployment.ts';
import { CodeList, Name, PeriodText, Text } from './names.ts';
import { PolicyDocument } from './policy.ts';

const Calendar = z.strictObject({
  cycle: z
    .enum(['month', 'quarter', 'year'])
    .default('quarter')
    .meta({ description: 'How often a release is made.' }),
  first: PeriodText.meta({
    description: 'The first period; a fiscal one (FY2026-Q1) makes the cycle fiscal.',
  }),
  last: PeriodText.optional(),
  dueDays: z
    .int()
    .min(0)
    .max(366)
    .default(45)
    .meta({ description: "Days after a period's end at which deliveries are due." }),
  fiscalYearStarts: z
    .int()
    .min(1)
    .max(12)
    .optional()
    .meta({ description: 'The month in which a fiscal year begins.' }),
});

const Linkage = z.strictObject({
  threshold: z
    .number()
    .gt(0)
    .lt(1)
    .default(0.9)
    .meta({ description: 'Links at or above this probability hold.' }),
  maxBlockPairs: z
    .int()
    .min(1000)
    .default(1_000_000)
    .meta({ description: 'No more candidate pairs than this from one blocking value.' }),
  model: z
    .enum(['train', 'keep'])
    .default('train')
    .meta({ description: 'Train anew each run, or keep the newest model.' }),
});

const Vocabulary = z.strictObject({ title: Text.optional(), codes: CodeList });

/** `collaborative.yaml` */
export const CollaborativeDocument = z.strictObject({
  name: Name,
  title: Text,
  calendar: Calendar,
  linkage: Linkage.prefault({}),
  policy: PolicyDocument.prefault({}),
  vocabularies: z.record(Name, Vocabulary).default({}),
  deployment: DeploymentDocument.prefault({}),
});
export type CollaborativeDocument = z.output<typeof CollaborativeDocument>;
