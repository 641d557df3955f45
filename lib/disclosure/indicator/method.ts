import type { DisclosurePolicy } from '../../workspace/workspace.ts';
import type { FamilyVerdict } from './family-to-protect.ts';

/** Whether cells are hidden by rule and what is shown of them attacked; noise protects by itself. */
export function hidesCells({ suppress = true, noise }: DisclosurePolicy): boolean {
  return suppress && noise === undefined;
}

/** How a policy changes the numbers that are shown. */
export function alteredBy({ rounding, noise }: DisclosurePolicy): FamilyVerdict['altered'] {
  if (noise !== undefined) return 'noisy';
  return rounding === undefined ? null : 'rounded';
}
