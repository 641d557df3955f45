import { type CubeCell, finestBelow, publishedCells } from '../../../lib/disclosure/model/cube.ts';
import type { DescribedTable } from '../../../lib/disclosure/model/described-table.ts';
import { EMPTY_SYSTEM } from '../../../lib/disclosure/model/system.ts';
import type { Axis } from '../../../lib/indicators/measure.ts';
import { aCount } from './cubes.ts';

/** A table in which each person is in a set of finest cells; a row counts distinct persons. */
export function anOverlap(axes: readonly Axis[], persons: readonly (readonly number[])[]): DescribedTable {
  const sets = Map.groupBy(persons, (cells) => [...new Set(cells)].sort((a, b) => a - b).join());
  const atoms = [...sets.keys()].filter((name) => name !== '').sort();
  const cellsOf = atoms.map((name) => new Set(name.split(',').map(Number)));
  const truth = atoms.map((name) => sets.get(name)?.length ?? 0);
  const formOf = (members: CubeCell['members']) => {
    const inside = new Set(finestBelow(axes, { key: [], members }));
    return cellsOf.flatMap((held, atom) => (held.isDisjointFrom(inside) ? [] : [atom]));
  };
  const cells = publishedCells(axes, [axes.map(({ name }) => name)]);
  return {
    axes,
    cells,
    formOf,
    overlapping: true,
    system: {
      ...EMPTY_SYSTEM,
      variables: atoms.length,
      truth,
      rows: cells.map(({ key, members }) => ({
        key,
        root: 0,
        quantities: [aCount('persons', formOf(members), truth)],
      })),
    },
  };
}
