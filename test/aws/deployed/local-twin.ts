import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { tributary } from '../../e2e/command-line.ts';
import {
  aFolder,
  SMALL_DATASETS,
  SMALL_WORKSPACE,
  smallExtracts,
  writeFiles,
} from '../../e2e/small-workspace.ts';

/** One cycle: what is delivered for which period, and on which day that happens. */
export interface Cycle {
  readonly period: string;
  readonly today: string;
  readonly twist: number;
}

/** What one machine makes of the same cycles: the published tables as CSV, by release, and receipts by dataset. */
export interface LocalTwin {
  readonly folder: string;
  /** `<release>/<name>.csv` to text. */
  readonly published: ReadonlyMap<string, string>;
  readonly receipts: ReadonlyMap<string, unknown>;
}

/** The extract of each dataset of the small workspace. */
export function extractsOf(twist: number): Readonly<Record<(typeof SMALL_DATASETS)[number], string>> {
  const { patients, visits, pupils } = smallExtracts(twist);
  return { 'clinic/patients': patients, 'clinic/visits': visits, 'school/pupils': pupils };
}

/** The small workspace for the machine that tests run on: the functions' native code has to be its own. */
export const DEPLOYED_WORKSPACE: Readonly<Record<string, string>> = {
  ...SMALL_WORKSPACE,
  'collaborative.yaml': `${SMALL_WORKSPACE['collaborative.yaml']}deployment: { architecture: ${process.arch === 'arm64' ? 'arm64' : 'x86_64'} }\n`,
};

/** Runs the cycles through the command line, as its user would. */
export async function runLocally(cycles: readonly Cycle[]): Promise<LocalTwin> {
  const folder = aFolder('local-twin');
  writeFiles(folder, DEPLOYED_WORKSPACE);
  const receipts = new Map<string, unknown>();
  for (const { period, today, twist } of cycles) {
    const env = { SOURCE_DATE_EPOCH: String(Date.parse(`${today}T09:00:00Z`) / 1000) };
    const call = async (...args: readonly string[]) => {
      const { code, out, err } = await tributary(['--workspace', folder, '--json', ...args], { env });
      if (code !== 0) throw new Error(`tributary ${args.join(' ')}: ${code}\n${err}`);
      return JSON.parse(out) as unknown;
    };
    const extracts = extractsOf(twist);
    for (const id of SMALL_DATASETS) {
      const [agency = '', dataset = ''] = id.split('/');
      const file = join(folder, 'in', `${dataset}.csv`);
      writeFiles(folder, { [`in/${dataset}.csv`]: extracts[id] });
      const args = ['--agency', agency, '--dataset', dataset, '--period', period];
      receipts.set(`${id}/${period}`, await call('submit', ...args, file));
    }
    await call('run', '--period', period);
  }
  return { folder, receipts, published: publishedBelow(join(folder, '.tributary', 'release')) };
}

function publishedBelow(folder: string): ReadonlyMap<string, string> {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) =>
    /^\d{4}\/data\/.*\.csv$/.test(name),
  );
  return new Map(
    files.map((name) => [name.replace('/data/', '/'), readFileSync(join(folder, name), 'utf8')]),
  );
}
