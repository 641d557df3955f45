import { z } from 'zod';
import type { DisclosurePolicy } from '../../workspace/workspace.ts';
import { DISCLOSURE_PRESETS } from '../rules/presets.ts';
import { TableDoesNotFit, TablePolicyIncomplete } from './table-errors.ts';

const presetNames = Object.keys(DISCLOSURE_PRESETS) as (keyof typeof DISCLOSURE_PRESETS)[];

const Dimension = z.strictObject({
  /** CSV files of `code,parent`, relative to the policy; the top's parent is `Total`. */
  hierarchies: z.array(z.string()).default([]),
  /** Columns of the table that name the group of each code. */
  groups: z.array(z.string()).default([]),
  /** Hierarchies that an earlier table published and this one does not: what readers know of them still counts. */
  former: z.array(z.string()).default([]),
  /** `rollups`: the codes themselves are not published, only what stands above them. */
  publish: z.enum(['codes', 'rollups']).default('codes'),
});

/** Where the key lies that chance is drawn from; made where it is missing. */
const key = z.string().default('disclosure.key');

const Rounding = z.strictObject({
  base: z.int().min(2).max(1000).default(3),
  key,
});

const Noise = z.strictObject({
  mechanism: z.enum(['gaussian', 'laplace']).default('gaussian'),
  /** What this table spends, in zero-concentrated differential privacy. */
  rho: z.number().gt(0).max(100),
  delta: z.number().gt(0).lt(1).default(1e-6),
  /** With `unit`: how many inner cells one unit may count in. */
  cellsPerUnit: z.int().min(1).default(1),
  /** What all tables under this key may spend together; kept in a ledger beside the key. */
  budget: z.number().gt(0).optional(),
  key,
});

/** What `tributary protect --policy POLICY.yaml` reads. */
export const TablePolicyDocument = z.strictObject({
  /** Each row is one unit; otherwise each row is a finest cell with its count. */
  records: z.boolean().default(false),
  /** The column of the count, where `records` is false. */
  count: z.string().optional(),
  /** The column of units, where `records` is true: a unit counts once in a cell, however many rows it has there. */
  unit: z.string().optional(),
  /** Columns whose codes are published. */
  dimensions: z.record(
    z.string(),
    z.preprocess((given) => given ?? {}, Dimension),
  ),
  /** Sets of dimensions that are published together, with all margins and roll-ups; all of them where missing. */
  tables: z.array(z.array(z.string())).min(1).optional(),
  /** What a margin reads in the table, where it holds margins; they are checked and made anew. */
  total: z.string().optional(),
  /** Columns that are no dimension. */
  ignore: z.array(z.string()).default([]),
  /** A rule by name (see docs/disclosure-rules.md); `policy` overrides its parts. */
  preset: z.enum(presetNames).optional(),
  policy: z
    .strictObject({
      threshold: z.int().min(1).optional(),
      zeros: z.enum(['publish', 'protect']).optional(),
      /** How wide the interval around a primary cell must be; threshold - 1 where missing. */
      width: z.int().min(1).optional(),
      /** How far the interval must reach on either side of a primary cell's value. */
      protection: z.strictObject({ below: z.int().min(0), above: z.int().min(0) }).optional(),
      /** How many of those who are counted join the attack, each knowing where they are. */
      insiders: z.union([z.literal(0), z.literal(1), z.literal(2)]).optional(),
      /** Where everybody of a group falls into one code, that is hidden, however many they are. */
      groupDisclosure: z.boolean().optional(),
      cost: z.enum(['cells', 'people']).optional(),
      /** Cells that are hidden only where nothing else does: dimension to code, or `*` for each. */
      keep: z.array(z.record(z.string(), z.string())).default([]),
      /** With `--previous`: what becomes of a number that changed by less than the threshold. */
      revisions: z.enum(['suppress', 'hold', 'publish']).optional(),
      method: z.enum(['suppress', 'round', 'dp']).default('suppress'),
      /** With `method: round`, or beside `suppress`: what is shown is rounded. */
      round: Rounding.optional(),
      /** With `method: dp`. */
      dp: Noise.optional(),
    })
    .prefault({}),
});
export type TablePolicy = z.output<typeof TablePolicyDocument>;

