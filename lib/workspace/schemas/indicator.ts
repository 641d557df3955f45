import { z } from 'zod';
import { Code, CodeList, DatasetId, Name, Text } from './names.ts';
import { PolicyDocument } from './policy.ts';

const named = { name: Name, title: Text.optional() };
const per = z.int().min(1).max(1_000_000);

const Measure = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('persons'), name: Name.default('persons'), title: Text.optional() }),
  z.strictObject({
    kind: z.literal('rate'),
    ...named,
    numerator: Name,
    denominator: Name,
    per: per.default(100),
  }),
  z.strictObject({ kind: z.literal('sum'), ...named, column: Name }),
  z.strictObject({ kind: z.literal('mean'), ...named, column: Name }),
  z.strictObject({
    kind: z.literal('ratio'),
    ...named,
    numerator: Name,
    capacity: Text.meta({
      description: 'Athena SQL that yields columns of some of the dimensions and value (bigint).',
    }),
    per: per.default(1),
  }),
]);

const Dimension = z.strictObject({
  name: Name,
  title: Text.optional(),
  column: Name.optional().meta({ description: "The query's column; the dimension's name where missing." }),
  codes: CodeList.optional().meta({
    description: 'Codes in the order to be shown; others that the query yields are refused.',
  }),
  vocabulary: Name.optional().meta({ description: 'Takes the codes of a shared vocabulary.' }),
  rollups: z
    .record(Name, z.record(z.string().min(1), Code))
    .default({})
    .meta({ description: "Groupings: name, then code to group's code." }),
  former: z
    .record(Name, z.record(z.string().min(1), Code))
    .optional()
    .meta({
      description:
        'Groupings that earlier releases published and this one does not, as in rollups: regions before they were redrawn, a code before it was split.',
    }),
  total: z.boolean().default(true).meta({ description: 'Publish a Total over it.' }),
  multiple: z.boolean().default(false).meta({ description: 'A person may hold several codes at once.' }),
});

const Shared = z.strictObject({
  with: Name.meta({ description: "The other indicator's id." }),
  quantity: Name.default('persons').meta({
    description:
      "What of this one: persons, or <measure>_numerator, <measure>_denominator (a rate's or ratio's) or <measure>_count (a mean's).",
  }),
  as: Name.optional().meta({ description: 'What of the other; the same name where missing.' }),
  dimensions: z.record(Name, Name).default({}).meta({
    description:
      'Dimensions of this one, and what the other calls them; all others stand at Total on both sides.',
  }),
});

/** `indicators/<id>.yaml` */
export const IndicatorDocument = z.strictObject({
  title: Text,
  definition: Text,
  limitations: Text,
  unit: z.literal('person').default('person'),
  datasets: z.array(DatasetId).min(1),
  query: Text.meta({ description: 'Athena SQL over the integrated tables, one row per person and cell.' }),
  measures: z.array(Measure).min(1),
  dimensions: z.array(Dimension).default([]),
  crosses: z.array(z.array(Name)).min(1).optional().meta({
    description:
      'Sets of dimensions that are published together, each with all its margins; all of them where missing.',
  }),
  sharesCells: z.array(Shared).min(1).optional().meta({
    description: "Numbers that equal another indicator's, cell by cell: the two are protected together.",
  }),
  periods: z.enum(['separate', 'additive']).optional().meta({
    description:
      'additive where the numbers of a period are the sums of those of the periods within it; separate (default) where they are not.',
  }),
  keep: z.array(z.record(Name, Code)).min(1).optional().meta({
    description:
      "Cells that are hidden only where nothing else does: dimension to code, or '*' for every code; the others stand at Total.",
  }),
  policy: PolicyDocument.optional(),
});
export type IndicatorDocument = z.output<typeof IndicatorDocument>;
