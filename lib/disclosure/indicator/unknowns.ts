import { type Axis, type Mark, parseMarks } from '../../indicators/measure.ts';
import type { SqlRow } from '../../ports/query-engine.ts';
import type { DisclosurePolicy, Indicator } from '../../workspace/workspace.ts';
import { finestCodes, finestCount, finestNumber, keyText } from '../model/cube.ts';
import type { Form, System } from '../model/system.ts';
import { type Branch, type BranchQuantity, kindOf, quantityValue } from './branches.ts';
import { formerSets } from './former-sets.ts';

/** How the counts of a branch are made of unknowns. */
export interface Unknowns {
  readonly count: number;
  /** What each is in truth. */
  readonly truth: readonly number[];
  /** Those that readers know to be zero today. */
  readonly nobody: readonly number[];
  readonly relations: System['relations'];
  /** @param below numbers of finest cells, ascending */
  readonly formOf: (below: readonly number[], branch: Branch, kinds: readonly number[]) => Form;
}

/**
 * Every person is in one finest cell: a few unknowns each, one a kind of each branch.
 * @param rowOf the measured row of a finest cell; undefined where nobody is in it
 */
export function additive(
  branches: readonly Branch[],
  finest: readonly number[],
  rowOf: (finest: number) => SqlRow | undefined,
): Unknowns {
  const offsets = branches.map((_, at) => branches.slice(0, at).reduce((sum, { kinds }) => sum + kinds, 0));
  const perCell = branches.reduce((sum, { kinds }) => sum + kinds, 0);
  const placeOf = new Map(finest.map((number, place) => [number, place]));
  const at = (place: number, branch: number, kinds: readonly number[]) =>
    kinds.map((kind) => place * perCell + (offsets[branch] ?? 0) + kind);
  const linked = linkedBranches(branches);
  const kindColumns = branches.flatMap(columnsOfKinds);
  return {
    count: finest.length * perCell,
    truth: finest.flatMap((number) => {
      const row = rowOf(number);
      return kindColumns.map((columns) => (columns === undefined ? 0 : quantityValue(row, columns)));
    }),
    nobody: [],
    relations: finest.flatMap((_, place) =>
      linked.map(({ left, right }) => ({ left: at(place, ...left), right: at(place, ...right) })),
    ),
    formOf: (below, branch, kinds) => {
      const number = branches.indexOf(branch);
      return below.flatMap((one) => {
        const place = placeOf.get(one);
        return place === undefined ? [] : at(place, number, kinds);
      });
    },
  };
}

/** For each kind of a branch the quantity that is this kind alone. */
function columnsOfKinds({ kinds, quantities }: Branch): readonly (BranchQuantity | undefined)[] {
  return Array.from({ length: kinds }, (_, kind) =>
    quantities.find((quantity) => quantity.kinds.length === 1 && quantity.kinds[0] === kind),
  );
}

type KindsOfBranch = readonly [branch: number, kinds: readonly number[]];

/** What is equal in every finest cell: all persons however they are divided, and a denominator that rates share. */
function linkedBranches(
  branches: readonly Branch[],
): readonly { readonly left: KindsOfBranch; readonly right: KindsOfBranch }[] {
  const personsShown = branches[0]?.measure === 'persons';
  const allKinds = (branch: number): KindsOfBranch => [
    branch,
    Array.from({ length: branches[branch]?.kinds ?? 0 }, (_, kind) => kind),
  ];
  return branches.flatMap(({ shared }, number) => {
    const sharer = branches.findIndex(
      (other) => other.shared !== undefined && other.shared.denominator === shared?.denominator,
    );
    const sharing = (branch: number): KindsOfBranch => [branch, branches[branch]?.shared?.kinds ?? []];
    return [
      ...(personsShown && number > 0 ? [{ left: allKinds(0), right: allKinds(number) }] : []),
      ...(sharer >= 0 && sharer < number ? [{ left: sharing(sharer), right: sharing(number) }] : []),
    ];
  });
}

/**
 * A person may be in several finest cells: one unknown a set of cells that somebody is in. Sets that nobody is in
 * are left out, so the audit grants a reader to know which sets occur; that also carries over what the query means
 * (a matrix of overlaps is symmetric). Where zeros are protected, a cell without anybody gets sets of its own. Where
 * earlier releases are out, there are sets that nobody is in now and somebody may have been in then.
 */
export function ofAtoms(
  indicator: Indicator,
  branches: readonly Branch[],
  axes: readonly Axis[],
  rows: readonly SqlRow[],
  byKey: ReadonlyMap<string, SqlRow>,
  { zeros, hasEarlier }: Pick<DisclosurePolicy, 'zeros'> & { readonly hasEarlier: boolean },
): Unknowns {
  const observed = rows.map((row) => parseMarks(String(row['marks']), axes.length));
  const flagSets = new Map(observed.flat().map(({ flags }) => [flags.join(), flags]));
  const empty =
    zeros === 'published'
      ? []
      : Array.from({ length: finestCount(axes) }, (_, number) => finestCodes(axes, number)).filter(
          (codes) => !byKey.has(keyText(codes)),
        );
  const possible: readonly (readonly Mark[])[] = [
    ...observed,
    ...empty.flatMap((codes) => [...flagSets.values()].map((flags) => [{ codes, flags }])),
  ];
  const atoms = [...possible, ...(hasEarlier ? formerSets(possible) : [])];
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
  const flagsBelow = new WeakMap<readonly number[], ReadonlyMap<number, readonly boolean[]>>();
  /** The sets that are somewhere in these cells, with what is counted of them there. */
  const flagsIn = (below: readonly number[]) => {
    const known = flagsBelow.get(below);
    if (known !== undefined) return known;
    const flagsOf = new Map<number, readonly boolean[]>();
    for (const number of below) {
      for (const { atom, flags } of marksIn.get(number) ?? []) {
        const before = flagsOf.get(atom);
        flagsOf.set(
          atom,
          before === undefined ? flags : flags.map((flag, at) => flag || before[at] === true),
        );
      }
    }
    flagsBelow.set(below, flagsOf);
    return flagsOf;
  };
  return {
    count: atoms.length,
    truth: atoms.map((_, atom) => Number(rows[atom]?.['persons'] ?? 0)),
    nobody: atoms.flatMap((_, atom) => (atom < possible.length ? [] : [atom])),
    relations: [],
    formOf: (below, branch, wanted) => {
      const flagsOf = flagsIn(below);
      const kind = kinds.get(branch) ?? (() => 0);
      return [...flagsOf]
        .filter(([, flags]) => wanted.includes(kind(flags) ?? -1))
        .map(([atom]) => atom)
        .sort((left, right) => left - right);
    },
  };
}
