import { digestOf } from './digest.ts';
import type {
  Collaborative,
  Column,
  Contract,
  DatasetId,
  Frequency,
  Kept,
  Reference,
  RowRule,
} from './model.ts';
import type { ColumnDocument, ContractDocument } from './schemas/contract.ts';
import type { Source } from './source.ts';

const MAX_QUARANTINED_SHARE = 0.1;
const MAX_VOLUME_CHANGE = 0.5;

/** One contract of the model from its document; what names nothing (a vocabulary, a dataset) is checked elsewhere. */
export function assembleContract(
  source: Source<ContractDocument>,
  { calendar, vocabularies }: Collaborative,
): Contract {
  const { document, folder: agency, name: dataset, yaml } = source;
  const schema = document.schema[0];
  const properties = schema?.properties ?? [];
  const { others: custom, ...settings } = { ...document.customProperties, ...schema?.customProperties };
  const allCustom = { ...document.customProperties.others, ...custom };
  const columns = properties.map((property) => assembleColumn(property, vocabularies));
  const localId = columns.find(({ role }) => role === 'local_id');
  const limitations = document.description?.limitations;
  return {
    id: `${agency}/${dataset}`,
    agency,
    dataset,
    version: document.version,
    title: document.name ?? dataset,
    description: document.description?.purpose ?? schema?.description ?? '',
    ...(limitations === undefined ? {} : { limitations }),
    digest: digestOf(yaml.text),
    ofPeople: columns.some(({ role }) => role !== undefined),
    columns,
    rowKey: rowKeyOf(properties),
    ...(localId === undefined
      ? {}
      : {
          localId: {
            column: localId.name,
            scope:
              `${agency}/${settings.localIdScope ?? referredDataset(properties, localId.name) ?? dataset}` as DatasetId,
          },
        }),
    rules: [...properties.flatMap(({ quality }) => quality), ...(schema?.quality ?? [])].flatMap((check) =>
      ruleOf(check),
    ),
    references: properties.flatMap((property) => referencesOf(property, agency)),
    maxQuarantinedShare: settings.maxQuarantinedShare ?? MAX_QUARANTINED_SHARE,
    maxVolumeChange: settings.maxVolumeChange ?? MAX_VOLUME_CHANGE,
    frequency: frequencyOf(document) ?? calendar.cycle,
    dueDays: dueDaysOf(document) ?? calendar.dueDays,
    oncePerPerson: settings.oncePerPerson ?? false,
    requiredConsent: settings.requiredConsent ?? [],
    ...(settings.spell === undefined ? {} : { spell: withoutUndefined(settings.spell) }),
    ...(settings.event === undefined ? {} : { event: settings.event }),
    ...(Object.keys(allCustom).length === 0 ? {} : { custom: allCustom }),
  };
}

function assembleColumn(property: ColumnDocument, vocabularies: Collaborative['vocabularies']): Column {
  const { role, aliases, formats, codes, invalid, keep, others } = property.customProperties;
  const { format, pattern, minimum, maximum, minLength, maxLength } = property.logicalTypeOptions ?? {};
  const isDate = property.logicalType === 'date';
  return {
    name: property.name,
    ...(property.description === undefined ? {} : { description: property.description }),
    aliases: aliases ?? [],
    type: property.logicalType,
    formats: isDate ? (formats ?? (format === undefined ? [] : [format])) : [],
    required: property.required,
    unique: property.unique,
    ...withoutUndefined({ pattern, minimum, maximum, minLength, maxLength }),
    ...(invalid === undefined ? {} : { invalid }),
    ...(codes === undefined ? {} : { codes: codesOf(codes, vocabularies) }),
    ...(role === undefined ? {} : { role }),
    keep: (keep ?? []).map((kept) => keptOf(kept, property.name)),
    ...(Object.keys(others).length === 0 ? {} : { custom: others }),
  };
}

type CodesDocument = NonNullable<ColumnDocument['customProperties']['codes']>;

