import type { EarlierTable } from '../../../lib/disclosure/earlier/earlier-table.ts';
import {
  type EarlierSettings,
  type WithEarlier,
  withEarlier,
} from '../../../lib/disclosure/earlier/with-earlier.ts';
import { finestBelow, finestCodes, finestCount, publishedCells } from '../../../lib/disclosure/model/cube.ts';
import type { DescribedTable } from '../../../lib/disclosure/model/described-table.ts';
import { EMPTY_SYSTEM, type Pattern } from '../../../lib/disclosure/model/system.ts';
import { protectSystem } from '../../../lib/disclosure/protect-system.ts';
import type { Axis } from '../../../lib/indicators/measure.ts';
import type { DisclosurePolicy } from '../../../lib/workspace/workspace.ts';
import { attackApart, type Bounds } from '../apart/attack-apart.ts';

/** Codes, and groups by name. */
export interface Dimension {
  readonly codes: readonly string[];
  readonly groups?: Readonly<Record<string, readonly string[]>>;
  readonly former?: Readonly<Record<string, readonly string[]>>;
}

export type Dimensions = Readonly<Record<string, Dimension>>;

function groups(given: Readonly<Record<string, readonly string[]>> = {}): Axis['groups'] {
  return Object.entries(given).map(([code, members]) => ({ code, members }));
}

/** A table of counts: one a finest cell, the last dimension running fastest; null where the cell is impossible. */
export function aTable(
  dimensions: Dimensions,
  counts: readonly (number | null)[],
  crosses: readonly (readonly string[])[] = [Object.keys(dimensions)],
): DescribedTable {
  const axes = Object.entries(dimensions).map(
    ([name, { codes, groups: today, former }]): Axis => ({
      name,
      codes,
      groups: groups(today),
      total: true,
      former: groups(former),
    }),
  );
  const possible = counts.flatMap((count, number) => (count === null ? [] : [{ count, number }]));
  const variableOf = new Map(possible.map(({ number }, variable) => [number, variable]));
  const truth = possible.map(({ count }) => count);
  const formOf = (members: readonly (readonly number[])[]) =>
    finestBelow(axes, { key: [], members }).flatMap((number) => variableOf.get(number) ?? []);
  const cells = publishedCells(axes, crosses).filter(({ members }) => formOf(members).length > 0);
  const rows = cells.map(({ key, members }) => {
    const form = formOf(members);
    const value = form.reduce((sum, variable) => sum + (truth[variable] ?? 0), 0);
    return {
      key,
      root: 0,
      quantities: [{ name: 'count', role: 'count' as const, shown: true, form, value }],
    };
  });
  return { axes, cells, formOf, system: { ...EMPTY_SYSTEM, variables: truth.length, truth, rows } };
}

/** What a release shows of a table. */
export function asReleased(
  table: DescribedTable,
  hidden: Pattern,
  { name = '1', period = { id: '2026', is: 'same' as const }, ...rest }: Partial<EarlierTable> = {},
): EarlierTable {
  return {
    name,
    period,
    dimensions: table.axes.map((axis) => axis.name),
    rows: table.cells.map(({ key }, at) => ({
      key,
      values: hidden.has(at) ? null : { count: table.system.rows[at]?.quantities[0]?.value ?? 0 },
    })),
    ...rest,
  };
}

/** The places of rows, by key written as `a × b`. */
export function placesOf(table: DescribedTable, ...keys: readonly string[]): ReadonlySet<number> {
  const places = keys.map((key) => table.cells.findIndex((cell) => cell.key.join(' × ') === key));
  if (places.includes(-1)) throw new Error(`no cell ${keys[places.indexOf(-1)]}`);
  return new Set(places);
}

/** Keys of rows, written as `a × b`. */
export function keysOf(table: DescribedTable, rows: Iterable<number>): readonly string[] {
  return [...rows].sort((left, right) => left - right).map((at) => table.cells[at]?.key.join(' × ') ?? '');
}

/** Protects a table on its own, as if nothing had ever been released. */
export async function protectAlone(table: DescribedTable, policy: DisclosurePolicy): Promise<Pattern> {
  return (await protectSystem(table.system, policy)).hidden;
}

/** Protects a table with all that earlier releases tell. */
export async function protectKnowing(
  table: DescribedTable,
  earlier: readonly EarlierTable[],
  settings: EarlierSettings,
): Promise<WithEarlier & { readonly hidden: Pattern }> {
  const knowing = await withEarlier(table, earlier, settings);
  const { hidden } = await protectSystem(knowing.system, settings.policy, {
    alsoSensitive: knowing.alsoSensitive,
    conceded: knowing.conceded,
    held: new Set(knowing.held.keys()),
  });
  return { ...knowing, hidden };
}

/**
 * What a reader of several releases of the same, unchanged data can bound hidden cells to: the attack written apart,
 * over the finest cells of the last table. Groups and former groups of its axes say what codes stand for.
 */
export async function jointBounds(
  table: DescribedTable,
  releases: readonly EarlierTable[],
  policy: DisclosurePolicy,
): Promise<readonly (Bounds & { readonly cell: string; readonly width: number })[]> {
  const inner = Array.from({ length: finestCount(table.axes) }, (_, number) =>
    finestCodes(table.axes, number),
  )
    .filter((codes) => {
      const members = table.axes.map((axis, at) => [axis.codes.indexOf(codes[at] ?? '')]);
      return table.formOf(members, 'count').length > 0;
    })
    .map((codes) => Object.fromEntries(table.axes.map(({ name }, at) => [name, codes[at] ?? ''])));
  const groupsOf = (dimension: string, code: string) => {
    const axis = table.axes.find(({ name }) => name === dimension);
    return [...(axis?.groups ?? []), ...(axis?.former ?? [])].flatMap((group) =>
      group.members.includes(code) ? [group.code] : [],
    );
  };
  const bounds = await attackApart(
    releases.map(({ dimensions, rows }) => ({
      dimensions,
      rows: rows.map(({ key, values }) => ({ key, value: values?.['count'] ?? null })),
    })),
    { inner, groupsOf, zerosShown: policy.zeros === 'published', whole: true },
  );
  return bounds.map((bound) => ({ ...bound, cell: bound.key.join(' × '), width: bound.high - bound.low }));
}
