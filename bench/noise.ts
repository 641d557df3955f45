/**
 * Differential privacy: how many samples a second the exact samplers give, and how far the numbers of tables are from
 * the truth before and after they are made to add up. `node bench/noise.ts [most areas]`.
 */
import { createHash } from 'node:crypto';
import { keyedStream } from '../lib/disclosure/keyed-stream.ts';
import { finestBelow, finestCount, publishedCells } from '../lib/disclosure/model/cube.ts';
import type { DescribedTable } from '../lib/disclosure/model/described-table.ts';
import { EMPTY_SYSTEM } from '../lib/disclosure/model/system.ts';
import { uniformFrom } from '../lib/disclosure/model/uniform.ts';
import { levelOf } from '../lib/disclosure/noise/measured-table.ts';
import { noisyAlteration } from '../lib/disclosure/noise/noisy-alteration.ts';
import { rational } from '../lib/disclosure/noise/rational.ts';
import { discreteGaussian, discreteLaplace } from '../lib/disclosure/noise/samplers.ts';
import type { Axis } from '../lib/indicators/measure.ts';
import { seeded } from './disclosure/instances.ts';

const SAMPLES = 200_000;
const RHO = 0.1;
/** Tables of fewer cells are drawn more often, so that their error is known as well. */
const NUMBERS = 20_000;

const keyed = (seed: number) => keyedStream(createHash('sha256').update(`bench ${seed}`).digest());

function processorSeconds(work: () => void): number {
  const before = process.cpuUsage();
  work();
  return process.cpuUsage(before).user / 1e6;
}

function samplers(): void {
  const samples = {
    'discrete Gaussian, variance 1': (uniform: (below: bigint) => bigint) =>
      discreteGaussian(rational(1), uniform),
    'discrete Gaussian, variance 80': (uniform: (below: bigint) => bigint) =>
      discreteGaussian(rational(80), uniform),
    'discrete Laplace, scale 9': (uniform: (below: bigint) => bigint) =>
      discreteLaplace(rational(9), uniform),
  };
  for (const [name, draw] of Object.entries(samples)) {
    const uniform = uniformFrom(keyed(1)(name));
    const seconds = processorSeconds(() => {
      for (let at = 0; at < SAMPLES; at += 1) draw(uniform);
    });
    console.log(
      `${name}: ${Math.round(SAMPLES / seconds).toLocaleString('en-US')} samples per processor second`,
    );
  }
}

/** Areas of falling size in counties and of two kinds, by six ages and two sexes: all crosses, margins and groupings. */
function aTable(areas: number, people: number): DescribedTable {
  const random = seeded(areas);
  const codes = Array.from({ length: areas }, (_, at) => `a${at}`);
  const grouped = (prefix: string, count: number) =>
    Array.from({ length: count }, (_, group) => ({
      code: `${prefix}${group}`,
      members: codes.filter((_code, at) => at % count === group),
    }));
  const axes: readonly Axis[] = [
    {
      name: 'area',
      codes,
      groups: [...grouped('county', Math.ceil(areas / 8)), ...grouped('kind', 2)],
      total: true,
    },
    { name: 'age', codes: ['0', '1', '2', '3', '4', '5'], groups: [], total: true },
    { name: 'sex', codes: ['f', 'm'], groups: [], total: true },
  ];
  const weights = Array.from({ length: finestCount(axes) }, (_, number) => {
    const area = Math.floor(number / 12);
    return (0.3 + 1.4 * random()) / (1 + area) ** 0.7;
  });
  const norm = weights.reduce((sum, weight) => sum + weight, 0);
  const truth = weights.map((weight) => Math.floor((people * weight) / norm + random()));
  const cells = publishedCells(axes, [axes.map(({ name }) => name)]);
  const formOf: DescribedTable['formOf'] = (members) => finestBelow(axes, { key: [], members });
  const rows = cells.map(({ key, members }) => {
    const form = formOf(members, 'count');
    const value = form.reduce((sum, at) => sum + (truth[at] ?? 0), 0);
    return {
      key,
      root: 0,
      quantities: [{ name: 'count', role: 'count' as const, shown: true, form, value }],
    };
  });
  return { axes, cells, formOf, system: { ...EMPTY_SYSTEM, variables: truth.length, truth, rows } };
}

function errors(areas: number, perCell: number): void {
  const table = aTable(areas, areas * 12 * perCell);
  const releases = Math.max(1, Math.round(NUMBERS / table.cells.length));
  const squares = new Map<string, { sum: number; count: number }>();
  const add = (name: string, error: number) => {
    const held = squares.get(name) ?? { sum: 0, count: 0 };
    held.sum += error * error;
    held.count += 1;
    squares.set(name, held);
  };
  let within = 0;
  let plain = 0;
  let seconds = 0;
  for (let release = 0; release < releases; release += 1) {
    seconds += processorSeconds(() => {
      const noise = { mechanism: 'gaussian', rho: RHO, cellsPerPerson: 1, delta: 1e-6 } as const;
      const noisy = noisyAlteration(table, noise, keyed(release), 'bench');
      plain = Math.sqrt(
        table.cells.reduce((sum, _, row) => sum + noisy.varianceOf(row), 0) / table.cells.length,
      );
      table.cells.forEach((cell, row) => {
        const error = noisy.valueOf(row, 0) - (table.system.rows[row]?.quantities[0]?.value ?? 0);
        add('all', error);
        add(levelOf(table.axes, cell), error);
        if (Math.abs(error) <= noisy.marginOf(row, 0)) within += 1;
      });
    });
  }
  const rootMean = (name: string) => {
    const { sum, count } = squares.get(name) ?? { sum: 0, count: 1 };
    return Math.sqrt(sum / count).toFixed(1);
  };
  console.log(
    `${String(table.cells.length).padStart(7)} cells, ${String(perCell).padStart(3)} people in a finest cell: ` +
      `noise alone ${plain.toFixed(1)}; all cells ${rootMean('all')}, finest ${rootMean('ccc')}, ` +
      `counties ${rootMean('gtt')}, total ${rootMean('ttt')}; ` +
      `${((100 * within) / (releases * table.cells.length)).toFixed(1)} % within the margin stated; ` +
      `${(seconds / releases).toFixed(2)} s`,
  );
}

const most = Number(process.argv[2] ?? 3000);
samplers();
console.log(`Error in people (root mean square), ρ = ${RHO}, discrete Gaussian:`);
for (const areas of [40, 160, 640, 3000].filter((size) => size <= most)) {
  for (const perCell of [1, 30]) errors(areas, perCell);
}
