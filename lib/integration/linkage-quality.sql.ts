import { crosswalkTables } from '../linkage/link.ts';
import type { Statement } from '../ports/query-engine.ts';
import { quoteName, quoteTable, quoteText } from '../sql/quote.ts';
import type { Source } from './sources.ts';

/**
 * Linkage of a dataset's records by period: all of them, and by the groups given. Links and expected errors are sums
 * over records of millionths of a link.
 * @param groups names of kept columns
 */
export function linkageByGroup(source: Source, run: string, groups: readonly string[]): Statement {
  const all = grouped(source, run, TOTAL, TOTAL);
  const each = groups.map((name) =>
    grouped(source, run, quoteText(name), `coalesce(d.${quoteName(name)}, 'Unknown')`),
  );
  return {
    name: `linkage_of_${source.integrated.name}`,
    database: source.integrated.database,
    sql: [
      'SELECT period, group_by, group_code, records, linked, links, expected_false, expected_missed FROM (',
      [all, ...each].join('\nUNION ALL\n'),
      ') ORDER BY period, group_by, group_code',
    ].join('\n'),
  };
}

const TOTAL = quoteText('Total');

function grouped(source: Source, run: string, groupBy: string, code: string): string {
  return [
    `SELECT d.period, ${groupBy} AS group_by, ${code} AS group_code,`,
    '  CAST(count(*) AS bigint) AS records,',
    '  CAST(count(CASE WHEN p.links > 0 THEN 1 END) AS bigint) AS linked,',
    '  CAST(sum(p.links) AS bigint) AS links,',
    '  CAST(sum(p.expected_false) AS bigint) AS expected_false,',
    '  CAST(sum(p.expected_missed) AS bigint) AS expected_missed',
    `FROM ${quoteTable(source.integrated)} d`,
    `JOIN ${quoteTable(crosswalkTables(run).persons)} p ON p.record_id = d.record_id AND p.scope = ${quoteText(source.scope.id)}`,
    `GROUP BY d.period${code === TOTAL ? '' : `, ${code}`}`,
  ].join('\n');
}
