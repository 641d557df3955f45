import { z } from 'zod';
import type { DisclosurePolicy } from '../../workspace/workspace.ts';
import { TablePolicyIncomplete } from '../errors.ts';
import { DISCLOSURE_PRESETS } from '../rules/presets.ts';

const presetNames = Object.keys(DISCLOSURE_PRESETS) as (keyof typeof DISCLOSURE_PRESETS)[];

/** What `tributary protect --policy POLICY.yaml` reads. */
export const TablePolicyDocument = z.strictObject({
  /** Each row is one unit; otherwise each row is a finest cell with its count. */
  records: z.boolean().default(false),
  /** The column of the count, where `records` is false. */
  count: z.string().optional(),
  /** Columns whose codes are published. */
  dimensions: z.record(
    z.string(),
    z.strictObject({
      /** CSV files of `code,parent`, relative to the policy; the top's parent is `Total`. */
      hierarchies: z.array(z.string()).default([]),
      /** Columns of the table that name the group of each code. */
      groups: z.array(z.string()).default([]),
    }),
  ),
  /** Sets of dimensions that are published together, with all margins and roll-ups; all of them where missing. */
  tables: z.array(z.array(z.string())).min(1).optional(),
  /** What a margin reads in the table, where it holds margins; they are checked and made anew. */
  total: z.string().optional(),
  /** Columns that are no dimension. */
  ignore: z.array(z.string()).default([]),
  /** A rule by name (see docs/disclosure.md); `policy` overrides its parts. */
  preset: z.enum(presetNames).optional(),
  policy: z
    .strictObject({
      threshold: z.int().min(1).optional(),
      zeros: z.enum(['publish', 'protect']).optional(),
      /** How wide the interval around a hidden cell must be; threshold - 1 where missing. */
      width: z.int().min(1).optional(),
      cost: z.enum(['cells', 'people']).optional(),
      method: z.literal('suppress').optional(),
    })
    .default({}),
});
export type TablePolicy = z.output<typeof TablePolicyDocument>;

/** The policy in force: the preset's, overridden. @throws TablePolicyIncomplete where nothing sets the threshold */
export function policyInForce(document: TablePolicy): DisclosurePolicy {
  const preset: DisclosurePolicy | undefined =
    document.preset === undefined ? undefined : DISCLOSURE_PRESETS[document.preset].policy;
  const threshold = document.policy.threshold ?? preset?.threshold;
  if (threshold === undefined) throw new TablePolicyIncomplete();
  const zeros = document.policy.zeros === undefined ? preset?.zeros : `${document.policy.zeros}ed`;
  return {
    threshold,
    zeros: zeros === 'protected' ? 'protected' : 'published',
    minimumDenominator: threshold,
    cost: document.policy.cost ?? preset?.cost ?? 'cells',
    ...(document.policy.width === undefined ? {} : { minimumInterval: document.policy.width }),
  };
}
