import type { IsoDate } from '../workspace/workspace.ts';

/**
 * The last day on which somebody in a file can have been born; a year of two digits is read by it. Nobody is born
 * after the file arrived. A file for a period long past is no younger than its due date, whenever it arrives.
 * @param seen the day on which the file arrived, or on which it is tried out
 * @param due the last day on which a delivery for its period is in time, where the period is known
 */
export function bornBy(seen: IsoDate, due?: IsoDate): IsoDate {
  return due !== undefined && due < seen ? due : seen;
}
