import type { DisclosurePolicy } from '../../workspace/workspace.ts';
import {
  type Fact,
  type Form,
  isZeroRow,
  type Secret,
  type Sensitive,
  type System,
} from '../model/system.ts';
import { minimumInterval, sensitiveQuantities } from '../rules/needs.ts';
import { nameOf, SecretsOnce } from './earlier-secrets.ts';
import type { EarlierRow } from './earlier-table.ts';
import type { EarlierVariables } from './earlier-variables.ts';
import type { Explanation } from './fewest-changes.ts';
import { gathered, isSame, type QuantityKind, type Reading, type ReadRow } from './read-earlier.ts';
import type { Vintages } from './vintages.ts';

export interface Revisions {
  readonly sensitive: readonly Sensitive[];
  /** Changes of numbers that no row of today shows. */
  readonly secrets: readonly Secret[];
  /** Rows that may show again what the newest release shows. */
  readonly held: ReadonlyMap<number, HeldRow>;
}

export interface HeldRow {
  readonly release: string;
  readonly row: EarlierRow;
  /** What it tells a reader: how close today's numbers are. */
  readonly facts: readonly Fact[];
}

/** A count that an earlier release of the same period speaks of, that today's differs from by little. */
interface Change {
  readonly read: ReadRow;
  readonly kind: QuantityKind;
}

const NONE: Revisions = { sensitive: [], secrets: [], held: new Map() };

/**
 * Numbers of the same period that changed by 1 to threshold − 1 since an earlier release: who subtracts one release
 * from the other counts those few people. A row that would show such a change is hidden for it, or (`hold`) shows the
 * earlier number again; a change that only follows from others is a secret.
 */
export function revisions(
  reading: Reading,
  vintages: Vintages,
  { termsOf }: EarlierVariables,
  { example, differs }: Explanation,
  table: System,
  policy: DisclosurePolicy,
): Revisions {
  if (policy.revisions === 'publish') return NONE;
  const today = (entry: number) => table.truth[entry] ?? 0;
  const isNow = (vintage: number) => vintages.list[vintage]?.period === vintages.list[0]?.period;
  const touched = vintages.list.map((_, vintage) => chainOf(vintages, vintage));
  const changes = reading.rows.flatMap((read): readonly Change[] => {
    if (!isNow(read.vintage) || read.table.roundedTo !== undefined || read.row.held === true) return [];
    return reading.kinds.flatMap((kind) => {
      const form = read.forms.get(kind.name) ?? [];
      if (kind.role === 'sum') return [];
      if (!form.some((entry) => (touched[read.vintage] ?? []).some((vintage) => differs(vintage, entry))))
        return [];
      const by = form.reduce((sum, entry) => sum + today(entry) - example(read.vintage, entry), 0);
      return isSame(by, 0) || Math.abs(by) >= policy.threshold - 1e-6 ? [] : [{ read, kind }];
    });
  });
  if (changes.length === 0) return NONE;
  const rowOf = placesOf(table);
  const sensitive: Sensitive[] = [];
  const secrets = new SecretsOnce();
  const changed = new Set<number>();
  for (const { read, kind } of changes) {
    const form = read.forms.get(kind.name) ?? [];
    const place = rowOf.get(cellKey(kind.name, form, table.variables));
    const width = minimumInterval(policy);
    if (read.row.values !== null && place !== undefined) {
      const row = table.rows[place.row];
      // Where zeros are published they are never hidden.
      if (row === undefined || (policy.zeros === 'published' && isZeroRow(row))) continue;
      sensitive.push({ ...place, rule: 'revision', width });
      changed.add(place.row);
    } else {
      const entries = form.map((entry) => [entry, 1] as const);
      const before = read.row.values === null ? termsOf(read.vintage, entries) : [];
      secrets.add({
        name: `change of ${nameOf(read, kind)}`,
        terms: gathered([
          ...termsOf(0, entries),
          ...before.map(([at, coefficient]) => [at, -coefficient] as const),
        ]),
        width,
        whole: true,
      });
    }
  }
  const held =
    policy.revisions === 'hold' ? heldRows(changed, reading, table, policy) : new Map<number, ReadRow>();
  return {
    sensitive: once(sensitive),
    secrets: secrets.all(),
    held: new Map(
      [...held].map(([at, { table: from, row }]) => [
        at,
        { release: from.name, row, facts: nearly(table, at, row, policy) },
      ]),
    ),
  };
}

/** A vintage and all newer ones of its period, without today's. */
function chainOf({ list }: Vintages, vintage: number): readonly number[] {
  const newer = list[vintage]?.newer ?? null;
  return newer === null ? [] : [vintage, ...chainOf({ list, ofTable: [], sums: [] }, newer)];
}

function placesOf({
  rows,
  variables,
}: System): ReadonlyMap<string, { readonly row: number; readonly quantity: number }> {
  const places = new Map<string, { row: number; quantity: number }>();
  rows.forEach(({ quantities }, row) => {
    quantities.forEach(({ name, form }, quantity) => {
      const key = cellKey(name, form, variables);
      if (!places.has(key)) places.set(key, { row, quantity });
    });
  });
  return places;
}

/**
 * Rows that would be shown but for the revision, and of which every count is within the threshold of what the newest
 * release that shows them says.
 */
function heldRows(
  changed: ReadonlySet<number>,
  { rows }: Reading,
  table: System,
  policy: DisclosurePolicy,
): ReadonlyMap<number, ReadRow> {
  const hiddenAnyway = new Set(sensitiveQuantities(table, policy).map(({ row }) => row));
  const newest = new Map<string, ReadRow>();
  for (const read of rows) {
    if (read.row.values === null) continue;
    for (const [name, form] of read.forms) newest.set(cellKey(name, form, table.variables), read);
  }
  return new Map(
    [...changed].flatMap((at) => {
      const counts = (table.rows[at]?.quantities ?? []).filter(({ shown, role }) => shown && role !== 'sum');
      const [first] = counts;
      const read = first && newest.get(cellKey(first.name, first.form, table.variables));
      if (read === undefined || hiddenAnyway.has(at)) return [];
      const small = counts.every(({ name, value }) => {
        const before = read.row.values?.[name];
        return before !== undefined && Math.abs(value - before) < policy.threshold;
      });
      return small ? [[at, read] as const] : [];
    }),
  );
}

/** What tells a number of a cell from every other: what it counts, and what of it exists today. */
function cellKey(name: string, form: Form, variables: number): string {
  const today = form.filter((entry) => entry < variables).sort((left, right) => left - right);
  return `${name}:${today.join()}`;
}

function nearly(table: System, at: number, row: EarlierRow, policy: DisclosurePolicy): readonly Fact[] {
  return (table.rows[at]?.quantities ?? []).flatMap(({ name, role, shown, form }) => {
    const value = row.values?.[name];
    if (!shown || role === 'sum' || value === undefined) return [];
    const margin = policy.threshold - 1;
    return [
      {
        terms: form.map((variable) => [variable, 1] as const),
        low: Math.max(0, value - margin),
        high: value + margin,
      },
    ];
  });
}

function once(sensitive: readonly Sensitive[]): readonly Sensitive[] {
  return [...new Map(sensitive.map((one) => [`${one.row}/${one.quantity}`, one])).values()].sort(
    (left, right) => left.row - right.row || left.quantity - right.quantity,
  );
}
