import { type Axis, type Mark, parseMarks } from '../../indicators/measure.ts';
import type { SqlRow } from '../../ports/query-engine.ts';
import type { DisclosurePolicy, Indicator } from '../../workspace/workspace.ts';
import {
  type CubeCell,
  finestBelow,
  finestCodes,
  finestCount,
  finestNumber,
  keyText,
} from '../model/cube.ts';
import type { Form, System } from '../model/system.ts';
import { type Branch, kindOf } from './branches.ts';

/** How the counts of a branch are made of unknowns. */
export interface Unknowns {
  readonly count: number;
  readonly relations: System['relations'];
  readonly formOf: (cell: CubeCell, branch: Branch, kinds: readonly number[]) => Form;
}

/** Every person is in one finest cell: a few unknowns each, one a kind of each branch. */
export function additive(
  branches: readonly Branch[],
  axes: readonly Axis[],
  finest: readonly number[],
): Unknowns {
  const offsets = branches.map((_, at) => branches.slice(0, at).reduce((sum, { kinds }) => sum + kinds, 0));
  const perCell = branches.reduce((sum, { kinds }) => sum + kinds, 0);
  const placeOf = new Map(finest.map((number, place) => [number, place]));
  const at = (place: number, branch: number, kinds: readonly number[]) =>
    kinds.map((kind) => place * perCell + (offsets[branch] ?? 0) + kind);
  const allKinds = (branch: number) =>
    Array.from({ length: branches[branch]?.kinds ?? 0 }, (_, kind) => kind);
  const [first] = branches;
  const personsShown = first?.measure === 'persons';
  const linked = branches.flatMap((branch, number) => {
    const sharer = branches.findIndex(
      ({ shared }) => shared !== undefined && shared.denominator === branch.shared?.denominator,
    );
    return [
      ...(personsShown && number > 0
        ? [{ left: [0, allKinds(0)] as const, right: [number, allKinds(number)] as const }]
        : []),
      ...(sharer >= 0 && sharer < number
        ? [
            {
              left: [sharer, branches[sharer]?.shared?.kinds ?? []] as const,
              right: [number, branch.shared?.kinds ?? []] as const,
            },
          ]
        : []),
    ];
  });
  return {
    count: finest.length * perCell,
    relations: finest.flatMap((_, place) =>
      linked.map(({ left, right }) => ({ left: at(place, ...left), right: at(place, ...right) })),
    ),
    formOf: (cell, branch, kinds) => {
      const number = branches.indexOf(branch);
      return finestBelow(axes, cell).flatMap((below) => {
        const place = placeOf.get(below);
        return place === undefined ? [] : at(place, number, kinds);
      });
    },
  };
}

/**
 * A person may be in several finest cells: one unknown a set of cells that somebody is in. Sets that nobody is in
 * are left out, so the audit grants a reader to know which sets occur; that also carries over what the query means
 * (a matrix of overlaps is symmetric). Where zeros are protected, a cell without anybody gets sets of its own.
 */
export function ofAtoms(
  indicator: Indicator,
  branches: readonly Branch[],
  axes: readonly Axis[],
  rows: readonly SqlRow[],
  byKey: ReadonlyMap<string, SqlRow>,
  policy: DisclosurePolicy,
): Unknowns {
  const observed = rows.map((row) => parseMarks(String(row['marks']), axes.length));
  const flagSets = new Map(observed.flat().map(({ flags }) => [flags.join(), flags]));
  const empty =
    policy.zeros === 'published'
      ? []
      : Array.from({ length: finestCount(axes) }, (_, number) => finestCodes(axes, number)).filter(
          (codes) => !byKey.has(keyText(codes)),
        );
  const atoms: readonly (readonly Mark[])[] = [
    ...observed,
    ...empty.flatMap((codes) => [...flagSets.values()].map((flags) => [{ codes, flags }])),
  ];
  const marksIn = new Map<number, { readonly atom: number; readonly flags: readonly boolean[] }[]>();
  atoms.forEach((marks, atom) => {
    for (const { codes, flags } of marks) {
      const number = finestNumber(axes, codes);
      if (number === null) continue;
      const held = marksIn.get(number) ?? [];
      held.push({ atom, flags });
      marksIn.set(number, held);
    }
  });
  const kinds = new Map(branches.map((branch) => [branch, kindOf(indicator, branch)]));
  return {
    count: atoms.length,
    relations: [],
    formOf: (cell, branch, wanted) => {
      const flagsOf = new Map<number, readonly boolean[]>();
      for (const number of finestBelow(axes, cell)) {
        for (const { atom, flags } of marksIn.get(number) ?? []) {
          const before = flagsOf.get(atom);
          flagsOf.set(
            atom,
            before === undefined ? flags : flags.map((flag, at) => flag || before[at] === true),
          );
        }
      }
      const kind = kinds.get(branch) ?? (() => 0);
      return [...flagsOf]
        .filter(([, flags]) => wanted.includes(kind(flags) ?? -1))
        .map(([atom]) => atom)
        .sort((left, right) => left - right);
    },
  };
}
