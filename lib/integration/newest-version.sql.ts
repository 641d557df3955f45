import type { PeriodRank } from './period-rank.ts';

/**
 * Each record as the latest period's delivery has it. A stay that was open in one quarter and closed in the next is
 * one stay: read from both, it would never end.
 * @param table quoted
 */
export function newestVersions(table: string, rank: PeriodRank): string {
  const standing = `rank() OVER (PARTITION BY record_id ORDER BY ${rank('period')} DESC)`;
  return `SELECT * FROM (SELECT t.*, ${standing} AS version_standing FROM ${table} t) WHERE version_standing = 1`;
}
