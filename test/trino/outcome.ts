import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { folderZones, stateFolder } from '../../lib/adapters/local/state.ts';
import { openScratchBench } from '../../lib/cli/scratch-bench.ts';
import { crosswalkTables } from '../../lib/linkage/link.ts';
import { listReleases } from '../../lib/release/release.ts';
import { quoteText } from '../../lib/sql/quote.ts';

/** What the runs of a workspace came to: whom they found, and what they published. */
export interface Outcome {
  /** Rows of the crosswalk tables of every release's run: who is whom, with which id since when. */
  readonly people: readonly string[];
  /** Each file of each release with its digest. */
  readonly published: readonly string[];
  /** Rows of the published tables' CSV files. */
  readonly cells: number;
}

export async function outcomeOf(workspace: string): Promise<Outcome> {
  const state = stateFolder(workspace);
  const { crosswalk, release } = folderZones(state);
  await using bench = await openScratchBench(workspace);
  const people: string[] = [];
  const releases = await listReleases(release);
  for (const { run } of releases) {
    for (const [name, { path, columns }] of Object.entries(crosswalkTables(run))) {
      const file = await bench.open(crosswalk, `${path}/part-0.parquet`);
      const list = columns.map((column) => `"${column.name}"`).join(', ');
      const rows = await bench.rows(`SELECT ${list} FROM read_parquet(${quoteText(file)}) ORDER BY ALL`);
      people.push(...rows.map((row) => `${run} ${name}: ${Object.values(row).map(String).join(' | ')}`));
    }
  }
  const published: string[] = [];
  let cells = 0;
  for (const { release_id } of releases) {
    const folder = join(state, 'release', release_id);
    for (const file of (await filesOf(folder)).toSorted()) {
      const content = await readFile(join(folder, file));
      published.push(`${release_id}/${file} ${createHash('sha256').update(content).digest('hex')}`);
      if (file.startsWith('data/') && file.endsWith('.csv'))
        cells += content.toString('utf8').trimEnd().split('\n').length - 1;
    }
  }
  return { people, published, cells };
}

/** What one outcome has and the other has not, a few of each; empty where they are the same. */
export function differenceOf(ours: Outcome, theirs: Outcome): readonly string[] {
  return (['people', 'published'] as const).flatMap((part) => {
    const [mine, other] = [new Set(ours[part]), new Set(theirs[part])];
    return [
      ...[...mine]
        .filter((line) => !other.has(line))
        .slice(0, 5)
        .map((line) => `only embedded: ${line}`),
      ...[...other]
        .filter((line) => !mine.has(line))
        .slice(0, 5)
        .map((line) => `only Trino: ${line}`),
    ];
  });
}

async function filesOf(folder: string): Promise<readonly string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name).slice(folder.length + 1));
}
