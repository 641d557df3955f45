import { ViewNameTaken } from './errors.ts';

/** Tables that every release has beside its indicators. */
export const REFERENCE_TABLES = [
  'data_dictionary',
  'data_quality',
  'indicators',
  'linkage_quality',
  'releases',
] as const;

/** The view over all releases of an indicator. */
export function historyView(indicator: string): string {
  return `${indicator}_history`;
}

/** @throws ViewNameTaken where two views would have one name */
export function refuseTakenNames(indicators: readonly string[]): void {
  const taken = new Set<string>(REFERENCE_TABLES);
  for (const id of indicators) {
    for (const view of [id, historyView(id)]) {
      if (taken.has(view)) throw new ViewNameTaken(id, view);
      taken.add(view);
    }
  }
}
