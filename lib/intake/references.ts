import type { ObjectStore } from '../ports/object-store.ts';
import { quoteName, quoteText } from '../sql/quote.ts';
import type { Contract, DatasetId, Reference } from '../workspace/model.ts';
import { addDefects, type Examination, goodRows, hasRows } from './examination.ts';
import { countOf } from './make-finding.ts';
import type { ReadPlan } from './read-plan.ts';

/** What can be known of another dataset of the agency: its contract, and its deliveries in force, of any period. */
export interface OtherDataset {
  readonly contract: Contract;
  readonly deliveryIds: readonly string[];
}

/**
 * Checks references against the row keys and local ids of the other dataset, which its deliveries left in the
 * landing zone.
 * @returns for each reference that could not be checked, why
 */
export async function checkReferences(
  examination: Examination,
  plan: ReadPlan,
  landing: ObjectStore,
  others: ReadonlyMap<DatasetId, OtherDataset>,
): Promise<readonly string[]> {
  const unchecked: string[] = [];
  for (const reference of examination.contract.references) {
    const other = others.get(reference.to);
    const value = other === undefined ? undefined : storedValue(other.contract, reference);
    const header = plan.columns.find(({ name }) => name === reference.column)?.header;
    if (header === undefined)
      unchecked.push(`the file lacks "${reference.column}", which refers to ${reference.to}`);
    else if (other === undefined || other.deliveryIds.length === 0)
      unchecked.push(`no delivery of ${reference.to} is in force`);
    else if (value === undefined)
      unchecked.push(`"${reference.toColumn}" is neither row key nor local id of ${reference.to}`);
    else
      await checkReference(
        examination,
        reference,
        header,
        await knownValues(examination, landing, other, value),
      );
  }
  return unchecked;
}

async function checkReference(
  examination: Examination,
  reference: Reference,
  header: string,
  known: string,
): Promise<void> {
  const column = `CAST(${quoteName(reference.column)} AS VARCHAR)`;
  const rows = [
    `SELECT row_number FROM (${goodRows(examination)}) AS referring`,
    `WHERE ${column} IS NOT NULL AND NOT EXISTS (SELECT 1 FROM (${known}) AS known WHERE known.value = ${column})`,
  ].join(' ');
  if (!(await hasRows(examination.workbench, rows))) return;
  await addDefects(
    examination,
    {
      code: 'reference_unknown',
      severity: reference.severity,
      header,
      rule: `refers to "${reference.toColumn}" of ${reference.to}`,
      message: (n) =>
        `"${header}" refers in ${countOf(n, 'row')} to something that ${reference.to} does not hold.`,
    },
    rows,
  );
}

/** Where a record-ids file has the values of the column that is referred to; undefined where it has them not. */
function storedValue(other: Contract, { toColumn }: Reference): string | undefined {
  if (other.localId?.column === toColumn) return 'local_id';
  const at = other.rowKey.indexOf(toColumn);
  return at < 0 ? undefined : `json_extract_string(row_key, ${quoteText(`$[${at}]`)})`;
}

async function knownValues(
  { workbench }: Examination,
  landing: ObjectStore,
  { contract, deliveryIds }: OtherDataset,
  value: string,
): Promise<string> {
  const files: string[] = [];
  for (const id of deliveryIds) {
    files.push(quoteText(await workbench.open(landing, `record-ids/${contract.dataset}/${id}.parquet`)));
  }
  return `SELECT DISTINCT ${value} AS value FROM read_parquet([${files.join(', ')}]) WHERE ${value} IS NOT NULL`;
}
