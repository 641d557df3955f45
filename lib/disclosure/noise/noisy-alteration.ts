import { createHash } from 'node:crypto';
import type { NoisePolicy } from '../../workspace/workspace.ts';
import type { Alteration, KeyedBytes } from '../model/alteration.ts';
import type { DescribedTable } from '../model/described-table.ts';
import { uniformFrom } from '../model/uniform.ts';
import { epsilonOf } from './accounting.ts';
import { boundedNumbers, consistentNumbers, type Numbers } from './consistent-numbers.ts';
import { boundedCounts } from './contributions.ts';
import { variancesLeft } from './error-margins.ts';
import { type MeasuredTable, measuredTable } from './measured-table.ts';
import { dividedBy, fromDecimal, type Rational, rational, rootAbove, times, toNumber } from './rational.ts';
import { discreteGaussian, discreteLaplace } from './samplers.ts';
import { shownOrDifference } from './shown-numbers.ts';

/** What the noise of one table guarantees, and what it costs in people. */
export interface NoisyAlteration extends Alteration {
  /** Of everything that determines the noise, under the key: nobody else can try numbers against it. For the ledger. */
  readonly digest: string;
  readonly guarantee: {
    readonly rho: number;
    /** Together with `delta`. */
    readonly epsilon: number;
    readonly delta: number;
    /** Without any δ; Laplace noise alone has one. */
    readonly pureEpsilon: number | null;
  };
  /** How far any number is off by its own noise alone in 95 of 100 cases, in people: the largest of all. */
  readonly plainMargin: number;
  /** The variance of a row's own noise. */
  readonly varianceOf: (row: number) => number;
  /** Shown rows add up. False where persons may be in several cells. */
  readonly consistent: boolean;
}

/**
 * Differential privacy for a table of counts: whoever sees it can hardly tell whether any one person is in the data
 * (neighbouring data differ by one person, added or removed). Every published number that is not another's double gets
 * discrete noise, so that the whole table spends `noise.rho`; then, by post-processing, the numbers
 * are made to add up, whole and not negative, each part within its whole. Cells that are possible get noise whether
 * somebody is in them or not; cells that are impossible stay zero. The same data get the same noise.
 * @param label what is counted, and the period
 * @throws AmountsCannotBeNoisy, ContributionsUnknown
 */
export function noisyAlteration(
  table: DescribedTable,
  noise: NoisePolicy,
  keyedBytes: KeyedBytes,
  label: string,
): NoisyAlteration {
  const measured = measuredTable(table, noise.cellsPerPerson);
  const counts =
    measured.grid === null
      ? boundedCounts(table, noise.cellsPerPerson, keyedBytes)
      : table.system.rows.map(({ quantities }) => quantities.map(({ value }) => value));
  const plain = digestOf(table, measured, counts, noise, label);
  const digest = Buffer.from(keyedBytes(`noise digest/${plain}`)(32)).toString('hex');
  const variance = unitVariance(measured, noise);
  const uniform = uniformFrom(keyedBytes(`noise/${plain}`));
  const draw = drawFrom(uniform, noise, variance);
  const drawn = noisyNumbers(measured, counts, draw);
  const shown =
    measured.grid === null
      ? boundedNumbers(table, measured, drawn)
      : consistentNumbers(table, measured, drawn);
  const left =
    measured.grid === null ? table.cells.map(() => 1) : variancesLeft(table, measured, measured.grid);
  const marginFor = (share: number) =>
    Math.ceil(
      (noise.mechanism === 'gaussian' ? NORMAL_95 : LAPLACE_95) * Math.sqrt(share * toNumber(variance)),
    );
  const weightOf = (row: number) => measured.weights[measured.rowStands[row] ?? row] ?? 1;
  return {
    digest,
    guarantee: {
      rho: noise.rho,
      epsilon: epsilonOf(noise.rho, noise.delta),
      delta: noise.delta,
      pureEpsilon:
        noise.mechanism === 'laplace'
          ? measured.change.sum * Math.sqrt((2 * noise.rho) / Math.max(1, measured.change.squares))
          : null,
    },
    plainMargin: marginFor(1 / measured.weights.reduce((least, weight) => Math.min(least, weight), Infinity)),
    varianceOf: (row) => (toNumber(variance) / weightOf(row)) * (noise.mechanism === 'gaussian' ? 1 : 2),
    consistent: measured.grid !== null,
    valueOf: shownOrDifference(table, measured, shown),
    // What is not shown is the difference of two shown numbers, each with noise of its own.
    marginOf: (row, quantity) =>
      marginFor((left[row] ?? 1 / weightOf(row)) * ((measured.stands[quantity] ?? null) === null ? 2 : 1)),
  };
}

/** Two-sided 95 % of a normal distribution in standard deviations, and of a Laplace distribution in scales (ln 20). */
const NORMAL_95 = 1.959964;
const LAPLACE_95 = 2.995733;

/**
 * The noise of weight 1 that makes the whole table cost ρ: with numbers of weight w₁, w₂, … that change by c₁, c₂, …
 * when a person comes, Gaussian noise of variances σ²/w costs Σwc² / 2σ², and Laplace noise of scales b/√w as much.
 * @returns σ², or b² for Laplace
 */
function unitVariance({ change }: MeasuredTable, { rho }: NoisePolicy): Rational {
  return dividedBy(rational(change.squares), times(rational(2), fromDecimal(rho)));
}

/** @returns draws the noise of a weight */
function drawFrom(
  uniform: (below: bigint) => bigint,
  { mechanism }: NoisePolicy,
  variance: Rational,
): (weight: number) => number {
  const known = new Map<number, Rational>();
  const ofWeight = (weight: number) => {
    const found = known.get(weight);
    if (found !== undefined) return found;
    const own = dividedBy(variance, rational(weight));
    const made = mechanism === 'gaussian' ? own : rootAbove(own);
    known.set(weight, made);
    return made;
  };
  const sample = mechanism === 'gaussian' ? discreteGaussian : discreteLaplace;
  return (weight) => Number(sample(ofWeight(weight), uniform));
}

/** The measured numbers with their noise, drawn row by row; NaN where none was measured. */
function noisyNumbers(
  { quantities, rowStands, weights, grid }: MeasuredTable,
  counts: Numbers,
  draw: (weight: number) => number,
): Numbers {
  return counts.map((values, row) => {
    // A row without any possible cell is zero in every table like it: nobody's presence shows in it.
    if (rowStands[row] !== row || grid?.below[row]?.length === 0) return [];
    return values.map((value, quantity) =>
      quantities.includes(quantity) ? value + draw(weights[row] ?? 1) : Number.NaN,
    );
  });
}

/** Two tables have the same noise only where nothing of them differs: what they say, of what, and how it is protected. */
function digestOf(
  table: DescribedTable,
  { change, grid }: MeasuredTable,
  counts: Numbers,
  noise: NoisePolicy,
  label: string,
): string {
  const digest = createHash('sha256');
  const { mechanism, rho, cellsPerPerson, delta } = noise;
  digest.update(JSON.stringify([label, mechanism, rho, cellsPerPerson, delta, change, grid?.inner ?? null]));
  table.cells.forEach(({ key }, row) => {
    const quantities = table.system.rows[row]?.quantities ?? [];
    digest.update(JSON.stringify([key, quantities.map(({ name }, at) => [name, counts[row]?.[at] ?? null])]));
  });
  return digest.digest('hex');
}
