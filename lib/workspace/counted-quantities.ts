import type { Measure } from './model.ts';

/** The counts of persons that an indicator publishes, as `sharesCells` names them. */
export function countedQuantities(measures: readonly Measure[]): readonly string[] {
  return measures.flatMap(countedOf);
}

function countedOf({ kind, name }: Measure): readonly string[] {
  switch (kind) {
    case 'persons':
      return ['persons'];
    case 'rate':
      return [`${name}_numerator`, `${name}_denominator`];
    case 'ratio':
      return [`${name}_numerator`];
    case 'mean':
      return [`${name}_count`];
    case 'sum':
      return [];
  }
}
