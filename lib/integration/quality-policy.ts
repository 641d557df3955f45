import { type RunPlan, strictestPolicy } from '../governance/governance.ts';
import type { Contract, Workspace } from '../workspace/workspace.ts';

/** How counts of the people of one dataset are shown in quality tables. */
export interface QualityPolicy {
  /** Counts below it, other than zero, are hidden. */
  readonly threshold: number;
  /** Zeros are hidden, too. */
  readonly hidesZero: boolean;
  /** What is shown is rounded to a multiple of this. */
  readonly base: number;
}

/** Steps that a reader recognises as rounded. */
const BASES = [5, 10, 20, 25, 50, 100, 200, 250, 500, 1000, 10_000];

/**
 * The strictest rule for a dataset: its owner's (or the collaborative's) and those of the run's agreements that name
 * it. Datasets not of people are shown as they are.
 */
export function qualityPolicy(plan: RunPlan, workspace: Workspace, contract: Contract): QualityPolicy {
  if (!contract.ofPeople) return { threshold: 0, hidesZero: false, base: 1 };
  const inForce = new Set(plan.scopes.flatMap(({ agreements }) => agreements));
  const agreed = workspace.agreements
    .filter(({ id, datasets }) => inForce.has(id) && datasets.includes(contract.id))
    .flatMap(({ id, policy }) => (policy === undefined ? [] : [{ owner: `agreement ${id}`, policy }]));
  const own = workspace.agencies.get(contract.agency)?.policy ?? workspace.collaborative.policy;
  const { policy } = strictestPolicy([{ owner: `agency ${contract.agency}`, policy: own }, ...agreed]);
  const { threshold, zeros, rounding } = policy;
  return { threshold, hidesZero: zeros === 'protected', base: roundingBase(threshold, rounding?.base ?? 1) };
}

/** The strictest rule of several datasets together. */
export function strictestQuality(policies: readonly QualityPolicy[]): QualityPolicy {
  return {
    threshold: Math.max(0, ...policies.map(({ threshold }) => threshold)),
    hidesZero: policies.some(({ hidesZero }) => hidesZero),
    base: Math.max(1, ...policies.map(({ base }) => base)),
  };
}

/**
 * Quality counts are rounded because they stand beside the indicators: an exact number of records of a dataset may be
 * the very total that complementary suppression hid. At twice the threshold, what was rounded off spans more than a
 * suppressed cell can. Where an owner has counts rounded, these are rounded as coarsely at least.
 */
function roundingBase(threshold: number, asked: number): number {
  const least = Math.max(2 * threshold, asked);
  return BASES.find((base) => base >= least) ?? least;
}
