import { z } from 'zod';
import { ROLES } from '../model.ts';
import { customProperties } from './custom-properties.ts';
import { Code, Name, Share, Text } from './names.ts';
import {
  AuthoritativeDefinitions,
  documentFields,
  elementFields,
  otherCheckFields,
  PlainCustomProperties,
  propertyFields,
  qualityFields,
} from './odcs-fields.ts';

const Severity = z.enum(['error', 'warning']);

const Derivation = z.enum(['value', 'birth_year', 'birth_month', 'age_at', 'zip3', 'tract', 'county']);
const KeptAttribute = z.strictObject({
  as: Name.optional(),
  derive: Derivation.default('value'),
  at: Text.optional().meta({ description: 'For age_at: a date column of this contract, or period_end.' }),
});
const KeepOne = z.union([Derivation.transform((derive) => ({ derive })), KeptAttribute]);

/** `true`, `false`, a derivation's name, `{as, derive, at}`, or a list of the latter two. */
const Keep = z.union([
  z.boolean().transform((kept) => (kept ? [{ derive: 'value' as const }] : [])),
  KeepOne.transform((one) => [one]),
  z.array(KeepOne),
]);

/** A list of codes, the name of a shared vocabulary, or a map from the agency's codes to the shared ones. */
const Codes = z.union([
  Name.transform((vocabulary) => ({ vocabulary })),
  z
    .array(Code)
    .min(1)
    .transform((list) => ({ list })),
  z.strictObject({
    vocabulary: Name.optional(),
    list: z.array(Code).min(1).optional(),
    map: z.record(z.string(), Code).optional(),
    severity: Severity.optional(),
  }),
]);

const columnProperties = {
  role: z.enum(ROLES),
  aliases: z.array(z.union([Text, z.int().transform(String)])),
  formats: z.array(Text).min(1),
  codes: Codes,
  invalid: z.enum(['quarantine', 'missing']),
  keep: Keep,
};

/** The custom properties of a column that mean something to Tributary. */
export const COLUMN_PROPERTIES: readonly string[] = Object.keys(columnProperties);

const Reference = z.strictObject({
  type: z.literal('foreignKey').optional(),
  to: z
    .string()
    .regex(/^[a-z][a-z0-9_]*\.[A-Za-z_][A-Za-z0-9_]*$/)
    .meta({ description: 'dataset.column of the same agency' }),
  customProperties: customProperties({ severity: Severity }).optional(),
});

/** A check that intake runs. `implementation` is an expression, or an object where it spans rows. */
const TributaryCheck = z.strictObject({
  ...qualityFields,
  name: Name,
  type: z.literal('custom'),
  engine: z.literal('tributary'),
  severity: Severity.default('error'),
  implementation: z.union([
    Text.transform((expression) => ({ expression, level: 'row' as const })),
    z.strictObject({ expression: Text, level: z.enum(['row', 'case']).default('row') }),
  ]),
});

/** A check for another engine: custom ones have `engine` and `implementation`. */
const OtherCheck = z.strictObject({
  ...qualityFields,
  ...otherCheckFields,
  type: z.enum(['text', 'library', 'sql', 'custom']).optional(),
  engine: z
    .string()
    .regex(/^(?!tributary$)/, { abort: true })
    .optional(),
  implementation: z.union([z.string(), z.record(z.string(), z.unknown())]).optional(),
});

const Quality = z.array(z.union([TributaryCheck, OtherCheck]));

const LogicalTypeOptions = z.strictObject({
  format: z.string().optional(),
  pattern: Text.optional(),
  minimum: z.union([z.number(), z.string()]).optional(),
  maximum: z.union([z.number(), z.string()]).optional(),
  minLength: z.int().min(0).optional(),
  maxLength: z.int().min(0).optional(),
  exclusiveMinimum: z.union([z.number(), z.string()]).optional(),
  exclusiveMaximum: z.union([z.number(), z.string()]).optional(),
  multipleOf: z.number().gt(0).optional(),
});

/** Columns whose every value counts cannot let one count as missing. */
const NEVER_MISSING =
  'A column that is required, names a row or gives consent cannot let invalid values count as missing.';