/**
 * The policy in force: the preset's, overridden.
 * @throws TablePolicyIncomplete where nothing sets the threshold and cells are to be hidden; TableDoesNotFit where
 * the method and its settings do not belong together
 */
export function policyInForce(document: TablePolicy): DisclosurePolicy {
  const given = document.policy;
  const preset: DisclosurePolicy | undefined =
    document.preset === undefined ? undefined : DISCLOSURE_PRESETS[document.preset].policy;
  const { suppress, ...altered } = methodOf(document);
  const threshold = given.threshold ?? preset?.threshold ?? (suppress ? undefined : 1);
  if (threshold === undefined) throw new TablePolicyIncomplete();
  const zeros = given.zeros === undefined ? preset?.zeros : `${given.zeros}ed`;
  const width = given.width ?? preset?.minimumInterval;
  const protection = given.protection ?? preset?.protection;
  const insiders = given.insiders ?? preset?.insiders;
  const groupDisclosure = given.groupDisclosure ?? preset?.groupDisclosure;
  return {
    threshold,
    zeros: zeros === 'protected' ? 'protected' : 'published',
    minimumDenominator: threshold,
    cost: given.cost ?? preset?.cost ?? 'cells',
    ...(width === undefined ? {} : { minimumInterval: width }),
    ...(protection === undefined ? {} : { protection }),
    ...(insiders === undefined ? {} : { insiders }),
    ...(groupDisclosure === undefined ? {} : { groupDisclosure }),
    ...(given.revisions === undefined ? {} : { revisions: given.revisions }),
    ...(suppress ? {} : { suppress }),
    ...altered,
  };
}

type Method = { readonly suppress: boolean } & Pick<DisclosurePolicy, 'rounding' | 'noise'>;

/** Whether cells are hidden, and how numbers are altered. */
function methodOf({ policy, preset }: TablePolicy): Method {
  const refuse = (problem: string): never => {
    throw new TableDoesNotFit({ what: { kind: 'settings', problem } });
  };
  const ofPreset: DisclosurePolicy | undefined =
    preset === undefined ? undefined : DISCLOSURE_PRESETS[preset].policy;
  switch (policy.method) {
    case 'suppress': {
      if (policy.dp !== undefined) return refuse("'dp' needs 'method: dp'.");
      const base = policy.round?.base ?? ofPreset?.rounding?.base;
      const presetRoundsOnly = ofPreset?.suppress === false && policy.threshold === undefined;
      return { suppress: !presetRoundsOnly, ...(base === undefined ? {} : { rounding: { base } }) };
    }
    case 'round': {
      if (policy.dp !== undefined) return refuse("'dp' needs 'method: dp'.");
      return { suppress: false, rounding: { base: policy.round?.base ?? ofPreset?.rounding?.base ?? 3 } };
    }
    case 'dp': {
      if (policy.round !== undefined) return refuse("'round' needs 'method: round' or 'method: suppress'.");
      if (policy.dp === undefined)
        return refuse(
          "'method: dp' needs its settings, at least 'dp: { rho: … }': what the table may spend.",
        );
      const { mechanism, rho, delta, cellsPerUnit } = policy.dp;
      return { suppress: false, noise: { mechanism, rho, delta, cellsPerPerson: cellsPerUnit } };
    }
  }
}

/** The file of the key that this policy draws chance from, relative to the policy; null where it needs none. */
export function keyFileOf(document: TablePolicy): string | null {
  const { rounding, noise } = policyInForce(document);
  if (noise !== undefined) return document.policy.dp?.key ?? null;
  if (rounding !== undefined) return document.policy.round?.key ?? 'disclosure.key';
  return null;
}
