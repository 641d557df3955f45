import { quoteText } from '../sql/quote.ts';
import { DEFECTS, type Examination } from './examination.ts';
import { isIdentifying } from './header.ts';
import { textName } from './typed-values.ts';

const SHOWN = 10;
/** More different ones than this are no codes: two columns may have changed places, and these may be names. */
const MOST_KINDS = 25;
/** Short, and with too few digits for a date or a number of a person: what a code looks like. */
const CODE_LIKE = /^(?!(?:\D*\d){6})[\p{L}\p{N} _.+/()-]{1,24}$/u;

/**
 * For each code check that found something, a sentence with the unknown codes and how often each occurs. A value
 * of an identifying column is never among them, not even where a row that slipped by a field put one in a column
 * of codes: what also occurs in an identifying column of the file is counted, not shown.
 */
export async function unknownCodes(examination: Examination): Promise<ReadonlyMap<number, string>> {
  const { checks, contract, typed, workbench } = examination;
  const places = checks.flatMap((check, id) => {
    if (check.code !== 'code_unknown' || check.column === undefined || isIdentifying(check.column)) return [];
    return [{ id, text: textName(contract.columns.indexOf(check.column)) }];
  });
  if (places.length === 0) return new Map();
  const value = `CASE ${places.map(({ id, text }) => `WHEN check_id = ${id} THEN ${text}`).join(' ')} END`;
  const ids = places.map(({ id }) => id).join(', ');
  await workbench.run('DROP TABLE IF EXISTS unknown_codes');
  await workbench.run(
    [
      'CREATE TABLE unknown_codes AS SELECT check_id, value, count(*) AS struck FROM (',
      `  SELECT check_id, ${value} AS value FROM ${DEFECTS} JOIN (${typed}) AS typed USING (row_number) WHERE check_id IN (${ids})`,
      ') GROUP BY check_id, value',
    ].join('\n'),
  );
  const identifying = await identifyingValues(examination);
  const rows = await workbench.rows(
    'SELECT check_id, value, struck FROM unknown_codes ORDER BY check_id, struck DESC, value',
  );
  return new Map(
    places.flatMap(({ id }) => {
      const own = rows.filter((row) => Number(row['check_id']) === id);
      const codes = own.map(({ value: code, struck }) => ({ code: String(code), count: Number(struck) }));
      return codes.length === 0 ? [] : [[id, sentenceOf(codes, identifying)] as const];
    }),
  );
}

/** Those of the unknown codes, in lower case, that also stand in an identifying column. */
async function identifyingValues({ contract, typed, workbench }: Examination): Promise<ReadonlySet<string>> {
  const [any] = await workbench.rows('SELECT count(*) AS n FROM unknown_codes');
  const texts = contract.columns.flatMap((column, at) =>
    isIdentifying(column) ? [`lower(${textName(at)})`] : [],
  );
  if (Number(any?.['n'] ?? 0) === 0 || texts.length === 0) return new Set();
  const known = 'SELECT lower(value) FROM unknown_codes';
  const struck = texts.map((text) => `${text} IN (${known})`).join(' OR ');
  const rows = await workbench.rows(
    `SELECT DISTINCT value FROM (SELECT unnest([${texts.join(', ')}]) AS value FROM (${typed}) AS typed WHERE ${struck}) WHERE value IN (${known})`,
  );
  return new Set(rows.map(({ value }) => String(value)));
}

function sentenceOf(
  codes: readonly { readonly code: string; readonly count: number }[],
  identifying: ReadonlySet<string>,
): string {
  if (codes.length > MOST_KINDS) {
    return `The ${codes.length.toLocaleString('en-US')} different values are not repeated here; do two columns stand in each other's place?`;
  }
  const shown = codes
    .filter(({ code }) => CODE_LIKE.test(code) && !identifying.has(code.toLowerCase()))
    .slice(0, SHOWN);
  const rest = codes.length - shown.length;
  const list = shown
    .map(({ code, count }) => `${quoteText(code)} (${count.toLocaleString('en-US')})`)
    .join(', ');
  if (shown.length === 0)
    return `The ${rest === 1 ? 'code is' : 'codes are'} not repeated here; the quarantine file has ${rest === 1 ? 'it' : 'them'}.`;
  return rest === 0
    ? `Found: ${list}.`
    : `Found: ${list}, and ${rest.toLocaleString('en-US')} more that are not repeated here.`;
}
