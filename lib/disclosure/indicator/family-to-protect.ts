import type { ColumnDefinition } from '../../ports/catalogue.ts';
import type { SqlRow } from '../../ports/query-engine.ts';
import type { Calendar, DisclosurePolicy, Indicator } from '../../workspace/workspace.ts';
import type { Verdict } from '../attack/attack.ts';
import type { KeyedBytes } from '../model/alteration.ts';
import type { Rule } from '../model/system.ts';
import type { NoisyAlteration } from '../noise/noisy-alteration.ts';
import type { CoarserCut } from '../table/coarser.ts';
import type { MeasuredRows } from './indicator-system.ts';

/** An indicator with the rows of the tables that `measuredTables` names. */
export interface MemberRows {
  readonly indicator: Indicator;
  readonly rows: MeasuredRows;
}

/** What an earlier release published of one indicator. */
export interface EarlierRelease {
  /** What messages call it. */
  readonly release: string;
  readonly period: string;
  /** The indicator's id. */
  readonly indicator: string;
  /** Columns as `publishedColumns` listed them then. */
  readonly rows: readonly SqlRow[];
}

/** Indicators that share cells (see `sharesCells`): they are protected, audited and lost together. */
export interface FamilyToProtect {
  /** Ordered by id. */
  readonly members: readonly MemberRows[];
  /** The strictest of the owners mixed, over all members. */
  readonly policy: DisclosurePolicy;
  /** Part of the policy → whose it is. */
  readonly boundBy: Readonly<Record<string, string>>;
  readonly period: string;
  /**
   * Every earlier release that bears on a member, the oldest first: of the same period, and where the member's periods
   * add up of the periods within it and around it.
   */
  readonly earlier: readonly EarlierRelease[];
  /** Tells which period is part of which; without it only releases of the same period count. */
  readonly calendar?: Calendar;
  /** For rounding and noise; asked for nothing where the policy alters no numbers. */
  readonly keyedBytes: KeyedBytes;
}

/** A candidate of a family: for each member the rows that would be published, by the indicator's id. */
export interface FamilyToAudit extends Omit<FamilyToProtect, 'boundBy'> {
  readonly published: ReadonlyMap<string, readonly SqlRow[]>;
}

/** Why a row is not simply shown. For the audit zone alone: to know which cells are primary helps an attacker. */
export interface Decision {
  /** Dimension to code. */
  readonly cell: Readonly<Record<string, string>>;
  /**
   * `primary`: a rule hides it. `complementary`: it would give another away. `coded`: hidden, and shown as `<5` or
   * `>95`. `held`: the value of an earlier release is shown again. `noisy`: hidden because it is small with its noise.
   */
  readonly kind: 'primary' | 'complementary' | 'coded' | 'held' | 'noisy';
  readonly reasons: readonly {
    readonly quantity: string;
    readonly rule: Rule;
    /** The owner or agreement whose policy it is. */
    readonly boundBy: string | null;
  }[];
}

export interface ProtectedMember {
  /** The indicator's id. */
  readonly indicator: string;
  readonly columns: readonly ColumnDefinition[];
  /** Ordered by cross, then declared code. */
  readonly published: readonly SqlRow[];
  readonly decisions: readonly Decision[];
  /** Coarser cuts that would hide less, the best first; none where little is hidden. */
  readonly coarser: readonly CoarserCut[];
  /** What its noise spends and guarantees; null where it has none. To be paid for before anything is written. */
  readonly noise: NoiseSpent | null;
}

/** For the ledger, and for those who want to know how much a number may be relied on. */
export interface NoiseSpent extends Pick<NoisyAlteration, 'digest' | 'guarantee'> {
  /** How far a count may be from the true one in 95 of 100 cases, by its own noise alone. */
  readonly plainMargin: number;
}

export interface FamilyVerdict {
  readonly passed: boolean;
  /** What the attack on the hidden cells found; null where nothing is hidden by rule because numbers are altered. */
  readonly attack: Verdict | null;
  /** How shown numbers differ from the measured ones; null where they do not. */
  readonly altered: 'rounded' | 'noisy' | null;
}

export interface ProtectedFamily {
  /** In the order of the members. */
  readonly members: readonly ProtectedMember[];
  readonly verdict: FamilyVerdict;
}
