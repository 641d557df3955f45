import { Document, isCollection, isMap, isSeq, visit } from 'yaml';
import { type DraftColumn, draftColumns } from './draft-columns.ts';

export interface DraftInput {
  readonly agency: string;
  readonly dataset: string;
  /** As they stand in the file, in its order. */
  readonly headers: readonly string[];
  /** One list a header: its values in the rows that were looked at. Empty texts are missing values. */
  readonly samples: readonly (readonly string[])[];
}

/**
 * Drafts a contract from the head of a file: YAML text for a person to read and mend. What it shows of the data
 * are lists of codes, of columns that have no role and whose every value is short and stands in several rows.
 */
export function draftContract({ agency, dataset, headers, samples }: DraftInput): string {
  const columns = draftColumns(headers, samples);
  const document = new Document({
    apiVersion: 'v3.1.0',
    kind: 'DataContract',
    id: `${agency}-${dataset}`,
    name: dataset.replaceAll('_', ' '),
    version: '0.1.0',
    status: 'draft',
    description: { purpose: 'Say what one row stands for.', limitations: 'Say who or what is missing.' },
    schema: [{ name: dataset, properties: columns.map(propertyOf) }],
  });
  document.commentBefore = ` A draft of contracts/${agency}/${dataset}.yaml from ${samples[0]?.length ?? 0} rows. Read every line: types, roles, codes, what is kept.`;
  annotate(document, columns);
  return document.toString({ lineWidth: 0 });
}

function propertyOf(column: DraftColumn): object {
  const { role, aliases, formats, codes, keep } = column;
  const [format] = formats;
  const custom = Object.entries({
    role,
    aliases: aliases.length === 0 ? undefined : aliases,
    formats: formats.length < 2 ? undefined : formats,
    codes: codes.length === 0 ? undefined : codes,
    keep,
  }).flatMap(([property, value]) => (value === undefined ? [] : [{ property, value }]));
  return {
    name: column.name,
    ...(column.type === 'string' ? {} : { logicalType: column.type }),
    ...(formats.length === 1 && format !== 'yyyy-MM-dd' ? { logicalTypeOptions: { format } } : {}),
    ...(column.key ? { required: true, primaryKey: true } : {}),
    ...(custom.length === 0 ? {} : { customProperties: custom }),
  };
}

/** Puts remarks before columns, and short things on one line. */
function annotate(document: Document, columns: readonly DraftColumn[]): void {
  const properties = document.getIn(['schema', 0, 'properties']);
  for (const [index, item] of isSeq(properties) ? properties.items.entries() : []) {
    const remark = columns[index]?.remark;
    if (isMap(item) && remark !== undefined) item.commentBefore = ` ${remark}`;
  }
  visit(document, {
    Pair(_, { key, value }) {
      const name = String(key);
      if (isCollection(value) && name === 'logicalTypeOptions') value.flow = true;
      if (isSeq(value) && name === 'customProperties')
        for (const item of value.items) if (isCollection(item)) item.flow = true;
    },
  });
}
