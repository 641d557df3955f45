import type { Contract } from '../workspace/model.ts';
import type { Finding } from './finding.ts';
import { countOf, makeFinding } from './make-finding.ts';

/** The delivery in force for the period before. */
export interface PreviousVolume {
  readonly period: string;
  readonly rows: number;
}

/** Warns where the number of rows moved beyond the contract's bound against the period before. */
export function checkVolume(contract: Contract, rows: number, previous: PreviousVolume): readonly Finding[] {
  const moved = Math.abs(rows - previous.rows);
  const within = previous.rows === 0 ? moved === 0 : moved / previous.rows <= contract.maxVolumeChange;
  if (within) return [];
  const percent =
    previous.rows === 0
      ? ''
      : `, ${Math.round((100 * moved) / previous.rows)}% ${rows < previous.rows ? 'fewer' : 'more'}`;
  return [
    makeFinding('volume_moved', {
      rule: `at most ${Math.round(contract.maxVolumeChange * 100)}% more or fewer rows than the period before`,
      message: `${countOf(rows, 'row')} after ${countOf(previous.rows, 'row')} in ${previous.period}${percent}.`,
    }),
  ];
}
