import {
  type Agreement,
  addDays,
  type DatasetId,
  daysInForce,
  type IsoDate,
} from '../workspace/workspace.ts';

/** From one midnight (UTC) until before another, some datasets may be delivered. */
export interface DeliveryTime {
  readonly from: IsoDate;
  readonly until: IsoDate;
  readonly datasets: readonly DatasetId[];
}

interface Stretch {
  readonly from: IsoDate;
  readonly until: IsoDate;
}

/**
 * When datasets may be delivered: while an agreement that names them is in force. Agreements that follow each other
 * without a gap are one stretch, and datasets with the same stretch share it.
 */
export function deliveryTimes(
  datasets: readonly DatasetId[],
  agreements: readonly Agreement[],
): readonly DeliveryTime[] {
  const stretches = datasets
    .toSorted()
    .flatMap((dataset) =>
      merged(stretchesOf(dataset, agreements)).map((stretch) => ({ ...stretch, dataset })),
    );
  const shared = Map.groupBy(stretches, ({ from, until }) => `${from}/${until}`);
  return [...shared.entries()]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([, [one, ...others]]) =>
      one === undefined
        ? []
        : [
            {
              from: one.from,
              until: one.until,
              datasets: [one, ...others].map(({ dataset }) => dataset),
            },
          ],
    );
}

/** For how many days what is delivered of a dataset may be kept: the least that an agreement allows; undefined for none. */
export function retentionDays(dataset: DatasetId, agreements: readonly Agreement[]): number | undefined {
  const days = agreements
    .filter(({ datasets }) => datasets.includes(dataset))
    .map((agreement) => agreement.retentionDays);
  return days.length === 0 ? undefined : Math.min(...days);
}

function stretchesOf(dataset: DatasetId, agreements: readonly Agreement[]): readonly Stretch[] {
  return agreements
    .filter(({ datasets }) => datasets.includes(dataset))
    .flatMap((agreement) => {
      const days = daysInForce(agreement);
      return days === undefined ? [] : [{ from: days.first, until: addDays(days.last, 1) }];
    })
    .toSorted((a, b) => (a.from < b.from ? -1 : 1));
}

/** @param stretches ordered by their beginnings */
function merged(stretches: readonly Stretch[]): readonly Stretch[] {
  const done: Stretch[] = [];
  for (const stretch of stretches) {
    const last = done.at(-1);
    if (last === undefined || stretch.from > last.until) done.push(stretch);
    else if (stretch.until > last.until) done.splice(-1, 1, { from: last.from, until: stretch.until });
  }
  return done;
}
