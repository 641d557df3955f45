import type { Highs } from 'highs';
import { PublishedCellsDisagree } from '../errors.ts';
import type { System } from '../model/system.ts';
import type { Lines } from './lines.ts';

/**
 * Numbers for all variables of which everything is true that is published or known, whatever is hidden: the truth,
 * and where this run does not know it (an earlier release's finest cells) whatever fits.
 * @throws PublishedCellsDisagree where nothing does
 */
export function basePoint(highs: Highs, system: System, lines: Lines): Float64Array {
  const point = Float64Array.from({ length: lines.variables }, (_, variable) => system.truth[variable] ?? 0);
  const open = point.map((_, variable) => (typeof system.truth[variable] === 'number' ? -1 : 0));
  const places: number[] = [];
  open.forEach((mark, variable) => {
    if (mark === 0) open[variable] = places.push(variable) - 1;
  });
  if (places.length === 0) return point;
  const starts = [0];
  const indices: number[] = [];
  const values: number[] = [];
  const low: number[] = [];
  const high: number[] = [];
  for (let line = 0; line < lines.count; line += 1) {
    let known = 0;
    const before = indices.length;
    for (let at = lines.starts[line] ?? 0; at < (lines.starts[line + 1] ?? 0); at += 1) {
      const variable = lines.members[at] ?? 0;
      const coefficient = lines.coefficients[at] ?? 0;
      const place = open[variable] ?? -1;
      if (place < 0) known += coefficient * (point[variable] ?? 0);
      else {
        indices.push(place);
        values.push(coefficient);
      }
    }
    if (indices.length === before) continue;
    starts.push(indices.length);
    low.push(finite(highs, Math.max(lines.low[line] ?? 0, lines.least[line] ?? 0) - known));
    high.push(finite(highs, (lines.high[line] ?? 0) - known));
  }
  using model = highs.createModel({
    numCols: places.length,
    numRows: low.length,
    colCost: new Float64Array(places.length),
    colLower: Float64Array.from(places, (variable) => finite(highs, lines.lower[variable] ?? 0)),
    colUpper: new Float64Array(places.length).fill(highs.infinity),
    rowLower: Float64Array.from(low),
    rowUpper: Float64Array.from(high),
    matrix: {
      format: 'csr',
      numRows: low.length,
      numCols: places.length,
      starts: Int32Array.from(starts),
      indices: Int32Array.from(indices),
      values: Float64Array.from(values),
    },
  });
  model.options.set({ output_flag: false, solver: 'simplex' });
  model.run();
  if (model.getModelStatus() !== highs.constants.modelStatus.optimal) throw new PublishedCellsDisagree();
  const solution = model.getSolution().colValue;
  places.forEach((variable, place) => {
    point[variable] = solution[place] ?? 0;
  });
  return point;
}

/** The solver's infinity in place of the language's. */
export function finite(highs: Highs, value: number): number {
  return Number.isFinite(value) ? value : Math.sign(value) * highs.infinity;
}
