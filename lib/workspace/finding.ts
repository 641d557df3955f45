import type { Severity } from './model.ts';

/** Something that `check` has to say about a file of the workspace. */
export interface Finding {
  /** Relative to the workspace, segments divided by `/`. */
  readonly file: string;
  /** From 1. */
  readonly line: number;
  /** From 1, in UTF-16 units as editors count. */
  readonly column: number;
  /** An error makes the workspace unfit to run; a warning does not. */
  readonly severity: Severity;
  /** Stable and documented. */
  readonly code: FindingCode;
  readonly message: string;
  readonly remedy: string;
}

/** What a finding is about; the text says the rest. */
export const FINDING_CODES = {
  yaml: 'not YAML, or YAML that cannot be used',
  file: 'a file in the wrong place, missing, or of a wrong name',
  unknown_key: 'a key that the kind does not have',
  missing_key: 'a key that the kind needs',
  value: 'a value that the key cannot take',
  duplicate: 'two things of one name',
  unknown_name: 'a name that nothing has',
  role_kept: 'an identifying column kept as it is',
  derivation: 'a derivation that the column cannot have',
  not_kept: 'something that needs an attribute which the contract does not keep',
  looks_identifying: 'a kept column that looks like an identifier and has no role',
  not_run: 'a check of the standard that Tributary does not run',
  calendar: 'a period that the calendar does not have',
  total: 'a code called Total',
  reserved: 'a name that the published views need themselves',
  no_agreement: 'a dataset that no agreement in force names',
  not_permitted: 'an indicator that no agreement in force permits',
  policy: 'a cross that no policy covers, or a policy that a run cannot keep',
  query: 'a query that asks for what is not there',
} as const;
export type FindingCode = keyof typeof FINDING_CODES;

/** By file, line, column, then code: the order in which people mend. */
export function sortFindings(findings: readonly Finding[]): readonly Finding[] {
  return [...findings].sort(
    (a, b) =>
      compareText(a.file, b.file) ||
      a.line - b.line ||
      a.column - b.column ||
      compareText(a.code, b.code) ||
      compareText(a.message, b.message),
  );
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}
