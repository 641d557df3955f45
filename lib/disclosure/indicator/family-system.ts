import { TOTAL } from '../../indicators/measure.ts';
import type { Indicator, SharedCells } from '../../workspace/workspace.ts';
import { SharedCellsDiffer } from '../errors.ts';
import type { DescribedTable } from '../model/described-table.ts';
import { EMPTY_SYSTEM, type Form, type System } from '../model/system.ts';
import { namesInCommon, positionsOf } from './common-codes.ts';

/** A table of a family with everything that is known of it; it may have more unknowns than the table itself. */
export interface FamilyPart {
  readonly indicator: Pick<Indicator, 'id' | 'sharesCells'>;
  readonly table: DescribedTable;
  readonly system: System;
}

/** Where a part's rows and unknowns begin in the joint system. */
export interface Place {
  readonly row: number;
  readonly variable: number;
}

export interface JointSystem {
  readonly system: System;
  /** In the order of the parts. */
  readonly places: readonly Place[];
}

/**
 * The tables of a family as one system: each with unknowns of its own, and what they share said to be equal. A share
 * with an indicator that is not in the family counts for nothing: it is not published.
 * @throws SharedCellsDiffer where the measured numbers are not equal
 */
export function joinTables(parts: readonly FamilyPart[]): JointSystem {
  const places: Place[] = [];
  let [row, variable] = [0, 0];
  for (const { system } of parts) {
    places.push({ row, variable });
    row += system.rows.length;
    variable += system.variables;
  }
  const [only] = parts;
  if (parts.length === 1 && only !== undefined) {
    const shared = sharedRelations(parts, places);
    const { system } = only;
    return { places, system: { ...system, relations: [...system.relations, ...shared] } };
  }
  const moved = parts.map((part, at) => moveBy(part, places[at]?.variable ?? 0));
  return {
    places,
    system: {
      ...EMPTY_SYSTEM,
      variables: variable,
      signed: new Set(moved.flatMap(({ signed }) => [...signed])),
      fractional: new Set(moved.flatMap(({ fractional }) => [...fractional])),
      relations: [...moved.flatMap(({ relations }) => relations), ...sharedRelations(parts, places)],
      facts: moved.flatMap(({ facts }) => facts),
      secrets: moved.flatMap(({ secrets }) => secrets),
      rows: moved.flatMap(({ rows }) => rows),
      truth: moved.flatMap(({ truth }) => truth),
    },
  };
}

/** A part's system with its unknowns renumbered; keys begin with the indicator, so that no two rows have the same. */
function moveBy({ indicator, system }: FamilyPart, offset: number): System {
  const form = (given: Form): Form => given.map((variable) => variable + offset);
  const terms = (given: System['facts'][number]['terms']) =>
    given.map(([variable, coefficient]) => [variable + offset, coefficient] as const);
  return {
    variables: system.variables,
    signed: new Set(form([...system.signed])),
    fractional: new Set(form([...system.fractional])),
    relations: system.relations.map(({ left, right }) => ({ left: form(left), right: form(right) })),
    facts: system.facts.map((fact) => ({ ...fact, terms: terms(fact.terms) })),
    secrets: system.secrets.map((secret) => ({
      ...secret,
      name: `${indicator.id}: ${secret.name}`,
      terms: terms(secret.terms),
    })),
    rows: system.rows.map((row) => ({
      ...row,
      key: [indicator.id, ...row.key],
      quantities: row.quantities.map((quantity) => ({ ...quantity, form: form(quantity.form) })),
    })),
    truth: system.truth,
  };
}

function sharedRelations(parts: readonly FamilyPart[], places: readonly Place[]): System['relations'] {
  return parts.flatMap((mine, at) =>
    (mine.indicator.sharesCells ?? []).flatMap((shared) => {
      const other = parts.findIndex(({ indicator }) => indicator.id === shared.with);
      const theirs = parts[other];
      if (theirs === undefined) return [];
      return sharedCells(mine, theirs, shared).map(({ left, right }) => ({
        left: left.map((variable) => variable + (places[at]?.variable ?? 0)),
        right: right.map((variable) => variable + (places[other]?.variable ?? 0)),
      }));
    }),
  );
}

/** What is equal between two tables, cell by cell, each side in its own unknowns. @throws SharedCellsDiffer */
function sharedCells(
  mine: FamilyPart,
  theirs: FamilyPart,
  { quantity, as, dimensions }: SharedCells,
): System['relations'] {
  const pairs = Object.entries(dimensions).flatMap(([own, other]) => {
    const left = mine.table.axes.find(({ name }) => name === own);
    const right = theirs.table.axes.find(({ name }) => name === other);
    return left === undefined || right === undefined ? [] : [{ left, right }];
  });
  const choices = pairs
    .map(({ left, right }) => namesInCommon(left, right))
    .reduce<readonly (readonly string[])[]>(
      (grown, names) => grown.flatMap((chosen) => names.map((name) => [...chosen, name])),
      [[]],
    );
  const formOf = ({ table }: FamilyPart, name: string, codes: ReadonlyMap<string, string>) =>
    table.formOf(
      table.axes.map((axis) => positionsOf(axis, codes.get(axis.name) ?? TOTAL)),
      name,
    );
  return choices.map((codes) => {
    const side = (which: 'left' | 'right') =>
      new Map(pairs.map((pair, at) => [pair[which].name, codes[at] ?? TOTAL]));
    const left = formOf(mine, quantity, side('left'));
    const right = formOf(theirs, as, side('right'));
    if (truthOf(mine, left) !== truthOf(theirs, right))
      throw new SharedCellsDiffer({
        indicators: [mine.indicator.id, theirs.indicator.id],
        quantities: [quantity, as],
        cell: codes,
      });
    return { left, right };
  });
}

function truthOf({ table }: FamilyPart, form: Form): number {
  return form.reduce((sum, variable) => sum + (table.system.truth[variable] ?? 0), 0);
}
