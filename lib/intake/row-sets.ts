import { quoteName } from '../sql/quote.ts';
import type { Contract } from '../workspace/model.ts';
import { addDefects, type Examination, GOOD_ROWS, hasRows, MARKS } from './examination.ts';
import type { FindingCodeName } from './finding-codes.ts';
import { countOf } from './make-finding.ts';
import type { ReadPlan } from './read-plan.ts';

/** Columns whose values together must not occur in two rows. */
export interface RowSet {
  readonly code: FindingCodeName & ('row_key_repeated' | 'value_repeated' | 'person_repeated');
  readonly columns: readonly string[];
}

/** What must not repeat within a delivery: the row key, unique columns, and the person where each occurs once. */
export function rowSets(contract: Contract, plan: ReadPlan): readonly RowSet[] {
  const found = new Set(plan.columns.map(({ name }) => name));
  const unique = contract.columns
    .filter((column) => column.unique)
    .map(({ name }) => ({ code: 'value_repeated' as const, columns: [name] }));
  const key =
    contract.rowKey.length > 0 ? [{ code: 'row_key_repeated' as const, columns: contract.rowKey }] : [];
  const person =
    contract.oncePerPerson && contract.localId !== undefined
      ? [{ code: 'person_repeated' as const, columns: [contract.localId.column] }]
      : [];
  const sets: RowSet[] = [];
  for (const set of [...key, ...person, ...unique]) {
    const known = sets.some(({ columns }) => columns.join('\n') === set.columns.join('\n'));
    if (!known && set.columns.every((column) => found.has(column))) sets.push(set);
  }
  return sets;
}

const REPEATED = 'repeated_rows';

/**
 * Finds rows that repeat. Rows alike in every column are one row sent several times: the first is kept. Where
 * they differ, none is. Hashes find the suspects; the values themselves decide.
 */
export async function checkRowSets(
  examination: Examination,
  sets: readonly RowSet[],
  plan: ReadPlan,
): Promise<void> {
  const { workbench } = examination;
  for (const [at, set] of sets.entries()) {
    const hash = `set_${at}`;
    const suspects = `SELECT ${hash} FROM ${MARKS} WHERE row_number IN (${GOOD_ROWS}) AND ${hash} IS NOT NULL GROUP BY ${hash} HAVING count(*) > 1`;
    if (!(await hasRows(workbench, suspects))) continue;
    await workbench.run(`DROP TABLE IF EXISTS ${REPEATED}`);
    await workbench.run(`CREATE TABLE ${REPEATED} AS ${repeatedRows(examination, set, hash, suspects)}`);
    const headers = set.columns.map(
      (name) => plan.columns.find((column) => column.name === name)?.header ?? name,
    );
    const named = headers.map((header) => `"${header}"`).join(', ');
    const column = headers.length === 1 && headers[0] !== undefined ? { header: headers[0] } : {};
    const alike = `SELECT row_number FROM ${REPEATED} WHERE alike AND nth > 1`;
    if (await hasRows(workbench, alike)) {
      await addDefects(
        examination,
        {
          ...column,
          code: 'row_repeated',
          severity: 'error',
          rule: `unique: ${set.columns.join(', ')}`,
          message: (n) =>
            `${countOf(n, 'row')} ${n === 1 ? 'is' : 'are'} the same as an earlier row in every column.`,
        },
        alike,
      );
    }
    const differing = `SELECT row_number FROM ${REPEATED} WHERE NOT alike`;
    if (await hasRows(workbench, differing)) {
      await addDefects(
        examination,
        {
          ...column,
          code: set.code,
          severity: 'error',
          rule: `unique: ${set.columns.join(', ')}`,
          message: (n) => `${countOf(n, 'row')} share ${named} with another row and differ from it.`,
        },
        differing,
      );
    }
  }
}

/** Good rows whose values in the set occur again: `nth` of their group, and whether the whole group is alike. */
function repeatedRows({ contract, typed }: Examination, set: RowSet, hash: string, suspects: string): string {
  const values = contract.columns.map(({ name }) => quoteName(name)).join(', ');
  const group = `PARTITION BY ${set.columns.map(quoteName).join(', ')}`;
  const rows = `SELECT row_number FROM ${MARKS} WHERE ${hash} IN (${suspects}) AND row_number IN (${GOOD_ROWS})`;
  return [
    'SELECT row_number, nth, lowest = highest AS alike FROM (',
    `  SELECT row_number, row_number() OVER (${group} ORDER BY row_number) AS nth, count(*) OVER (${group}) AS together,`,
    `    min(content) OVER (${group}) AS lowest, max(content) OVER (${group}) AS highest`,
    `  FROM (SELECT *, sha256(CAST(to_json([${contract.columns.map(({ name }) => `CAST(${quoteName(name)} AS VARCHAR)`).join(', ')}]) AS VARCHAR)) AS content`,
    `    FROM (SELECT row_number, ${values} FROM (${typed}) AS typed WHERE row_number IN (${rows})))`,
    ') WHERE together > 1',
  ].join('\n');
}
