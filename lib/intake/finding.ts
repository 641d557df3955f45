import { z } from 'zod';

/** The levels of check in the order in which they run, after the six of the HHS TANF data portal. */
export const LEVELS = ['file', 'value', 'row', 'case', 'datasets', 'history'] as const;
export const Level = z.enum(LEVELS);
export type Level = z.infer<typeof Level>;

/** What each level looks at, for receipts and docs. */
export const LEVEL_TITLES: Readonly<Record<Level, string>> = {
  file: 'the file as a whole',
  value: 'each value by itself',
  row: 'the values of a row together',
  case: 'rows that belong together',
  datasets: 'other datasets of the agency',
  history: 'earlier deliveries',
};

/**
 * `fatal`: the file is rejected whole. `error`: the row is put in quarantine. `warning`: the row is kept.
 * `note`: something to know that is no defect.
 */
export const SEVERITIES = ['fatal', 'error', 'warning', 'note'] as const;
export const FindingSeverity = z.enum(SEVERITIES);
export type FindingSeverity = z.infer<typeof FindingSeverity>;

/** One cause with everything that it struck. Holds no value of an identifying column. */
export const Finding = z.strictObject({
  code: z.string(),
  level: Level,
  severity: FindingSeverity,
  /** By the name that the agency used in its file; null where the cause is no single column. */
  column: z.string().nullable(),
  /** The rule that was broken: its name, or what the contract demands. */
  rule: z.string().nullable(),
  message: z.string(),
  remedy: z.string(),
  /** Rows struck (or columns, where the cause is one of the header). */
  count: z.int().nonnegative(),
  /** The first of the rows, as a spreadsheet numbers them (the header is 1); all of them are in the findings CSV. */
  rows: z.array(z.int().positive()),
});
export type Finding = z.infer<typeof Finding>;

/** Rows that a finding names itself. */
export const ROWS_NAMED = 20;

/** Whether a level was run, and if not, why. */
export const LevelRun = z.strictObject({ level: Level, ran: z.boolean(), why: z.string().nullable() });
export type LevelRun = z.infer<typeof LevelRun>;

/** By level, then severity, then the order in which the contract has them (stable). */
export function orderFindings(findings: readonly Finding[]): readonly Finding[] {
  const rank = (finding: Finding) =>
    LEVELS.indexOf(finding.level) * SEVERITIES.length + SEVERITIES.indexOf(finding.severity);
  return findings.toSorted((left, right) => rank(left) - rank(right));
}
