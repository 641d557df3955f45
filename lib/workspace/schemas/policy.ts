import { z } from 'zod';

/**
 * A disclosure policy in which anything may be left out: an agency's takes the missing parts from the
 * collaborative, an agreement's or an indicator's asks for nothing where it says nothing.
 */
export const PolicyDocument = z.strictObject({
  threshold: z
    .int()
    .min(1)
    .max(1000)
    .optional()
    .meta({ description: 'The smallest count that may be shown; 11 hides 1 to 10.' }),
  zeros: z
    .enum(['published', 'protected'])
    .optional()
    .meta({ description: 'Whether a zero is shown, or as sensitive as a small count.' }),
  minimumDenominator: z
    .int()
    .min(1)
    .optional()
    .meta({ description: 'The smallest denominator of a rate or mean that may be shown.' }),
  dominance: z
    .strictObject({ n: z.int().min(1).max(10), k: z.number().gt(0).lt(1) })
    .optional()
    .meta({ description: 'The n largest contributors may not hold more than the share k of a sum.' }),
  minimumInterval: z.int().min(1).optional().meta({
    description:
      'A hidden cell must stay possible over at least this many values; threshold - 1 where missing.',
  }),
  cost: z
    .enum(['cells', 'people'])
    .optional()
    .meta({ description: 'What complementary suppression spends as little of as it can.' }),
});
export type PolicyDocument = z.output<typeof PolicyDocument>;
