import { digestOf } from './digest.ts';
import type { Collaborative, DatasetId, Dimension, Indicator, Measure } from './model.ts';
import { additionalPolicy } from './policy.ts';
import type { IndicatorDocument } from './schemas/indicator.ts';
import type { Source } from './source.ts';

/** One indicator of the model from its document. */
export function assembleIndicator(
  { name, yaml, document }: Source<IndicatorDocument>,
  { vocabularies, policy: collaborativePolicy }: Collaborative,
): Indicator {
  const { policy, title, definition, limitations, unit, query, sharesCells, periods, keep } = document;
  const dimensions = document.dimensions.map((dimension) => assembleDimension(dimension, vocabularies));
  return {
    id: name,
    title,
    definition,
    limitations,
    unit,
    datasets: document.datasets as DatasetId[],
    query,
    measures: document.measures.map(assembleMeasure),
    dimensions,
    crosses: document.crosses ?? [dimensions.map((dimension) => dimension.name)],
    ...(sharesCells === undefined
      ? {}
      : { sharesCells: sharesCells.map((shared) => ({ ...shared, as: shared.as ?? shared.quantity })) }),
    ...(periods === undefined ? {} : { periods }),
    ...(keep === undefined ? {} : { keep }),
    ...(policy === undefined ? {} : { policy: additionalPolicy(policy, collaborativePolicy) }),
    digest: digestOf(yaml.text),
  };
}

function assembleMeasure(measure: IndicatorDocument['measures'][number]): Measure {
  return { ...measure, title: measure.title ?? spelt(measure.name) };
}

function assembleDimension(
  dimension: IndicatorDocument['dimensions'][number],
  vocabularies: Collaborative['vocabularies'],
): Dimension {
  const { name, title, column, codes, vocabulary, rollups, former, total, multiple } = dimension;
  const shared = vocabulary === undefined ? undefined : vocabularies.get(vocabulary)?.codes;
  return {
    name,
    title: title ?? spelt(name),
    column: column ?? name,
    codes: codes ?? shared ?? [],
    rollups,
    total,
    multiple,
    ...(former === undefined ? {} : { former }),
  };
}

/** `age_group` → `Age group`. */
function spelt(name: string): string {
  const words = name.replaceAll('_', ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
}
