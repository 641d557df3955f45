import type { RunPlan } from '../governance/governance.ts';
import { quoteName, quoteText } from '../sql/quote.ts';
import type { Indicator } from '../workspace/workspace.ts';
import { amountName, answersAndCodes, flagName } from './answers.sql.ts';
import { addedColumns, countedColumns, sumColumns } from './counted.ts';
import { codeOfLevel, groupingSets, type LevelColumns, levelColumns } from './grouping.ts';

/** A roll-up's code for a code; null where the roll-up leaves it out. */
function rollupCase(level: LevelColumns): readonly string[] {
  return Object.values(level.dimension.rollups).map((groups, at) => {
    const whens = Object.entries(groups).map(
      ([code, group]) => `WHEN ${quoteText(code)} THEN ${quoteText(group)}`,
    );
    const chosen = whens.length === 0 ? 'CAST(NULL AS varchar)' : `CASE ${level.code} ${whens.join(' ')} END`;
    return `${chosen} AS ${level.rollups[at]}`;
  });
}

/** Nobody's amounts add up to zero. */
function summed(amount: string, column: string): string {
  return `coalesce(CAST(sum(${amount}) AS decimal(18,4)), CAST(0 AS decimal(18,4))) AS ${quoteName(column)}`;
}

/**
 * Every cell of an indicator with all margins and roll-ups, from one pass over its query. Persons are made distinct
 * by grouping by person first (a person counts once in a cell, however many rows of the query put them there), which
 * also gives each contribution to a sum its owner.
 * @param largest how many contributors dominance looks at
 */
export function cellsSelect(plan: RunPlan, indicator: Indicator, largest: number): string {
  const levels = levelColumns(indicator);
  const sets = groupingSets(indicator);
  const dimensions = levels.map(({ dimension }) => quoteName(dimension.name));
  const flags = countedColumns(indicator).map((_, at) => flagName(at));
  const added = addedColumns(indicator);
  const amounts = added.map((_, at) => amountName(at));
  const rank = (at: number) => quoteName(`rank_${at + 1}`);
  const partition = dimensions.length === 0 ? '' : `PARTITION BY ${dimensions.join(', ')} `;
  const missing = indicator.dimensions.filter(
    (dimension) => !levels.some((level) => level.dimension === dimension),
  );
  return [
    `WITH ${answersAndCodes(plan, indicator)},`,
    `levels AS (\nSELECT ${['coded.*', ...levels.flatMap(rollupCase)].join(',\n  ')}\nFROM coded\n),`,
    'by_person AS (',
    `SELECT ${[
      'person',
      ...levels.map((level) => `${codeOfLevel(level, sets)} AS ${quoteName(level.dimension.name)}`),
      ...flags.map((flag) => `max(${flag}) AS ${flag}`),
      ...amounts.map((amount) => `CAST(sum(${amount}) AS decimal(18,4)) AS ${amount}`),
    ].join(',\n  ')}`,
    'FROM levels',
    `GROUP BY GROUPING SETS (\n  ${sets.map((set) => `(${['person', ...set].join(', ')})`).join(',\n  ')}\n)`,
    '),',
    'ranked AS (',
    `SELECT ${[
      'by_person.*',
      ...amounts.map(
        (amount, at) =>
          `row_number() OVER (${partition}ORDER BY abs(${amount}) DESC NULLS LAST, person) AS ${rank(at)}`,
      ),
    ].join(',\n  ')}`,
    'FROM by_person',
    ...(dimensions.length === 0
      ? []
      : [`WHERE ${dimensions.map((name) => `${name} IS NOT NULL`).join(' AND ')}`]),
    ')',
    `SELECT ${[
      ...dimensions,
      ...missing.map(({ name }) => `'Total' AS ${quoteName(name)}`),
      'CAST(count(person) AS bigint) AS "persons"',
      ...countedColumns(indicator).map(
        ({ column }, at) => `CAST(sum(${flagName(at)}) AS bigint) AS ${quoteName(column)}`,
      ),
      ...added.flatMap(({ measure }, at) => {
        const columns = sumColumns(measure);
        const amount = amountName(at);
        const held = (ranks: string) => `CASE WHEN ${rank(at)} ${ranks} THEN abs(${amount}) END`;
        return [
          summed(amount, columns.sum),
          summed(held(`<= ${largest}`), columns.largest),
          summed(held('= 1'), columns.first),
          summed(held('= 2'), columns.second),
        ];
      }),
    ].join(',\n  ')}`,
    'FROM ranked',
    ...(dimensions.length === 0 ? ['HAVING count(person) > 0'] : [`GROUP BY ${dimensions.join(', ')}`]),
  ].join('\n');
}
