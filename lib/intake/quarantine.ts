import type { ObjectStore } from '../ports/object-store.ts';
import { quoteName } from '../sql/quote.ts';
import { DEFECTS, EXCLUDED_ROWS, type Examination, MARKS } from './examination.ts';
import type { Finding } from './finding.ts';
import { FINDING_CODES } from './finding-codes.ts';
import { makeFinding } from './make-finding.ts';
import type { ReadPlan } from './read-plan.ts';
import { BYTE_ORDER_MARK, csvLine } from './spreadsheet-csv.ts';

/** Where the answers to one delivery lie in the landing zone, beside its receipt. */
export interface QuarantineKeys {
  /** Rows in quarantine, in clear, as the agency sent them. */
  readonly rows: string;
  /** Every finding, row by row. */
  readonly findings: string;
  /** Numbers of the rows that were not accepted. */
  readonly excluded: string;
}

/** Writes what the steward needs to correct the file, and what the next step needs to leave rows out. */
export async function writeQuarantine(
  examination: Examination,
  plan: ReadPlan,
  findings: readonly Finding[],
  landing: ObjectStore,
  keys: QuarantineKeys,
): Promise<void> {
  await landing.put(keys.rows, encoded(quarantinedRows(examination, plan)));
  await landing.put(keys.findings, findingsCsv(examination, findings));
  await examination.workbench.saveParquet(EXCLUDED_ROWS, landing, keys.excluded);
}

/** For a file that could not be read: its findings alone. */
export async function writeFileFindings(
  findings: readonly Finding[],
  landing: ObjectStore,
  key: string,
): Promise<void> {
  await landing.put(key, fileFindingsCsv(findings));
}

/** Every finding, row by row, as the bytes of a CSV file. */
export function findingsCsv(
  examination: Examination,
  findings: readonly Finding[],
): AsyncIterable<Uint8Array> {
  return encoded(findingLines(examination, findings));
}

/** The same for a file that could not be read. */
export function fileFindingsCsv(findings: readonly Finding[]): AsyncIterable<Uint8Array> {
  return encoded(fileLines(findings));
}

const TEXT_OF_ROW = 'row as delivered';
const LONGEST_TEXT = 10_000;

async function* quarantinedRows(
  { workbench, source, checks }: Examination,
  plan: ReadPlan,
): AsyncIterable<string> {
  yield BYTE_ORDER_MARK;
  yield csvLine(['row', 'cause', ...plan.columns.map(({ header }) => header), TEXT_OF_ROW]);
  const columns = plan.columns.map(({ name }) => `delivered.${quoteName(name)}`);
  const batches = workbench.columns(
    [
      `SELECT delivered.row_number, causes.ids, ${[...columns, 'delivered._row_text'].join(', ')} FROM (${source}) AS delivered`,
      `JOIN (SELECT row_number, string_agg(CAST(check_id AS VARCHAR), ' ' ORDER BY check_id) AS ids FROM ${DEFECTS} WHERE refuses GROUP BY row_number) AS causes`,
      'ON causes.row_number = delivered.row_number ORDER BY delivered.row_number',
    ].join('\n'),
  );
  for await (const [numbers = [], causes = [], ...cells] of batches) {
    const lines = numbers.map((number, at) => {
      const named = String(causes[at])
        .split(' ')
        .map((id) => {
          const check = checks[Number(id)];
          return check === undefined
            ? ''
            : [check.code, check.header ?? check.rule].filter(Boolean).join(': ');
        });
      const values = cells.map((column) => String(column[at] ?? '').slice(0, LONGEST_TEXT));
      return csvLine([String(number), named.join('; '), ...values]);
    });
    yield lines.join('');
  }
}

const FINDING_COLUMNS = ['row', 'column', 'level', 'severity', 'code', 'rule', 'message', 'remedy'];

function findingLine(row: string, finding: Finding): string {
  const { column, level, severity, code, rule, message, remedy } = finding;
  return csvLine([row, column ?? '', level, severity, code, rule ?? '', message, remedy]);
}

function* fileLines(findings: readonly Finding[]): Iterable<string> {
  yield BYTE_ORDER_MARK;
  yield csvLine(FINDING_COLUMNS);
  for (const finding of findings) {
    const rows = finding.rows.length === 0 ? [''] : finding.rows.map(String);
    yield rows.map((row) => findingLine(row, finding)).join('');
  }
}

/** First what concerns the whole file, then every row of every cause. */
async function* findingLines(
  { workbench, checks, contract }: Examination,
  findings: readonly Finding[],
): AsyncIterable<string> {
  const ofRows = new Set(checks.map(({ code }) => code as string).concat('consent_missing'));
  yield* fileLines(findings.filter(({ code }) => !ofRows.has(code)));
  const batches = workbench.columns(
    [
      `SELECT row_number, check_id FROM (SELECT row_number, check_id FROM ${DEFECTS}`,
      `UNION ALL SELECT row_number, -1 FROM ${MARKS} WHERE withheld) ORDER BY row_number, check_id`,
    ].join(' '),
  );
  const single = checks.map((check) =>
    makeFinding(check.code, {
      severity: check.severity,
      ...(check.header === undefined ? {} : { column: check.header }),
      ...(check.rule === undefined ? {} : { rule: check.rule }),
      message: check.message(1),
    }),
  );
  const withheld = makeFinding('consent_missing', {
    rule: `consent: ${contract.requiredConsent.join(' or ')}`,
    message: FINDING_CODES.consent_missing.means,
  });
  for await (const [numbers = [], ids = []] of batches) {
    yield numbers
      .map((number, at) => findingLine(String(number), single[Number(ids[at])] ?? withheld))
      .join('');
  }
}

async function* encoded(text: AsyncIterable<string> | Iterable<string>): AsyncIterable<Uint8Array> {
  for await (const part of text) yield Buffer.from(part, 'utf8');
}
