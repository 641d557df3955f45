import type { RunPlan } from '../governance/governance.ts';
import type { Indicator } from '../workspace/workspace.ts';
import { answersAndCodes, flagName } from './answers.sql.ts';
import { countedColumns } from './counted.ts';
import { levelColumns } from './grouping.ts';

/** Divides the codes and flags of one inner cell (ASCII unit separator). */
const UNIT = 31;
/** Divides the inner cells of one person (ASCII record separator). */
const RECORD = 30;

/** One inner cell that a person belongs to, with what is counted of them there. */
export interface Mark {
  /** One code a dimension in use, in the indicator's order. */
  readonly codes: readonly string[];
  /** One a counted column, in the order of `countedColumns`. */
  readonly flags: readonly boolean[];
}

/**
 * Persons by the set of inner cells that they belong to: where a person may hold several codes at once, cells do not
 * add up, but every published count is a sum of these.
 */
export function atomsSelect(plan: RunPlan, indicator: Indicator): string {
  const codes = levelColumns(indicator).map(({ code }) => code);
  const flags = countedColumns(indicator).map((_, at) => flagName(at));
  const parts = [...codes, ...flags.map((flag) => `CAST(max(${flag}) AS varchar)`)];
  return [
    `WITH ${answersAndCodes(plan, indicator)},`,
    'marks AS (',
    `SELECT person, ${parts.join(` || chr(${UNIT}) || `)} AS mark`,
    'FROM coded',
    `GROUP BY ${['person', ...codes].join(', ')}`,
    '),',
    `sets AS (\nSELECT person, array_join(array_agg(mark ORDER BY mark), chr(${RECORD})) AS marks\nFROM marks\nGROUP BY person\n)`,
    'SELECT marks AS "marks", CAST(count(person) AS bigint) AS "persons"',
    'FROM sets',
    'GROUP BY marks',
  ].join('\n');
}

/** Reads the `marks` column of an atoms table. */
export function parseMarks(marks: string, dimensions: number): readonly Mark[] {
  return marks.split(String.fromCharCode(RECORD)).map((mark) => {
    const parts = mark.split(String.fromCharCode(UNIT));
    return { codes: parts.slice(0, dimensions), flags: parts.slice(dimensions).map((flag) => flag === '1') };
  });
}
