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

/** Why an agreement does not bind on a day. */
export type Lacking =
  | { readonly agreement: string; readonly lacks: 'effective'; readonly date: string }
  | { readonly agreement: string; readonly lacks: 'unexpired'; readonly date: string }
  | { readonly agreement: string; readonly lacks: 'signatures'; readonly of: readonly string[] };

/** What each of some agreements that are not in force lacks, ordered by id. */
export function lackingOf(agreements: readonly Agreement[], day: IsoDate): readonly Lacking[] {
  return agreements
    .toSorted((a, b) => (a.id < b.id ? -1 : 1))
    .flatMap((agreement): readonly Lacking[] => {
      const { id, effective, expires } = agreement;
      if (expires < day) return [{ agreement: id, lacks: 'unexpired', date: expires }];
      if (effective > day) return [{ agreement: id, lacks: 'effective', date: effective }];
      const of = missingSignatures(agreement, day);
      return of.length === 0 ? [] : [{ agreement: id, lacks: 'signatures', of }];
    });
}

/** What agreements lack, in one phrase: `schools_dsa expired on 2026-03-31; …`. */
export function explainLacking(lacking: readonly Lacking[]): string {
  if (lacking.length === 0) return 'none names it';
  return lacking.map((one) => `${one.agreement} ${phrase(one)}`).join('; ');
}

function phrase(lacking: Lacking): string {
  if (lacking.lacks === 'effective') return `is not effective until ${lacking.date}`;
  if (lacking.lacks === 'unexpired') return `expired on ${lacking.date}`;
  return `has no signatory of ${lacking.of.join(' and ')}`;
}

/** The days on which an agreement binds, or undefined where it never does: what `inForce` says of each day, at once. */
export function daysInForce({
  parties,
  signatories,
  effective,
  expires,
}: Agreement): { readonly first: IsoDate; readonly last: IsoDate } | undefined {
  const signed = parties.map((party) =>
    signatories
      .filter(({ agency }) => agency === party)
      .map(({ date }) => date)
      .sort()
      .at(0),
  );
  if (signed.some((date) => date === undefined)) return undefined;
  const first = [effective, ...signed.filter((date) => date !== undefined)].sort().at(-1) ?? effective;
  return first <= expires ? { first, last: expires } : undefined;
}
