import type { DisclosurePolicy } from '../../workspace/workspace.ts';
import type { KeyedBytes } from '../model/alteration.ts';
import type { DescribedTable } from '../model/described-table.ts';
import { noisyAlteration } from '../noise/noisy-alteration.ts';
import { roundedAlteration } from '../round/rounded-alteration.ts';
import type { Altered, ShownCell } from './protected-table.ts';
import { TableDoesNotFit } from './table-errors.ts';
import type { TablePolicy } from './table-policy.ts';

export interface AlterTableSettings {
  readonly document: TablePolicy;
  readonly policy: DisclosurePolicy;
  readonly keyedBytes: KeyedBytes | undefined;
}

export interface AlteredTable {
  readonly cells: readonly ShownCell[];
  /** Cells hidden because they are small with their noise. */
  readonly small: number;
  readonly altered: Altered | null;
}

/**
 * Rounds what is shown, or puts noise on it, where the policy says so; what is hidden or held stays so.
 * @throws TableDoesNotFit where no key was given
 */
export function alterTable(
  described: DescribedTable,
  cells: readonly ShownCell[],
  { document, policy, keyedBytes }: AlterTableSettings,
): AlteredTable {
  const { rounding, noise } = policy;
  if (rounding === undefined && noise === undefined) return { cells, small: 0, altered: null };
  if (keyedBytes === undefined)
    throw new TableDoesNotFit({
      what: { kind: 'settings', problem: 'Rounding and noise need a key, and none was given.' },
    });
  const label = labelOf(document);
  const showing = (shown: (row: number, quantity: number) => number) =>
    cells.map((cell, at) => (cell.status === 'published' ? { ...cell, value: shown(at, 0) } : cell));
  if (noise === undefined) {
    const base = rounding?.base ?? 1;
    const rounded = roundedAlteration(described.system, base, keyedBytes, label);
    return { cells: showing(rounded.valueOf), small: 0, altered: { how: 'rounded', base, margin: base - 1 } };
  }
  const noisy = noisyAlteration(described, noise, keyedBytes, label);
  const { digest, guarantee, plainMargin, consistent } = noisy;
  const margin = cells.reduce((most, _, at) => Math.max(most, noisy.marginOf(at, 0)), 0);
  return {
    ...withoutSmall(showing(noisy.valueOf), policy),
    altered: { how: 'noisy', margin, label, digest, guarantee, plainMargin, consistent },
  };
}

/** Hides what is small with its noise; it looks at nothing but what would be shown, so it gives nothing away. */
function withoutSmall(
  cells: readonly ShownCell[],
  { threshold, zeros }: DisclosurePolicy,
): Pick<AlteredTable, 'cells' | 'small'> {
  const isSmall = ({ value }: ShownCell) =>
    value !== null && value < threshold && (value > 0 || (zeros === 'protected' && threshold > 1));
  return {
    cells: cells.map((cell) => (isSmall(cell) ? { ...cell, value: null, status: 'suppressed' } : cell)),
    small: cells.filter(isSmall).length,
  };
}

/** What is counted: the same cell of two tables under one key is altered alike. */
function labelOf({ records, unit, count }: TablePolicy): string {
  return `table of ${records ? (unit ?? 'records') : (count ?? 'counts')}`;
}
