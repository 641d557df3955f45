import type { Workbench } from '../ports/workbench.ts';
import { quoteName, quoteText, spellType } from '../sql/quote.ts';
import type { Contract } from '../workspace/model.ts';
import { mapDistinctValues } from './distinct-values.ts';
import { textOf } from './identities.ts';
import { deriveKept, keptColumns, recordsTable } from './kept-columns.ts';
import { MISSING_IN_TEXT } from './normalise/placeholders.ts';
import { threeDigitZip } from './normalise/postal-code.ts';
import { RECORD_IDS } from './record-ids.ts';

export interface RecordsPart {
  readonly contract: Contract;
  readonly period: string;
  /** ISO date, inclusive. */
  readonly periodEnd: string;
  readonly accepted: string;
  readonly workbench: Workbench;
}

/** The records part of a delivery as a DuckDB SELECT, ordered by record id; what the contract does not keep is not in it. */
export async function selectRecords(part: RecordsPart): Promise<string> {
  const { contract, period, periodEnd, accepted } = part;
  const kept = keptColumns(contract);
  const joins: string[] = [];
  const values: string[] = [];
  for (const [at, { column, kept: attribute, type }] of kept.entries()) {
    if (attribute.derive === 'zip3') {
      await mapZips(part, column.name, `separate_zips_${at}`);
      joins.push(`LEFT JOIN separate_zips_${at} AS zips_${at} ON zips_${at}.raw = kept.kept_${at}`);
    }
    const value = attribute.derive === 'zip3' ? `zips_${at}.zip3` : `kept.kept_${at}`;
    values.push(`CAST(${value} AS ${spellType(type)}) AS ${quoteName(attribute.as)}`);
  }
  const derived = kept.map((column, at) => `${deriveKept(column, periodEnd)} AS kept_${at}`);
  return [
    `SELECT ${['ids.record_id AS record_id', `${quoteText(period)} AS period`, ...values].join(', ')}`,
    `FROM (SELECT ${['row_number', ...derived].join(', ')} FROM (${accepted})) AS kept`,
    `JOIN ${RECORD_IDS} AS ids ON ids.row_number = kept.row_number`,
    ...joins,
    'ORDER BY ids.record_id',
  ].join('\n');
}

async function mapZips({ accepted, workbench }: RecordsPart, column: string, table: string): Promise<void> {
  await mapDistinctValues({
    workbench,
    relation: accepted,
    value: textOf([column]),
    table,
    columns: [{ name: 'zip3', type: 'varchar' }],
    map: (identifier) => {
      const zip3 = threeDigitZip(identifier.reveal());
      return zip3 === null ? undefined : [zip3];
    },
  });
}

/**
 * Rows of a records part in which a kept column is missing, by column; text such as UNKNOWN counts.
 * @param records a table of the workbench, or a SELECT
 */
export async function countMissing(
  contract: Contract,
  workbench: Workbench,
  records: string,
): Promise<ReadonlyMap<string, number>> {
  const kept = recordsTable(contract).columns.slice(2);
  const counts = kept.map(({ name, type }, at) => {
    const missing =
      type === 'varchar'
        ? `coalesce(upper(trim(${quoteName(name)})), '') IN (${MISSING_IN_TEXT.map(quoteText).join(', ')})`
        : `${quoteName(name)} IS NULL`;
    return `count(*) FILTER (WHERE ${missing}) AS missing_${at}`;
  });
  if (counts.length === 0) return new Map();
  const [row] = await workbench.rows(`SELECT ${counts.join(', ')} FROM (${records})`);
  return new Map(kept.map(({ name }, at) => [name, Number(row?.[`missing_${at}`] ?? 0)]));
}
