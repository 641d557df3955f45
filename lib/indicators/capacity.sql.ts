import type { RunPlan } from '../governance/governance.ts';
import { quoteName, quoteText } from '../sql/quote.ts';
import type { Dimension, Indicator, Measure } from '../workspace/workspace.ts';
import { dimensionsInUse, TOTAL, UNKNOWN } from './axes.ts';
import { completeQuery } from './placeholders.ts';

export type Ratio = Extract<Measure, { kind: 'ratio' }>;

export function ratiosOf(indicator: Indicator): readonly Ratio[] {
  return indicator.measures.filter((measure) => measure.kind === 'ratio');
}

/** The dimensions that a capacity is divided by: those whose column its SQL names. */
export function capacityDimensions(indicator: Indicator, measure: Ratio): readonly Dimension[] {
  const words = new Set(
    measure.capacity.replace(/'(?:[^']|'')*'/g, ' ').match(/[A-Za-z_][A-Za-z0-9_]*/g) ?? [],
  );
  return dimensionsInUse(indicator).filter(({ column }) => words.has(column));
}

/** Every choice of a level, as SQL for the dimension's column; a roll-up sums what lies below it. */
function levelTexts(dimension: Dimension): readonly string[] {
  const code = `coalesce(CAST(${quoteName(dimension.column)} AS varchar), ${quoteText(UNKNOWN)})`;
  const rollups = Object.values(dimension.rollups).map((groups) => {
    const whens = Object.entries(groups).map(([from, to]) => `WHEN ${quoteText(from)} THEN ${quoteText(to)}`);
    return whens.length === 0 ? 'CAST(NULL AS varchar)' : `CASE ${code} ${whens.join(' ')} END`;
  });
  return [code, ...rollups, quoteText(TOTAL)];
}

/** What there is of something that is not of people, a row a measure and cell; missing dimensions read `Total`. */
export function capacitySelect(plan: RunPlan, indicator: Indicator): string {
  const used = dimensionsInUse(indicator);
  const selects = ratiosOf(indicator).flatMap((measure) => {
    const by = capacityDimensions(indicator, measure);
    const choices = by.reduce<readonly (readonly string[])[]>(
      (grown, dimension) => grown.flatMap((chosen) => levelTexts(dimension).map((text) => [...chosen, text])),
      [[]],
    );
    return choices.map((texts) => {
      const columns = used.map((dimension) => {
        const at = by.indexOf(dimension);
        return `${at < 0 ? quoteText(TOTAL) : texts[at]} AS ${quoteName(dimension.name)}`;
      });
      return `SELECT ${[`${quoteText(measure.name)} AS "measure"`, ...columns, '"value"'].join(', ')} FROM (\n${completeQuery(measure.capacity, plan)}\n)`;
    });
  });
  const keys = ['"measure"', ...used.map(({ name }) => quoteName(name))];
  const present = used.map(({ name }) => `${quoteName(name)} IS NOT NULL`);
  return [
    `SELECT ${[...keys, 'CAST(coalesce(sum("value"), 0) AS bigint) AS "value"'].join(', ')}`,
    `FROM (\n${selects.join('\nUNION ALL\n')}\n)`,
    ...(present.length === 0 ? [] : [`WHERE ${present.join(' AND ')}`]),
    `GROUP BY ${keys.join(', ')}`,
  ].join('\n');
}
