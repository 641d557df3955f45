import type { ColumnDefinition } from '../ports/catalogue.ts';
import type { ObjectStore } from '../ports/object-store.ts';
import type { Workbench } from '../ports/workbench.ts';
import { quoteName, quoteText } from '../sql/quote.ts';
import type { Contract } from '../workspace/model.ts';
import type { ScannedRecord } from './csv-scanner.ts';
import { ColumnNameReserved } from './errors.ts';
import { readRecords } from './file-text.ts';
import type { ReadPlan } from './read-plan.ts';

/** What is wrong with a row as such, before any of its values is looked at. */
export type Flaw = 'fields_too_few' | 'fields_too_many' | 'quote_unbalanced';

/** Where a file lies, and how to read it. */
export interface SourceFile {
  readonly store: ObjectStore;
  readonly key: string;
  readonly plan: ReadPlan;
}

/** Columns of a source beside the contract's. All but the row's number are null for a row that could be read. */
const OWN_COLUMNS = [
  { name: 'row_number', type: 'bigint' },
  { name: '_flaw', type: 'varchar' },
  { name: '_flaw_column', type: 'varchar' },
  { name: '_line', type: 'bigint' },
  { name: '_end_line', type: 'bigint' },
  { name: '_fields', type: 'bigint' },
  { name: '_row_text', type: 'varchar' },
] as const satisfies readonly ColumnDefinition[];

const OWN_NAMES = /^(?:row_number|_.*)$/i;

/** White space as JavaScript's `trim` has it, so that both ways of reading trim alike. */
const BLANKS =
  '\t\n\v\f\r \u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u2028\u2029\u202f\u205f\u3000\ufeff';

const BATCH_ROWS = 2048;
const SCANNED_TABLE = 'scanned_rows';

/**
 * Makes a file readable by SQL: one row a row of the file, with `row_number` (as a spreadsheet shows it), marks
 * for rows that are out of step, and the text of each column of the contract, trimmed, null where empty or
 * where the file lacks the column. A regular file is read by the engine from where it lies; any other is scanned
 * into a table of the workbench, whose spills are encrypted: no copy in clear is written either way.
 * @returns a DuckDB SELECT, good for as long as the workbench lives
 * @throws ColumnNameReserved
 */
export async function openSource(
  workbench: Workbench,
  file: SourceFile,
  contract: Contract,
): Promise<string> {
  const reserved = contract.columns.find(({ name }) => OWN_NAMES.test(name));
  if (reserved !== undefined) throw new ColumnNameReserved(contract.id, reserved.name);
  if (!file.plan.native) return scannedSource(workbench, file, contract);
  return nativeSource(file.plan, contract, await workbench.open(file.store, file.key));
}

/** A SELECT over the file itself, by the engine's CSV reader. */
export function nativeSource(plan: ReadPlan, contract: Contract, path: string): string {
  const fields = Array.from({ length: plan.width }, (_, at) => `${quoteText(`f${at}`)}: 'VARCHAR'`);
  const reader = [
    quoteText(path),
    'auto_detect = false',
    'header = true',
    `delim = ${quoteText(plan.format.delimiter)}`,
    `quote = '"'`,
    `escape = '"'`,
    `compression = ${quoteText(plan.format.compression)}`,
    `columns = {${fields.join(', ')}}`,
    `parallel = ${plan.quotedBreaks ? 'false' : 'true'}`,
  ];
  const cell = (at: number) =>
    plan.padded ? `nullif(trim(f${at}, ${quoteText(BLANKS)}), '')` : `nullif(f${at}, '')`;
  const columns = contract.columns.map(({ name }) => {
    const found = plan.columns.find((column) => column.name === name);
    return `${found === undefined ? 'CAST(NULL AS VARCHAR)' : cell(found.at)} AS ${quoteName(name)}`;
  });
  const own = OWN_COLUMNS.slice(1).map(({ name, type }) => `CAST(NULL AS ${type.toUpperCase()}) AS ${name}`);
  return [
    `SELECT row_number, ${[...own, ...columns].join(', ')}`,
    `FROM (SELECT row_number() OVER () + 1 AS row_number, * FROM read_csv(${reader.join(', ')})) AS file`,
  ].join('\n');
}

/** Scans the file into a table of the workbench. */
async function scannedSource(workbench: Workbench, file: SourceFile, contract: Contract): Promise<string> {
  const columns: readonly ColumnDefinition[] = [
    ...OWN_COLUMNS,
    ...contract.columns.map(({ name }) => ({ name, type: 'varchar' as const })),
  ];
  const table = quoteName(SCANNED_TABLE);
  await workbench.run(`DROP TABLE IF EXISTS ${table}`);
  let batch = new RowBatch(file.plan, contract);
  const flush = async () => {
    await workbench.append(SCANNED_TABLE, columns, batch.columns);
    batch = new RowBatch(file.plan, contract);
  };
  await readRecords({
    store: file.store,
    key: file.key,
    format: file.plan.format,
    cells: true,
    onRecord: (record) => batch.add(record),
    between: async () => {
      if (batch.size >= BATCH_ROWS) await flush();
      return false;
    },
  });
  await flush();
  return `SELECT ${columns.map(({ name }) => quoteName(name)).join(', ')} FROM ${table}`;
}

type Cell = string | bigint | null;

/** Some rows, column by column. */
class RowBatch {
  readonly columns: Cell[][];
  size = 0;
  readonly #plan: ReadPlan;
  readonly #places: readonly (number | undefined)[];

  constructor(plan: ReadPlan, contract: Contract) {
    this.#plan = plan;
    this.#places = contract.columns.map(
      ({ name }) => plan.columns.find((column) => column.name === name)?.at,
    );
    this.columns = Array.from({ length: OWN_COLUMNS.length + contract.columns.length }, () => []);
  }

  add(record: ScannedRecord): void {
    if (record.blank || record.row <= this.#plan.headerRow) return;
    const flaw = flawOf(record, this.#plan);
    const place = record.unbalancedAt;
    const header =
      place === undefined ? undefined : this.#plan.columns.find(({ at }) => at === place)?.header;
    const own = [
      BigInt(record.row),
      flaw ?? null,
      header ?? null,
      ...(flaw === undefined
        ? [null, null, null, null]
        : [
            BigInt(record.line),
            BigInt(record.endLine),
            BigInt(record.fields),
            record.cells.join(this.#plan.format.delimiter),
          ]),
    ];
    own.forEach((value, at) => {
      this.columns[at]?.push(value);
    });
    this.#places.forEach((at, index) => {
      const text = flaw === undefined && at !== undefined ? (record.cells[at] ?? '') : '';
      this.columns[OWN_COLUMNS.length + index]?.push(text === '' ? null : text);
    });
    this.size += 1;
  }
}

/** Whether the row is out of step with the header, and how. Empty fields beyond the last named column do no harm. */
function flawOf(record: ScannedRecord, plan: ReadPlan): Flaw | undefined {
  if (record.unbalancedAt !== undefined) return 'quote_unbalanced';
  if (record.fields < plan.named) return 'fields_too_few';
  if (record.cells.slice(plan.named).some((cell) => cell !== '')) {
    return record.fields > plan.width ? 'fields_too_many' : undefined;
  }
  return undefined;
}
