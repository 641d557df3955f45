import type { Statement } from '../ports/query-engine.ts';
import { quoteName, quoteTable } from '../sql/quote.ts';
import { ATTRIBUTES } from './attributes.ts';
import { integratedDatabase, type Source } from './sources.ts';

/** How many records of each period a dataset has, and how many of them fill each kept column (`present_<column>`). */
export function missingness(source: Source): Statement {
  const present = source.kept.map(
    ({ definition }) =>
      `CAST(count(${quoteName(definition.name)}) AS bigint) AS ${quoteName(`present_${definition.name}`)}`,
  );
  return {
    name: `missing_${source.integrated.name}`,
    database: source.integrated.database,
    sql: [
      `SELECT ${['period', 'CAST(count(*) AS bigint) AS records', ...present].join(', ')}`,
      `FROM ${quoteTable(source.integrated)}`,
      'GROUP BY period ORDER BY period',
    ].join('\n'),
  };
}

/**
 * In one row, for each attribute: people of whom more than one dataset states it (`stated_<attribute>`), and those
 * of them where the datasets do not agree (`disputed_<attribute>`).
 */
export function disagreement(scope: string): Statement {
  const database = integratedDatabase(scope);
  const columns = ATTRIBUTES.flatMap(({ name }) => [
    `CAST(count(CASE WHEN ${quoteName(`${name}_sources`)} > 1 THEN 1 END) AS bigint) AS ${quoteName(`stated_${name}`)}`,
    `CAST(count(CASE WHEN ${quoteName(`${name}_disagree`)} > 0 THEN 1 END) AS bigint) AS ${quoteName(`disputed_${name}`)}`,
  ]);
  return {
    name: 'disagreement',
    database,
    sql: `SELECT ${columns.join(',\n  ')}\nFROM ${quoteTable({ database, name: 'persons' })}`,
  };
}
