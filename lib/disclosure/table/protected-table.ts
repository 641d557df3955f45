import type { Axis } from '../../indicators/measure.ts';
import type { DisclosurePolicy } from '../../workspace/workspace.ts';
import type { Verdict } from '../attack/attack.ts';
import type { NoisyAlteration } from '../noise/noisy-alteration.ts';
import type { CoarserCut } from './coarser.ts';
import type { CrossShare } from './shares.ts';

/** A published cell as it is to be shown. */
export interface ShownCell {
  /** One code a dimension, or `Total`. */
  readonly key: readonly string[];
  /** null where it is hidden. */
  readonly value: number | null;
  /** `held`: an earlier table's value is shown again, since what has changed is small. */
  readonly status: 'published' | 'suppressed' | 'held';
}

export interface ProtectedTable {
  readonly axes: readonly Axis[];
  readonly dimensions: readonly string[];
  readonly crosses: readonly (readonly string[])[];
  readonly policy: DisclosurePolicy;
  /** One row a published cell. */
  readonly rows: readonly ShownCell[];
  readonly cells: number;
  readonly primary: number;
  readonly complementary: number;
  readonly held: number;
  /** What is sensitive today and cannot be called back, because an earlier table published it. */
  readonly conceded: number;
  /** The sum of all finest cells; each unit once where the table says who is in them. */
  readonly people: number;
  /** The share of people whose cell is hidden among the finest cells of each cross, all crosses together. */
  readonly hiddenShare: number;
  /** How much of each cross is hidden. */
  readonly shares: readonly CrossShare[];
  /** What the attack found; null where nothing is hidden for fear of it, because numbers are altered. */
  readonly verdict: Verdict | null;
  /** null where numbers are shown as they are. */
  readonly altered: Altered | null;
  /** Cuts that would hide less; empty where they were not asked for. */
  readonly coarser: readonly CoarserCut[];
}

/** What was done to the numbers that are shown, and how far from the truth they may be. */
export type Altered =
  | { readonly how: 'rounded'; readonly base: number; readonly margin: number }
  | {
      readonly how: 'noisy';
      /** In 95 of 100 cases, of the cell that is least exact. */
      readonly margin: number;
      /** The same, before the numbers were made to add up. */
      readonly plainMargin: number;
      readonly consistent: boolean;
      /** What is counted, and a digest of all that determines the noise: for the ledger. */
      readonly label: string;
      readonly digest: string;
      readonly guarantee: NoisyAlteration['guarantee'];
    };

export type TablePhase = 'describe' | 'earlier' | 'suppress' | 'audit' | 'alter' | 'coarser';
