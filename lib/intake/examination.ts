import type { Workbench } from '../ports/workbench.ts';
import { quoteName, quoteText } from '../sql/quote.ts';
import type { Contract } from '../workspace/model.ts';
import { type Check, lacksConsent, type RowCheck } from './checks.ts';
import type { RowSet } from './row-sets.ts';

/** Tables of the workbench that an examination makes. They hold row numbers and hashes, no values. */
export const MARKS = 'row_marks';
export const DEFECTS = 'row_defects';

/** What is known about the rows of one file while its levels run. */
export interface Examination {
  readonly workbench: Workbench;
  readonly contract: Contract;
  /** SELECT of every row as delivered; see `openSource`. */
  readonly source: string;
  /** SELECT of every readable row, typed; see `typedRows`. */
  readonly typed: string;
  /** Every check that found something or could have; `row_defects.check_id` counts in it, from 0. */
  readonly checks: Check[];
}

/**
 * One pass over the file: which rows break which check, which lack a consent, and a hash of each set of columns
 * that must not repeat. Makes `row_marks` (row_number, withheld, failed, set_<n>) and `row_defects`
 * (row_number, check_id, refuses).
 */
export async function markRows(
  examination: Examination,
  checks: readonly RowCheck[],
  sets: readonly RowSet[],
): Promise<void> {
  const { workbench, contract, typed } = examination;
  const first = examination.checks.length;
  examination.checks.push(...checks);
  const failed = checks.map(({ breaks }, at) => `CASE WHEN ${breaks} THEN ${first + at} END`);
  const any = checks.map(({ breaks }) => `(${breaks})`).join(' OR ');
  const list =
    checks.length === 0
      ? 'CAST(NULL AS INTEGER[])'
      : `CASE WHEN ${any} THEN list_filter([${failed.join(', ')}], lambda id: id IS NOT NULL) END`;
  const hashes = sets.map((set, at) => `${setHash(set)} AS set_${at}`);
  await workbench.run(`DROP TABLE IF EXISTS ${MARKS}`);
  await workbench.run(`DROP TABLE IF EXISTS ${DEFECTS}`);
  await workbench.run(
    [
      `CREATE TABLE ${MARKS} AS SELECT row_number, coalesce(${lacksConsent(contract)}, false) AS withheld,`,
      `${[`${list} AS failed`, ...hashes].join(', ')} FROM (${typed}) AS typed`,
    ].join(' '),
  );
  await workbench.run(`CREATE TABLE ${DEFECTS} (row_number BIGINT, check_id INTEGER, refuses BOOLEAN)`);
  const refusing = checks.flatMap(({ severity }, at) => (severity === 'error' ? [first + at] : []));
  await workbench.run(
    [
      `INSERT INTO ${DEFECTS} SELECT row_number, check_id, ${oneOf('check_id', refusing)}`,
      `FROM (SELECT row_number, unnest(failed) AS check_id FROM ${MARKS} WHERE failed IS NOT NULL AND NOT withheld)`,
    ].join(' '),
  );
}

function setHash({ columns }: RowSet): string {
  const names = columns.map(quoteName);
  return `CASE WHEN ${names.map((name) => `${name} IS NOT NULL`).join(' AND ')} THEN hash(${names.join(', ')}) END`;
}

/** Adds rows that break one more check. @param rows a SELECT of `row_number` */
export async function addDefects(
  { workbench, checks }: Examination,
  check: Check,
  rows: string,
): Promise<void> {
  const id = checks.push(check) - 1;
  const refuses = check.severity === 'error';
  await workbench.run(
    `INSERT INTO ${DEFECTS} SELECT row_number, ${id}, ${refuses} FROM (SELECT DISTINCT row_number FROM (${rows}))`,
  );
}

/** Numbers of the rows that nothing speaks against so far. */
export const GOOD_ROWS = [
  `SELECT row_number FROM ${MARKS} WHERE NOT withheld`,
  `AND row_number NOT IN (SELECT row_number FROM ${DEFECTS} WHERE refuses)`,
].join(' ');

/** Typed rows that nothing speaks against so far. */
export function goodRows({ typed }: Examination): string {
  return `SELECT * FROM (${typed}) AS typed WHERE row_number IN (${GOOD_ROWS})`;
}

/** `column IN (…)`, false for an empty list. */
function oneOf(column: string, numbers: readonly number[]): string {
  return numbers.length === 0 ? 'false' : `${column} IN (${numbers.join(', ')})`;
}

/** Whether a SELECT has any row. */
export async function hasRows(workbench: Workbench, select: string): Promise<boolean> {
  return (await workbench.rows(`SELECT 1 AS one FROM (${select}) LIMIT 1`)).length > 0;
}

export interface RowCounts {
  readonly read: number;
  readonly accepted: number;
  readonly quarantined: number;
  readonly withheld: number;
}

/** How many rows went which way; every row that was read is in exactly one of the three. */
export async function countRows({ workbench }: Examination): Promise<RowCounts> {
  const [row] = await workbench.rows(
    [
      `SELECT (SELECT count(*) FROM (${GOOD_ROWS})) AS accepted,`,
      `(SELECT count(DISTINCT row_number) FROM ${DEFECTS} WHERE refuses) AS quarantined,`,
      `(SELECT count(*) FROM ${MARKS} WHERE withheld) AS withheld`,
    ].join(' '),
  );
  const count = (name: string) => Number(row?.[name] ?? 0);
  const [accepted, quarantined, withheld] = [count('accepted'), count('quarantined'), count('withheld')];
  return { read: accepted + quarantined + withheld, accepted, quarantined, withheld };
}

/** Rows that were not accepted, and why: `row_number`, `outcome`. */
export const EXCLUDED_ROWS = [
  `SELECT DISTINCT row_number, ${quoteText('quarantined')} AS outcome FROM ${DEFECTS} WHERE refuses`,
  `UNION ALL SELECT row_number, ${quoteText('withheld')} AS outcome FROM ${MARKS} WHERE withheld`,
  'ORDER BY row_number',
].join(' ');
