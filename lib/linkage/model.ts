import { z } from 'zod';

const Share = z.number().gt(0).lt(1);

/** A linkage model as it is kept: `crosswalk/runs/<run>/model.json`. Probabilities are rounded to twelve places. */
export const LinkageModel = z.strictObject({
  format: z.literal(2),
  run: z.string(),
  /** `em`: trained on the run's own pairs. `prior`: too few pairs, so the shares of matches are the table's. */
  trained: z.enum(['em', 'prior']),
  iterations: z.int(),
  fields: z.array(
    z.strictObject({
      name: z.string(),
      /** For a field whose strongest agreement is weighed by how common the token is: entities that carry one. */
      carriers: z.int().nonnegative(),
      /** Share of matching pairs in which the field can be compared. */
      compared: z.number().min(0).max(1),
      levels: z.array(
        z.strictObject({
          level: z.int().nonnegative(),
          name: z.string(),
          match: Share,
          stranger: Share,
          relative: Share,
          twin: Share,
        }),
      ),
    }),
  ),
  /** Share of all comparable pairs that are matches, relatives or twins, within a source and between two. */
  prevalence: z.strictObject({
    within: z.strictObject({ pairs: z.number().nonnegative(), match: Share, relative: Share, twin: Share }),
    between: z.strictObject({ pairs: z.number().nonnegative(), match: Share, relative: Share, twin: Share }),
  }),
  blocking: z.array(
    z.strictObject({
      rule: z.string(),
      pairs: z.int().nonnegative(),
      largestBlock: z.int().nonnegative(),
      blocksLeftOut: z.int().nonnegative(),
      pairsLeftOut: z.int().nonnegative(),
    }),
  ),
  /** Of the matching pairs, how many blocking is expected to find, in millionths. */
  blockingRecall: z.int().min(0).max(1_000_000),
});
export type LinkageModel = z.infer<typeof LinkageModel>;

export function roundShare(share: number): number {
  return Number(Math.min(1 - 1e-12, Math.max(1e-12, share)).toPrecision(12));
}