const TAKE_OUT =
  'Take "invalid" out, so that such a row goes to quarantine, or "required" (or "primaryKey").';

const Property = z
  .strictObject({
    ...elementFields,
    ...propertyFields,
    name: z
      .string()
      .max(100)
      .regex(/^[A-Za-z_][A-Za-z0-9_]*$/)
      .meta({ description: 'Letters, digits and underscores; other spellings of the header go to aliases.' }),
    logicalType: z.enum(['string', 'integer', 'number', 'date', 'boolean']).default('string'),
    logicalTypeOptions: LogicalTypeOptions.optional(),
    required: z.boolean().default(false),
    unique: z.boolean().default(false),
    primaryKey: z.boolean().default(false),
    primaryKeyPosition: z.int().optional(),
    relationships: z.array(Reference).default([]),
    quality: Quality.default([]),
    customProperties: customProperties(columnProperties).prefault([]),
  })
  .refine(
    ({ required, primaryKey, customProperties: { invalid, role } }) =>
      invalid !== 'missing' || !(required || primaryKey || role === 'consent'),
    { error: NEVER_MISSING, path: ['customProperties'], params: { remedy: TAKE_OUT } },
  );

const datasetProperties = {
  maxQuarantinedShare: Share,
  maxVolumeChange: z.number().min(0),
  oncePerPerson: z.boolean(),
  requiredConsent: z.array(Code).min(1),
  localIdScope: Name,
  spell: z.strictObject({
    program: Text,
    start: Text,
    end: Text.optional(),
    gapDays: z.int().min(0).default(0),
  }),
  event: z.strictObject({ kind: Text, date: Text }),
};

/** The custom properties of a document, or of its one table. */
export const DATASET_PROPERTIES: readonly string[] = Object.keys(datasetProperties);

const SchemaObject = z.strictObject({
  ...elementFields,
  name: Text,
  logicalType: z.literal('object').optional(),
  dataGranularityDescription: z.string().optional(),
  properties: z.array(Property).min(1),
  relationships: z
    .array(z.unknown())
    .refine((list) => list.length === 0, {
      error: 'Tributary reads relationships at columns, not at the table.',
      params: { remedy: 'Say it at the column: relationships: [{ to: dataset.column }].' },
    })
    .optional(),
  quality: Quality.default([]),
  customProperties: customProperties(datasetProperties).prefault([]),
});

const SlaFrequency = z.enum(['month', 'quarter', 'year']);
const slaFields = {
  id: z.string().optional(),
  valueExt: z.unknown().optional(),
  unit: z.string().optional(),
  element: z.string().optional(),
  driver: z.string().optional(),
  description: z.string().optional(),
  scheduler: z.string().optional(),
  schedule: z.string().optional(),
};
const Sla = z.union([
  z.strictObject({ ...slaFields, property: z.literal('frequency'), value: SlaFrequency }),
  z.strictObject({ ...slaFields, property: z.literal('dueDays'), value: z.int().min(0).max(366) }),
  z.strictObject({
    ...slaFields,
    property: z.string().regex(/^(?!(?:frequency|dueDays)$)/, { abort: true }),
    value: z.unknown(),
  }),
]);

/** `contracts/<agency>/<dataset>.yaml`: an Open Data Contract Standard v3.1 document with one table. */
export const ContractDocument = z.strictObject({
  ...documentFields,
  apiVersion: z.literal('v3.1.0'),
  kind: z.literal('DataContract'),
  id: Text,
  name: Text.optional(),
  version: z.union([Text, z.number().transform(String)]),
  status: Text,
  description: z
    .strictObject({
      purpose: Text.optional(),
      usage: Text.optional(),
      limitations: Text.optional(),
      authoritativeDefinitions: AuthoritativeDefinitions.optional(),
      customProperties: PlainCustomProperties.optional(),
    })
    .optional(),
  schema: z.array(SchemaObject).length(1),
  slaProperties: z.array(Sla).default([]),
  customProperties: customProperties(datasetProperties).prefault([]),
});
export type ContractDocument = z.output<typeof ContractDocument>;
export type ColumnDocument = ContractDocument['schema'][number]['properties'][number];
