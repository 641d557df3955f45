import type { Signal } from '../ports/signals.ts';
import type { Receipt } from './receipt.ts';

/** What operators are told in numbers of one delivery that was answered. */
export function deliverySignals({ agency, dataset, status, rows, findings }: Receipt): readonly Signal[] {
  const of = { agency, dataset };
  const moved = findings.some(({ code }) => code === 'volume_moved');
  return [
    { name: 'RowsAccepted', value: rows.accepted, of },
    { name: 'RowsQuarantined', value: rows.quarantined, of },
    { name: 'DeliveryRejected', value: status === 'rejected' ? 1 : 0, of },
    { name: 'VolumeMoved', value: moved ? 1 : 0, of },
  ];
}

/** Of a file that could not be placed: it is of nothing but an agency, and of a dataset where the folder names one. */
export function misplacedSignals(agency: string, dataset: string | undefined): readonly Signal[] {
  return [
    { name: 'DeliveryRejected', value: 1, of: { agency, ...(dataset === undefined ? {} : { dataset }) } },
  ];
}
