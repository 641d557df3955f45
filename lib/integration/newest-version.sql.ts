/**
 * Each record as the latest period's delivery has it. A stay that was open in one quarter and closed in the next is
 * one stay: read from both, it would never end. Needs `period_ranks`, and adds `period_rank` to the table's columns.
 * @param table quoted
 */
export function newestVersions(table: string): string {
  return [
    'SELECT * FROM (',
    '    SELECT t.*, p.period_rank, rank() OVER (PARTITION BY t.record_id ORDER BY p.period_rank DESC) AS version_standing',
    `    FROM ${table} t JOIN period_ranks p ON p.period = t.period`,
    '  ) WHERE version_standing = 1',
  ].join('\n');
}
