import { z } from 'zod';
import { PRESET_NAMES } from '../presets.ts';
import { policyConflicts } from './policy-conflicts.ts';

const Noise = z.strictObject({
  mechanism: z.enum(['gaussian', 'laplace']).default('gaussian'),
  rho: z.number().gt(0).max(10).meta({
    description: 'What one release of an indicator spends, in zero-concentrated differential privacy.',
  }),
  cellsPerPerson: z.int().min(1).max(1000).default(1).meta({
    description: 'How many finest cells of an indicator one person may count in; further ones are dropped.',
  }),
  delta: z
    .number()
    .gt(0)
    .lt(1)
    .default(1e-6)
    .meta({ description: 'Of the guarantee as it is stated: (epsilon, delta).' }),
});

/**
 * A disclosure policy in which anything may be left out: an agency's takes the missing parts from the
 * collaborative, an agreement's or an indicator's asks for nothing where it says nothing.
 */
export const PolicyDocument = z
  .strictObject({
    preset: z.enum(PRESET_NAMES).exactOptional().meta({
      description: "An owner's written rule by name (docs/disclosure-rules.md); other parts override it.",
    }),
    threshold: z
      .int()
      .min(1)
      .max(1000)
      .exactOptional()
      .meta({ description: 'The smallest count that may be shown; 11 hides 1 to 10.' }),
    zeros: z
      .enum(['published', 'protected'])
      .exactOptional()
      .meta({ description: 'Whether a zero is shown, or as sensitive as a small count.' }),
    minimumDenominator: z
      .int()
      .min(1)
      .exactOptional()
      .meta({ description: 'The smallest denominator of a rate or mean that may be shown.' }),
    minimumContributors: z.int().min(1).exactOptional().meta({
      description: 'The fewest people who may stand behind a sum or mean; the threshold where missing.',
    }),
    dominance: z
      .strictObject({ n: z.int().min(1).max(10), k: z.number().gt(0).lt(1) })
      .exactOptional()
      .meta({ description: 'The n largest contributors may not hold more than the share k of a sum.' }),
    pPercent: z.number().gt(0).max(100).exactOptional().meta({
      description:
        'The second largest contributor may not be able to estimate the largest to within so many per cent.',
    }),
    groupDisclosure: z.boolean().exactOptional().meta({
      description:
        'Hides that everybody in a group falls into one category, however many they are; protects zeros.',
    }),
    extremeShares: z
      .strictObject({ below: z.number().gt(0).lt(50), above: z.number().gt(50).lt(100) })
      .exactOptional()
      .meta({ description: 'Shares below and above these, in per cent, are shown as <5 or >95 alone.' }),
    reliability: z
      .strictObject({
        relativeStandardError: z.number().gt(0).exactOptional(),
        relativeIntervalWidth: z.number().gt(0).exactOptional(),
      })
      .exactOptional()
      .meta({
        description: 'Numbers less reliable than this are flagged, not hidden; in per cent of the number.',
      }),
    minimumInterval: z.int().min(1).exactOptional().meta({
      description:
        'A hidden cell must stay possible over at least this many values; threshold - 1 where missing.',
    }),
    protection: z
      .strictObject({ below: z.int().min(0), above: z.int().min(0) })
      .exactOptional()
      .meta({ description: 'How far on either side of its value a primary cell must stay possible.' }),
    insiders: z
      .literal([0, 1, 2])
      .exactOptional()
      .meta({ description: 'How many of those counted are reckoned with who know what is theirs.' }),
    revisions: z.enum(['hold', 'suppress', 'publish']).exactOptional().meta({
      description: 'What becomes of a number whose change since an earlier release is itself small.',
    }),
    method: z.enum(['suppress', 'round', 'dp']).exactOptional().meta({
      description: 'Hide cells (the default), round all counts at random, or add noise to them.',
    }),
    rounding: z
      .strictObject({ base: z.literal([3, 5, 10]) })
      .exactOptional()
      .meta({ description: 'Counts are rounded at random to a multiple of the base.' }),
    noise: Noise.exactOptional().meta({ description: 'Differential privacy.' }),
    cost: z
      .enum(['cells', 'people'])
      .exactOptional()
      .meta({ description: 'What complementary suppression spends as little of as it can.' }),
  })
  .superRefine((document, context) => {
    for (const { at, message, remedy } of policyConflicts(document))
      context.addIssue({ code: 'custom', path: [at], message, params: { remedy }, input: document });
  });
export type PolicyDocument = z.output<typeof PolicyDocument>;
