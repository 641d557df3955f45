import { suggest } from '../did-you-mean.ts';
import type { Finding } from '../finding.ts';
import { explainLacking, inForce, lackingOf } from '../in-force.ts';
import type { Dimension, Indicator } from '../model.ts';
import type { IsoDate } from '../plain-date.ts';
import type { IndicatorDocument } from '../schemas/indicator.ts';
import type { Source } from '../source.ts';
import type { YamlFile } from '../yaml-document.ts';
import { checkGroupings } from './check-groupings.ts';
import { checkKeep } from './check-keep.ts';
import { checkPolicies } from './check-policies.ts';
import { checkSharedCells } from './check-shared-cells.ts';
import { isTotal, type Known, repeated, totalFinding, unknownDatasets } from './known.ts';

/** Columns that a published view has beside an indicator's dimensions. */
const VIEW_COLUMNS = [
  'status',
  'period',
  'release_id',
  'numerator',
  'denominator',
  'rate',
  'rollup',
  'value',
  'reliability',
  'margin',
];

/** Whether an indicator's parts fit each other, the vocabularies, the agreements and the policies. */
export function checkIndicator(
  source: Source<IndicatorDocument>,
  known: Known,
  today: IsoDate,
): readonly Finding[] {
  const { yaml, name } = source;
  const indicator = known.workspace.indicators.find(({ id }) => id === name);
  if (indicator === undefined) return [];
  return [
    ...unknownDatasets(yaml, known, ['datasets'], indicator.datasets),
    ...repeated(yaml, 'datasets', indicator.datasets, (index) => ['datasets', index]),
    ...checkNames(yaml, indicator),
    ...indicator.dimensions.flatMap((dimension, index) => checkDimension(source, dimension, index, known)),
    ...checkCrosses(yaml, indicator),
    ...checkKeep(yaml, indicator),
    ...checkSharedCells(yaml, indicator, known),
    ...checkAmounts(yaml, indicator),
    ...checkPermission(yaml, indicator, known, today),
    ...checkPolicies(source, known),
  ];
}

/** Where a person may hold several codes, an amount would be added once for each of them in every total. */
function checkAmounts(yaml: YamlFile, { dimensions, measures }: Indicator): readonly Finding[] {
  const multiple = dimensions.find((dimension) => dimension.multiple);
  if (multiple === undefined) return [];
  return measures.flatMap(({ kind }, index) =>
    kind === 'sum' || kind === 'mean'
      ? [
          yaml.finding(['measures', index], {
            code: 'value',
            message: `A ${kind} cannot stand beside the dimension ${multiple.name}, in which a person may hold several codes: totals would count the amount several times.`,
            remedy:
              'Count persons or a rate here, or put the amount into an indicator of its own without that dimension.',
          }),
        ]
      : [],
  );
}

function checkNames(yaml: YamlFile, { dimensions, measures }: Indicator): readonly Finding[] {
  const measureNames = measures.map(({ name }) => name);
  const dimensionNames = dimensions.map(({ name }) => name);
  const coded = measures.filter(({ kind }) => kind === 'rate').map(({ name }) => `${name}_coded`);
  const taken = [...VIEW_COLUMNS, ...measureNames, ...coded];
  return [
    ...repeated(yaml, 'measures', measureNames, (index) => ['measures', index]),
    ...repeated(yaml, 'dimensions', dimensionNames, (index) => ['dimensions', index, 'name']),
    ...dimensionNames.flatMap((name, index) =>
      taken.includes(name)
        ? [
            yaml.finding(['dimensions', index, 'name'], {
              code: 'reserved',
              message: `The published view has another column "${name}".`,
              remedy: 'Give the dimension another name; "column" may stay as it is.',
            }),
          ]
        : [],
    ),
  ];
}

function checkDimension(
  { yaml, document }: Source<IndicatorDocument>,
  dimension: Dimension,
  index: number,
  { workspace }: Known,
): readonly Finding[] {
  const at = ['dimensions', index];
  const written = document.dimensions[index];
  const vocabularies = workspace.collaborative.vocabularies;
  const findings: Finding[] = [];
  if (written?.vocabulary !== undefined && !vocabularies.has(written.vocabulary)) {
    findings.push(
      yaml.finding([...at, 'vocabulary'], {
        code: 'unknown_name',
        message: `There is no vocabulary "${written.vocabulary}" in collaborative.yaml.`,
        remedy: suggest(written.vocabulary, vocabularies.keys()),
      }),
    );
  }
  if (written?.vocabulary !== undefined && written.codes !== undefined) {
    findings.push(
      yaml.finding([...at, 'codes'], {
        code: 'value',
        message: 'The codes come from a vocabulary, or are listed here.',
        remedy: 'Keep one of the two.',
      }),
    );
  }
  const codes = dimension.codes.map(({ code }) => code);
  if (written?.codes !== undefined) {
    findings.push(...repeated(yaml, 'codes', codes, (code) => [...at, 'codes', code]));
    for (const [code, text] of codes.entries())
      if (isTotal(text)) findings.push(totalFinding(yaml, [...at, 'codes', code]));
  }
  return [...findings, ...checkGroupings(yaml, dimension, at)];
}

function checkCrosses(yaml: YamlFile, { crosses, dimensions }: Indicator): readonly Finding[] {
  const names = dimensions.map(({ name }) => name);
  return crosses.flatMap((cross, index) => [
    ...repeated(yaml, 'dimensions', cross, (place) => ['crosses', index, place]),
    ...cross.flatMap((name, place) =>
      names.includes(name)
        ? []
        : [
            yaml.finding(['crosses', index, place], {
              code: 'unknown_name',
              message: `There is no dimension "${name}" to cross.`,
              remedy: suggest(name, names),
            }),
          ],
    ),
  ]);
}

/** A warning, for an indicator may well be drafted before it is permitted; a run skips it and says so. */
function checkPermission(
  yaml: YamlFile,
  { id, datasets }: Indicator,
  { workspace, unread }: Known,
  today: IsoDate,
): readonly Finding[] {
  if ([...unread].some((file) => file.startsWith('agreements/'))) return [];
  const naming = workspace.agreements.filter((agreement) =>
    datasets.every((dataset) => agreement.datasets.includes(dataset)),
  );
  const permitting = naming.filter(
    ({ purpose, indicators }) =>
      purpose !== 'operations' && (indicators.includes('*') || indicators.includes(id)),
  );
  if (permitting.some((agreement) => inForce(agreement, today))) return [];
  const ids = (agreements: typeof naming) => agreements.map((agreement) => agreement.id).join(', ');
  const reason =
    naming.length === 0
      ? {
          message: 'No agreement names all datasets of this indicator together.',
          remedy: `Name ${datasets.join(', ')} in one agreement.`,
        }
      : permitting.length === 0
        ? {
            message: `No agreement permits this indicator; ${ids(naming)} names its datasets.`,
            remedy: `Add ${id} to its "indicators"; its purpose must be indicators or analytics.`,
          }
        : {
            message: `No agreement in force on ${today} permits this indicator: ${explainLacking(lackingOf(permitting, today))}.`,
            remedy: 'Mend the dates or signatories there.',
          };
  return [yaml.finding([], { code: 'not_permitted', severity: 'warning', ...reason })];
}
