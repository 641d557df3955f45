import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DuckdbWorkbench } from '../../adapters/local/duckdb-workbench.ts';
import { type Evaluation, evaluate } from '../../linkage/link.ts';
import { quoteText } from '../../sql/quote.ts';
import { FileUnreadable, WrongUsage } from '../errors.ts';
import { requireFile } from '../files.ts';
import { type ExitCode, type Io, printJson } from '../io.ts';
import { renderTable } from '../table.ts';

export interface EvaluateOptions {
  /** CSV files of `record_id,person_id`. */
  readonly clusters: string;
  readonly truth: string;
}

/**
 * `tributary evaluate`: how well clusters agree with a truth, over all true pairs.
 * @throws FileUnreadable, WrongUsage, RecordInTwoClusters
 */
export async function evaluateCommand(options: EvaluateOptions, io: Io): Promise<ExitCode> {
  const scratch = await mkdtemp(join(tmpdir(), 'tributary-evaluate-'));
  try {
    await using bench = await DuckdbWorkbench.open({ scratch, threads: 2, memory: '2GB' });
    const evaluation = evaluate(
      await readAssignment(bench, options.clusters),
      await readAssignment(bench, options.truth),
    );
    if (io.json) printJson(io, evaluation);
    else io.out(render(evaluation));
    return 0;
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}

async function readAssignment(
  bench: DuckdbWorkbench,
  file: string,
): Promise<readonly (readonly [string, string])[]> {
  await requireFile(file);
  const source = `read_csv(${quoteText(file)}, header = true, all_varchar = true, delim = ',', quote = '"', escape = '"')`;
  const lines: (readonly [string, string])[] = [];
  try {
    const described = await bench.rows(`DESCRIBE SELECT * FROM ${source}`);
    const names = described.map((row) => String(row['column_name']));
    if (!names.includes('record_id') || !names.includes('person_id')) {
      throw new WrongUsage(`${file} needs the columns record_id and person_id; give it this header.`);
    }
    for await (const [records = [], persons = []] of bench.columns(
      `SELECT record_id, person_id FROM ${source}`,
    )) {
      for (const [at, record] of records.entries()) lines.push([String(record), String(persons[at] ?? '')]);
    }
  } catch (error) {
    throw error instanceof WrongUsage ? error : new FileUnreadable(file, 'other');
  }
  return lines;
}

function render(evaluation: Evaluation): string {
  const count = (value: number) => value.toLocaleString('en-US');
  const share = (value: number) => value.toFixed(4);
  return renderTable(
    [{ title: 'linkage against truth' }, { title: '', align: 'right' }],
    [
      ['records', count(evaluation.records)],
      ['true pairs', count(evaluation.truePairs)],
      ['pairs found', count(evaluation.foundPairs)],
      ['  of them right', count(evaluation.rightPairs)],
      ['  of them false', count(evaluation.falsePairs)],
      ['pairs missed, blocking included', count(evaluation.missedPairs)],
      ['precision', share(evaluation.precision)],
      ['recall', share(evaluation.recall)],
      ['F1', share(evaluation.f1)],
    ],
  );
}
