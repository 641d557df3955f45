import { countedColumns, rateColumns, sumColumns } from '../../indicators/measure.ts';
import type { SqlRow } from '../../ports/query-engine.ts';
import type { Indicator, Measure } from '../../workspace/workspace.ts';
import type { Role } from '../model/system.ts';

/** One published or derived number of a measure, as kinds of persons that it counts. */
export interface BranchQuantity {
  readonly name: string;
  readonly role: Role;
  readonly shown: boolean;
  /** Places among the branch's kinds. */
  readonly kinds: readonly number[];
  /** The column of the cells table that holds it, or the two whose difference it is. */
  readonly column: string;
  readonly minus?: string;
}

/**
 * How one measure divides the persons of a cell into kinds that exclude one another: of a rate those in the
 * numerator, those in the denominator only, and (where all persons are published beside it) those outside.
 */
export interface Branch {
  readonly measure: string;
  readonly kinds: number;
  readonly quantities: readonly BranchQuantity[];
  /** The kinds that make up the denominator, under the name of the query's column: rates of one denominator share it. */
  readonly shared?: { readonly denominator: string; readonly kinds: readonly number[] };
}

/** Whether the indicator publishes how many persons there are. */
export function showsPersons(indicator: Indicator): boolean {
  return indicator.measures.some(({ kind }) => kind === 'persons');
}

/** The branches of an indicator's counts; the first is all persons where they are published. */
export function branchesOf(indicator: Indicator): readonly Branch[] {
  const withPersons = showsPersons(indicator);
  const persons: Branch = {
    measure: 'persons',
    kinds: 1,
    quantities: [{ name: 'persons', role: 'count', shown: true, kinds: [0], column: 'persons' }],
  };
  return [
    ...(withPersons ? [persons] : []),
    ...indicator.measures.flatMap((measure) => branchOf(measure, withPersons)),
  ];
}

function branchOf(measure: Measure, withPersons: boolean): readonly Branch[] {
  switch (measure.kind) {
    case 'persons':
      return [];
    case 'rate': {
      const { numerator, denominator } = rateColumns(measure.name);
      return [
        {
          measure: measure.name,
          kinds: withPersons ? 3 : 2,
          shared: { denominator: measure.denominator, kinds: [0, 1] },
          quantities: [
            { name: numerator, role: 'count', shown: true, kinds: [0], column: numerator },
            { name: denominator, role: 'denominator', shown: true, kinds: [0, 1], column: denominator },
            {
              name: `${measure.name}_complement`,
              role: 'complement',
              shown: false,
              kinds: [1],
              column: denominator,
              minus: numerator,
            },
            ...remainder(measure, withPersons, 2, denominator),
          ],
        },
      ];
    }
    case 'ratio': {
      const { numerator } = rateColumns(measure.name);
      return [
        {
          measure: measure.name,
          kinds: withPersons ? 2 : 1,
          quantities: [
            { name: numerator, role: 'count', shown: true, kinds: [0], column: numerator },
            ...remainder(measure, withPersons, 1, numerator),
          ],
        },
      ];
    }
    case 'mean': {
      const { count } = sumColumns(measure.name);
      return [
        {
          measure: measure.name,
          kinds: withPersons ? 2 : 1,
          quantities: [
            { name: count, role: 'denominator', shown: true, kinds: [0], column: count },
            ...remainder(measure, withPersons, 1, count),
          ],
        },
      ];
    }
    case 'sum':
      return [];
  }
}

/** The persons whom a measure leaves out: all persons less its own. */
function remainder(
  measure: Measure,
  withPersons: boolean,
  kind: number,
  column: string,
): readonly BranchQuantity[] {
  return withPersons
    ? [
        {
          name: `${measure.name}_remainder`,
          role: 'remainder',
          shown: false,
          kinds: [kind],
          column: 'persons',
          minus: column,
        },
      ]
    : [];
}

/** What a measured row says of a quantity; nobody there is zero. Counts come as bigint. */
export function quantityValue(
  row: SqlRow | undefined,
  { column, minus }: Pick<BranchQuantity, 'column' | 'minus'>,
): number {
  const amount = (name: string) => Number(row?.[name] ?? 0);
  return amount(column) - (minus === undefined ? 0 : amount(minus));
}

/**
 * Which kind of a branch a person is of, by the flags that hold of them in some cell (see `Mark`).
 * @returns null where the branch does not count the person at all
 */
export function kindOf(indicator: Indicator, branch: Branch): (flags: readonly boolean[]) => number | null {
  const columns = countedColumns(indicator).map(({ column }) => column);
  const measure = indicator.measures.find(({ name, kind }) => name === branch.measure && kind !== 'persons');
  if (measure === undefined) return () => 0;
  const outside = branch.kinds - 1;
  const flag = (column: string) => columns.indexOf(column);
  if (measure.kind === 'rate') {
    const { numerator, denominator } = rateColumns(measure.name);
    const [inNumerator, inDenominator] = [flag(numerator), flag(denominator)];
    return (flags) => (flags[inNumerator] ? 0 : flags[inDenominator] ? 1 : outside === 2 ? 2 : null);
  }
  const counted = flag(
    measure.kind === 'ratio' ? rateColumns(measure.name).numerator : sumColumns(measure.name).count,
  );
  return (flags) => (flags[counted] ? 0 : outside === 1 ? 1 : null);
}
