import type { Indicator } from '../../workspace/workspace.ts';
import type { Alteration } from '../model/alteration.ts';
import type { DescribedTable } from '../model/described-table.ts';
import { CodesTellOfPeople } from '../noise/errors.ts';
import { noisyAlteration } from '../noise/noisy-alteration.ts';
import { roundedAlteration } from '../round/rounded-alteration.ts';
import type { Member } from './family-knowledge.ts';
import type { FamilyToProtect, NoiseSpent } from './family-to-protect.ts';
import { rowNames } from './shared-rows.ts';

/** What is shown of a member in place of the measured numbers. */
export interface MemberAlteration {
  readonly alteration: Alteration;
  /** Null where nothing is noisy. */
  readonly noise: NoiseSpent | null;
}

/**
 * What is shown in place of the measured numbers, by member; null where they are shown as they are. Where a policy
 * asks for noise and for rounding, the noisy numbers are rounded: what is done to them afterwards gives nothing away.
 * @throws AmountsCannotBeRounded, AmountsCannotBeNoisy, CodesTellOfPeople, ContributionsUnknown
 */
export function alterationsOf(
  { policy, period, keyedBytes }: Pick<FamilyToProtect, 'policy' | 'period' | 'keyedBytes'>,
  members: readonly Member[],
): readonly (MemberAlteration | null)[] {
  const { rounding, noise } = policy;
  const names = rounding === undefined ? [] : rowNames(members);
  return members.map(({ indicator, table }, member) => {
    if (noise !== undefined) {
      refuseCodesOfData(indicator, table);
      // Where cells add up a person is in one of them; a larger bound would only cost noise.
      const cellsPerPerson = table.overlapping !== true ? 1 : noise.cellsPerPerson;
      const label = `${indicator.id} ${period}`;
      const noisy = noisyAlteration(table, { ...noise, cellsPerPerson }, keyedBytes, label);
      const { digest, guarantee, plainMargin } = noisy;
      return {
        alteration: rounding === undefined ? noisy : toNearest(noisy, rounding.base),
        noise: { digest, guarantee, plainMargin },
      };
    }
    if (rounding === undefined) return null;
    // A cell that members share is rounded alike in all of them: two draws would tell more than one.
    const rows = table.system.rows.map((row, at) => ({ ...row, key: names[member]?.[at] ?? row.key }));
    const alteration = roundedAlteration({ ...table.system, rows }, rounding.base, keyedBytes, period);
    return { alteration, noise: null };
  });
}

/** Noise hides who is counted, not which codes are listed: those must be known without the data. */
function refuseCodesOfData(indicator: Indicator, { axes }: DescribedTable): void {
  for (const { name, codes } of axes) {
    const declared = indicator.dimensions.find((dimension) => dimension.name === name)?.codes ?? [];
    if (codes.some((code) => !declared.some((known) => known.code === code)))
      throw new CodesTellOfPeople({ indicator: indicator.id, dimension: name });
  }
}

/** The nearest multiples of a base, halves upwards. */
function toNearest({ valueOf: given, marginOf }: Alteration, base: number): Alteration {
  return {
    valueOf: (row, quantity) => Math.floor(given(row, quantity) / base + 0.5) * base,
    marginOf: (row, quantity) => marginOf(row, quantity) + Math.floor(base / 2),
  };
}
