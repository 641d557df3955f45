import type { SqlRow } from '../ports/query-engine.ts';
import type { Dimension, Indicator } from '../workspace/workspace.ts';
import { AmbiguousCodes, UndeclaredCodes, UnknownDimension } from './errors.ts';

/** What a margin reads; no code may be called so. */
export const TOTAL = 'Total';
/** What a missing code reads. */
export const UNKNOWN = 'Unknown';
/** Marks a code of the data that would read like a margin or a roll-up, so that it is seen and refused. */
export const CLASH = '?';

/** A dimension with its codes settled: what stands in its column of the cells table, and what adds up to what. */
export interface Axis {
  readonly name: string;
  /** In the order to be shown. */
  readonly codes: readonly string[];
  /** Groups of roll-ups, with the codes below each. */
  readonly groups: readonly { readonly code: string; readonly members: readonly string[] }[];
  readonly total: boolean;
  /** Groupings that readers know from earlier releases and that are no longer published. */
  readonly former?: readonly { readonly code: string; readonly members: readonly string[] }[];
}

/** The dimensions that some cross names, in the indicator's order. @throws UnknownDimension */
export function dimensionsInUse(indicator: Indicator): readonly Dimension[] {
  const named = new Set(indicator.crosses.flat());
  const known = indicator.dimensions.map(({ name }) => name);
  for (const name of named) {
    if (!known.includes(name))
      throw new UnknownDimension({ indicator: indicator.id, dimension: name, known });
  }
  return indicator.dimensions.filter(({ name }) => named.has(name));
}

type Group = Axis['groups'][number];

/** The groups of some groupings, each once, in the order in which the groupings name them. */
function groupsOf(groupings: Dimension['rollups']): readonly Group[] {
  return Object.values(groupings).flatMap((grouping) => {
    const groups = new Map<string, string[]>();
    for (const [code, group] of Object.entries(grouping))
      groups.set(group, [...(groups.get(group) ?? []), code]);
    return [...groups].map(([code, members]) => ({ code, members }));
  });
}

/** What roll-ups call groups, and what earlier releases called groups or codes that are no more. */
function groupCodes({ rollups, former = {} }: Dimension): readonly string[] {
  return [...groupsOf(rollups), ...groupsOf(former)].map(({ code }) => code);
}

/** Codes that data may not use in this dimension. */
export function reservedCodes(dimension: Dimension): readonly string[] {
  return [TOTAL, ...new Set(groupCodes(dimension))];
}

/** @throws AmbiguousCodes where declared codes, roll-up groups or `Total` share a name. */
export function checkCodes(indicator: Indicator): void {
  for (const dimension of dimensionsInUse(indicator)) {
    const all = [TOTAL, ...dimension.codes.map(({ code }) => code), ...groupCodes(dimension)];
    const twice = [...new Set(all.filter((code, at) => all.indexOf(code) !== at))];
    if (twice.length > 0)
      throw new AmbiguousCodes({ indicator: indicator.id, dimension: dimension.name, codes: twice });
  }
}

/**
 * Settles the codes of every dimension in use from what is declared and what the cells hold: declared codes in
 * their order, else those seen by code point; `Unknown` last, where it is seen.
 * @throws UndeclaredCodes, AmbiguousCodes
 */
export function indicatorAxes(indicator: Indicator, cells: readonly SqlRow[]): readonly Axis[] {
  return dimensionsInUse(indicator).map((dimension) => {
    const reserved = new Set(reservedCodes(dimension));
    const seen = [...new Set(cells.map((row) => String(row[dimension.name])))]
      .filter((code) => !reserved.has(code))
      .sort(byCodePoint);
    const clashing = seen.filter((code) => code.startsWith(CLASH) && reserved.has(code.slice(CLASH.length)));
    if (clashing.length > 0) {
      const codes = clashing.map((code) => code.slice(CLASH.length));
      throw new AmbiguousCodes({ indicator: indicator.id, dimension: dimension.name, codes });
    }
    const declared = dimension.codes.map(({ code }) => code);
    const undeclared = seen.filter((code) => code !== UNKNOWN && !declared.includes(code));
    if (declared.length > 0 && undeclared.length > 0) {
      throw new UndeclaredCodes({ indicator: indicator.id, dimension: dimension.name, codes: undeclared });
    }
    const known = declared.length > 0 ? declared : undeclared;
    const codes = seen.includes(UNKNOWN) && !known.includes(UNKNOWN) ? [...known, UNKNOWN] : known;
    const present = ({ code, members }: Group): Group => ({
      code,
      members: members.filter((member) => codes.includes(member)),
    });
    return {
      name: dimension.name,
      codes,
      groups: groupsOf(dimension.rollups).map(present),
      total: dimension.total,
      ...(dimension.former === undefined ? {} : { former: groupsOf(dimension.former).map(present) }),
    };
  });
}

/** By code point, as both engines order text. */
export function byCodePoint(left: string, right: string): number {
  return Buffer.compare(Buffer.from(left), Buffer.from(right));
}
