import type { Signal } from '../ports/signals.ts';
import type { LinkageQuality } from './quality.ts';

/** A share of fewer records says little of linkage, and might say something of a person. */
const FEWEST_RECORDS = 100;

/** The linkage rate of each agency, in percent of its records; none where it has too few. */
export function linkageSignals({ agencies }: Pick<LinkageQuality, 'agencies'>): readonly Signal[] {
  return agencies
    .filter(({ records }) => records >= FEWEST_RECORDS)
    .map(({ agency, records, linked }) => ({
      name: 'LinkageRate',
      value: Math.round((1000 * linked) / records) / 10,
      of: { agency },
    }));
}