function codesOf(
  document: CodesDocument,
  vocabularies: Collaborative['vocabularies'],
): NonNullable<Column['codes']> {
  const { vocabulary, list, map, severity } = {
    list: undefined,
    map: undefined,
    severity: undefined,
    vocabulary: undefined,
    ...document,
  };
  const shared =
    vocabulary === undefined ? [] : (vocabularies.get(vocabulary)?.codes ?? []).map(({ code }) => code);
  const entries =
    map === undefined ? (list ?? shared).map((code): [string, string] => [code, code]) : Object.entries(map);
  // Without a prototype, so that a code that an agency sends (constructor, __proto__) finds only what was written.
  const codes: Record<string, string> = Object.assign(Object.create(null), Object.fromEntries(entries));
  return { ...(vocabulary === undefined ? {} : { vocabulary }), map: codes, severity: severity ?? 'error' };
}

type KeptDocument = NonNullable<ColumnDocument['customProperties']['keep']>[number];

function keptOf(document: KeptDocument, column: string): Kept {
  const { derive, as, at } = { as: undefined, at: undefined, ...document };
  return { as: as ?? defaultName(derive, column, at), derive, ...(at === undefined ? {} : { at }) };
}

function defaultName(derive: Kept['derive'], column: string, at: string | undefined): string {
  if (derive === 'value') return column.toLowerCase().replace(/^_+/, '');
  return derive === 'age_at' ? `age_at_${(at ?? '').toLowerCase()}` : derive;
}

/** Columns marked as primary key, by their position; those without one in the order of the document, last. */
function rowKeyOf(properties: readonly ColumnDocument[]): readonly string[] {
  const position = ({ primaryKeyPosition }: ColumnDocument) =>
    primaryKeyPosition === undefined || primaryKeyPosition < 0 ? Number.MAX_SAFE_INTEGER : primaryKeyPosition;
  return properties
    .filter(({ primaryKey }) => primaryKey)
    .sort((a, b) => position(a) - position(b))
    .map(({ name }) => name);
}

function ruleOf(check: ColumnDocument['quality'][number]): readonly RowRule[] {
  if (!('engine' in check) || check.engine !== 'tributary') return [];
  const { name, severity, description, implementation } = check as RuleDocument;
  return [{ name, severity, description: description ?? name.replaceAll('_', ' '), ...implementation }];
}

type RuleDocument = Extract<ColumnDocument['quality'][number], { engine: 'tributary' }>;

/** A foreign key on the agency's person id says whose numbering it is. */
function referredDataset(properties: readonly ColumnDocument[], column: string): string | undefined {
  const [relationship] = properties.find(({ name }) => name === column)?.relationships ?? [];
  return relationship?.to.split('.')[0];
}

function referencesOf({ name, relationships }: ColumnDocument, agency: string): readonly Reference[] {
  return relationships.map(({ to, customProperties }) => {
    const [dataset = '', toColumn = ''] = to.split('.');
    return {
      column: name,
      to: `${agency}/${dataset}`,
      toColumn,
      severity: customProperties?.severity ?? 'error',
    };
  });
}

function frequencyOf({ slaProperties }: ContractDocument): Frequency | undefined {
  return slaProperties.find((sla): sla is FrequencySla => sla.property === 'frequency')?.value;
}

function dueDaysOf({ slaProperties }: ContractDocument): number | undefined {
  return slaProperties.find((sla): sla is DueDaysSla => sla.property === 'dueDays')?.value;
}

type SlaDocument = ContractDocument['slaProperties'][number];
type FrequencySla = Extract<SlaDocument, { value: Frequency }>;
type DueDaysSla = Extract<SlaDocument, { value: number }>;

type Defined<T> = { [K in keyof T]: Exclude<T[K], undefined> };

/** Leaves out what is undefined, which exact optional properties ask for. */
function withoutUndefined<T extends object>(value: T): Defined<T> {
  return Object.fromEntries(Object.entries(value).filter(([, part]) => part !== undefined)) as Defined<T>;
}
