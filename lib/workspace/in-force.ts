import type { Agreement } from './model.ts';
import type { IsoDate } from './plain-date.ts';

/** Parties that have not signed by the day, in the order of the agreement. */
export function missingSignatures({ parties, signatories }: Agreement, day: IsoDate): readonly string[] {
  return parties.filter((party) => !signatories.some(({ agency, date }) => agency === party && date <= day));
}

/** Whether an agreement binds on a day: from its first day through its last, once every party has signed. */
export function inForce(agreement: Agreement, day: IsoDate): boolean {
  return (
    agreement.effective <= day && day <= agreement.expires && missingSignatures(agreement, day).length === 0
  );
}
