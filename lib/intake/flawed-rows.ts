import { quoteText } from '../sql/quote.ts';
import type { Check } from './checks.ts';
import { addDefects, type Examination } from './examination.ts';
import type { FindingCodeName } from './finding-codes.ts';
import { countOf } from './make-finding.ts';
import type { ReadPlan } from './read-plan.ts';
import type { Flaw } from './source.ts';

const LINES_NAMED = 5;

/** Puts rows that are out of step with the header among the defects, and says on which lines they stand. */
export async function checkFlawedRows(examination: Examination, plan: ReadPlan): Promise<void> {
  if (plan.native) return;
  const { workbench, source } = examination;
  const groups = await workbench.rows(
    [
      'SELECT _flaw, _flaw_column, count(*) AS struck, CAST(min(_fields) AS BIGINT) AS fewest, CAST(max(_fields) AS BIGINT) AS most',
      `FROM (${source}) AS delivered WHERE _flaw IS NOT NULL GROUP BY _flaw, _flaw_column ORDER BY _flaw, _flaw_column`,
    ].join(' '),
  );
  for (const group of groups) {
    const flaw = String(group['_flaw']) as Flaw;
    const header = group['_flaw_column'];
    const column =
      typeof header === 'string' ? `_flaw_column = ${quoteText(header)}` : '_flaw_column IS NULL';
    const rows = `SELECT row_number, _line, _end_line FROM (${source}) AS delivered WHERE _flaw = ${quoteText(flaw)} AND ${column}`;
    const first = await workbench.rows(`${rows} ORDER BY row_number LIMIT ${LINES_NAMED}`);
    const lines = first.map(({ _line, _end_line }) =>
      _line === _end_line ? `${_line}` : `${_line}–${_end_line}`,
    );
    const fields =
      group['fewest'] === group['most'] ? `${group['most']}` : `${group['fewest']} to ${group['most']}`;
    const place = `${lines.length < Number(group['struck']) ? 'the first on lines' : 'on lines'} ${lines.join(', ')} of the file`;
    const check: Check = {
      code: flaw satisfies FindingCodeName,
      severity: 'error',
      ...(typeof header === 'string' ? { header } : {}),
      rule: `${countOf(plan.named, 'field')} a row`,
      message: (n) =>
        sentenceOf(flaw, n, plan.named, fields, place, typeof header === 'string' ? header : undefined),
    };
    await addDefects(examination, check, rows);
  }
}

function sentenceOf(
  flaw: Flaw,
  count: number,
  width: number,
  fields: string,
  place: string,
  header: string | undefined,
): string {
  const rows = countOf(count, 'row');
  const has = count === 1 ? 'has' : 'have';
  if (flaw !== 'quote_unbalanced')
    return `${rows} ${has} ${fields} fields where the header has ${width} (${place}).`;
  const column = header === undefined ? '' : ` in "${header}"`;
  return `${rows} ${has} a quotation mark${column} without a partner, so that the next line was read as part of the row (${place}).`;
}
