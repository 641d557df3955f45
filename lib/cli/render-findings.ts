import type { Finding } from '../workspace/workspace.ts';

/** Findings for people: where, what, and what to do; then how many. Ends with a line break. */
export function renderFindings(findings: readonly Finding[]): string {
  const blocks = findings.map(
    ({ file, line, column, severity, message, remedy }) =>
      `${file}:${line}:${column}  ${severity}  ${message}\n    ${remedy}\n`,
  );
  return [...blocks, `${countFindings(findings)}\n`].join('');
}

/** `2 errors, 1 warning`, or that there is nothing to say. */
export function countFindings(findings: readonly Finding[]): string {
  const count = (severity: Finding['severity'], word: string) => {
    const number = findings.filter((finding) => finding.severity === severity).length;
    return number === 0 ? [] : [`${number} ${word}${number === 1 ? '' : 's'}`];
  };
  const counts = [...count('error', 'error'), ...count('warning', 'warning')];
  return counts.length === 0 ? 'No findings.' : `${counts.join(', ')}.`;
}
