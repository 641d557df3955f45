import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { DuckdbWorkbench } from '../../adapters/local/duckdb-workbench.ts';
import {
  type ProtectedTable,
  protectTable,
  type TablePolicy,
  TablePolicyDocument,
} from '../../disclosure/protect.ts';
import { toCsv } from '../../release/release.ts';
import { quoteText } from '../../sql/quote.ts';
import { parseDocument, readYaml } from '../../workspace/workspace.ts';
import { FileUnreadable, WrongUsage } from '../errors.ts';
import { unreadable } from '../files.ts';
import { type ExitCode, type Io, printJson } from '../io.ts';
import { renderTable } from '../table.ts';

export interface ProtectOptions {
  /** The CSV file to protect. */
  readonly table: string;
  readonly policy: string;
  readonly out: string;
}

type TextRow = Readonly<Record<string, string>>;

/**
 * `tributary protect`: disclosure control of any table of counts. Writes `protected.csv` and `audit.json`.
 * @throws FileUnreadable, WrongUsage, TableDoesNotFit, TablePolicyIncomplete, AuditTooLarge
 */
export async function protectCommand(options: ProtectOptions, io: Io): Promise<ExitCode> {
  const document = await readPolicy(options.policy);
  const files = [...new Set(Object.values(document.dimensions).flatMap(({ hierarchies }) => hierarchies))];
  const { table, hierarchies } = await withReader(async (read) => ({
    table: await read(options.table),
    hierarchies: new Map(
      await Promise.all(
        files.map(async (file) => [file, await read(resolve(dirname(options.policy), file))] as const),
      ),
    ),
  }));
  const started = performance.now();
  const result = await protectTable(document, table, hierarchies);
  const audit = auditOf(result, (performance.now() - started) / 1000);
  await mkdir(options.out, { recursive: true });
  await writeFile(join(options.out, 'protected.csv'), protectedCsv(result));
  await writeFile(join(options.out, 'audit.json'), `${JSON.stringify(audit, undefined, 2)}\n`);
  if (io.json) printJson(io, audit);
  else io.out(summary(audit, options.out));
  return 0;
}

async function readPolicy(file: string): Promise<TablePolicy> {
  const { yaml, findings } = readYaml(file, await readText(file));
  const parsed = yaml === undefined ? { findings: [] } : parseDocument(yaml, TablePolicyDocument);
  const [first] = [...findings, ...parsed.findings];
  if (first !== undefined)
    throw new WrongUsage(`${first.file}:${first.line}:${first.column}: ${first.message} ${first.remedy}`);
  if (!('document' in parsed) || parsed.document === undefined)
    throw new WrongUsage(`${file} holds no policy.`);
  return parsed.document;
}

async function readText(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    throw unreadable(file, error);
  }
}

/** CSV files as rows of text; what is empty is empty text. */
async function withReader<T>(
  work: (read: (file: string) => Promise<readonly TextRow[]>) => Promise<T>,
): Promise<T> {
  const scratch = await mkdtemp(join(tmpdir(), 'tributary-protect-'));
  try {
    await using bench = await DuckdbWorkbench.open({ scratch, threads: 2, memory: '1GB' });
    return await work(async (file) => {
      await readText(file);
      try {
        const rows = await bench.rows(
          `SELECT * FROM read_csv(${quoteText(file)}, header = true, all_varchar = true)`,
        );
        return rows.map((row) =>
          Object.fromEntries(
            Object.entries(row).map(([name, value]) => [name.trim(), String(value ?? '').trim()]),
          ),
        );
      } catch {
        throw new FileUnreadable(file, 'other');
      }
    });
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}

function protectedCsv({ dimensions, rows }: ProtectedTable): string {
  return toCsv(
    [...dimensions, 'value', 'status'],
    rows.map(({ key, value }) => [...key, value, value === null ? 'suppressed' : 'published']),
  );
}

/** What was done, without a value of anything hidden. */
function auditOf(
  { cells, primary, complementary, hiddenShare, people, verdict }: ProtectedTable,
  seconds: number,
) {
  return {
    passed: verdict.passed,
    cells,
    primary,
    complementary,
    exactly_determined: verdict.determined,
    narrower_than_required: verdict.narrow,
    narrowest_interval: verdict.narrowest,
    people,
    share_of_people_hidden: Math.round(hiddenShare * 10_000) / 10_000,
    linear_programs: verdict.programs,
    seconds: Math.round(seconds * 1000) / 1000,
  };
}

function summary(audit: ReturnType<typeof auditOf>, out: string): string {
  const lines: readonly (readonly [string, string])[] = [
    ['cells', String(audit.cells)],
    ['hidden because of what they are (primary)', String(audit.primary)],
    ['hidden to protect those (complementary)', String(audit.complementary)],
    ['share of people in hidden finest cells', `${(audit.share_of_people_hidden * 100).toFixed(1)} %`],
    [
      'narrowest interval of a primary cell',
      audit.narrowest_interval === null ? 'unbounded' : String(audit.narrowest_interval),
    ],
    ['cells that an attacker can work out', String(audit.exactly_determined)],
    ['linear programs solved by the audit', String(audit.linear_programs)],
  ];
  const table = renderTable([{ title: 'disclosure control' }, { title: '', align: 'right' }], lines);
  return `${table}\nWritten: ${join(out, 'protected.csv')} and ${join(out, 'audit.json')}\n`;
}
