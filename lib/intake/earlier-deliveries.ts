import type { ObjectStore } from '../ports/object-store.ts';
import type { Calendar, Contract, DatasetId } from '../workspace/model.ts';
import { comparePeriods, readPeriod } from '../workspace/workspace.ts';
import type { Earlier } from './examine.ts';
import { standingReceipts } from './receipts.ts';
import type { OtherDataset } from './references.ts';
import type { PreviousVolume } from './volume.ts';

/** What the receipts in an agency's landing zone say about earlier deliveries, for the levels that ask for them. */
export async function earlierDeliveries(
  landing: ObjectStore,
  contract: Contract,
  period: string,
  calendar: Calendar,
  contracts: ReadonlyMap<DatasetId, Contract>,
): Promise<Earlier> {
  const previous = await previousVolume(landing, contract, period, calendar);
  const others = new Map<DatasetId, OtherDataset>();
  for (const { to } of contract.references) {
    const other = contracts.get(to);
    if (other === undefined || other.agency !== contract.agency || others.has(to)) continue;
    const standing = [...(await standingReceipts(landing, other.dataset)).values()];
    others.set(to, {
      contract: other,
      deliveryIds: standing.map((receipt) => receipt.delivery_id).toSorted(),
    });
  }
  return { landing, others, ...(previous === undefined ? {} : { previous }) };
}

/** The latest earlier period that has a delivery in force. */
async function previousVolume(
  landing: ObjectStore,
  { dataset }: Contract,
  period: string,
  calendar: Calendar,
): Promise<PreviousVolume | undefined> {
  const own = readPeriod(period, calendar);
  const standing = [...(await standingReceipts(landing, dataset))].flatMap(([text, receipt]) => {
    const parsed = readPeriod(text, calendar);
    return parsed === undefined || own === undefined || comparePeriods(parsed, own) >= 0
      ? []
      : [{ parsed, receipt }];
  });
  const latest = standing.toSorted((left, right) => comparePeriods(right.parsed, left.parsed))[0];
  return latest === undefined ? undefined : { period: latest.receipt.period, rows: latest.receipt.rows.read };
}
