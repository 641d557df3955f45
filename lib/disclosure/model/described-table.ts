import type { Axis } from '../../indicators/measure.ts';
import type { CubeCell } from './cube.ts';
import type { Form, System } from './system.ts';

/** A published table as disclosure control sees it. */
export interface DescribedTable {
  readonly axes: readonly Axis[];
  /** `cells[n]` is `system.rows[n]`. */
  readonly cells: readonly CubeCell[];
  readonly system: System;
  /**
   * What a number of any cell is the sum of, whether the cell is published or not.
   * @param members positions among each axis's codes, ascending
   * @param quantity the name of a quantity that rows of this table have
   */
  readonly formOf: (members: readonly (readonly number[])[], quantity: string) => Form;
  /**
   * A person may be in several finest cells at once, so the variables are the sets of cells that persons are in. Which
   * sets occur is itself learnt from people; noise must not rest on it.
   */
  readonly overlapping?: boolean;
}
