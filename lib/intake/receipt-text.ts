import { type Finding, type FindingSeverity, LEVEL_TITLES, type LevelRun } from './finding.ts';
import type { Receipt } from './receipt.ts';

const WIDTH = 90;
const LABEL = 16;

const STATUS_WORDS = {
  accepted: 'ACCEPTED',
  accepted_with_errors: 'ACCEPTED WITH ERRORS (every row kept; see the warnings)',
  partially_accepted: 'PARTIALLY ACCEPTED (rows in quarantine)',
  rejected: 'REJECTED (nothing taken in)',
} as const;

const SEVERITY_WORDS: Readonly<Record<FindingSeverity, string>> = {
  fatal: 'REJECTS THE FILE',
  error: 'ERROR',
  warning: 'WARNING',
  note: 'NOTE',
};

/** A receipt as a page of text. */
export function receiptText(receipt: Receipt): string {
  const { file, rows, changes } = receipt;
  return page([
    `RECEIPT ${receipt.delivery_id}`,
    '='.repeat(WIDTH),
    entry('Status', STATUS_WORDS[receipt.status]),
    entry(
      'Dataset',
      `${receipt.agency}/${receipt.dataset}, period ${receipt.period}, delivery ${receipt.number}`,
    ),
    entry('File', `${file.name}, ${number(file.bytes)} bytes`),
    entry('SHA-256', file.sha256),
    entry('Received', receipt.received_at),
    entry('Contract', `version ${receipt.contract_version}`),
    entry('Agreement', receipt.agreement ?? 'none in force'),
    entry('Rows', rowsLine(rows)),
    ...(changes === null
      ? []
      : [
          entry(
            'Changes',
            `${number(changes.added)} added, ${number(changes.changed)} changed, ${number(changes.removed)} removed, ${number(changes.unchanged)} unchanged`,
          ),
        ]),
    ...(receipt.replaces === null ? [] : [entry('Replaces', receipt.replaces)]),
    '',
    ...reportLines(receipt.findings, receipt.levels, 'all of them in the findings file'),
    'WHAT HAPPENS NEXT',
    ...wrap(receipt.next, 2),
  ]);
}

/**
 * Findings and levels, as a receipt and a dry run both show them.
 * @param allOfThem where the rows are that a finding does not name
 */
export function reportLines(
  findings: readonly Finding[],
  levels: readonly LevelRun[],
  allOfThem: string,
): readonly string[] {
  const notRun = levels.filter(({ ran }) => !ran);
  return [
    findings.length === 0 ? 'FINDINGS: none' : `FINDINGS (${findings.length}, grouped by cause)`,
    ...findings.flatMap((finding, at) => findingLines(finding, at + 1, allOfThem)),
    '',
    'CHECKS',
    ...wrap(
      `Run: ${levels
        .filter(({ ran }) => ran)
        .map(({ level }) => LEVEL_TITLES[level])
        .join('; ')}.`,
      2,
    ),
    ...notRun.flatMap(({ level, why }) => wrap(`Not run: ${LEVEL_TITLES[level]} (${why}).`, 2)),
    '',
  ];
}

function findingLines(finding: Finding, at: number, allOfThem: string): readonly string[] {
  const { severity, level, code, column, rule, count, rows } = finding;
  const where = column === null ? '' : `, column "${column}"`;
  const more = count > rows.length ? `, … (${allOfThem})` : '';
  return [
    '',
    ...wrap(`${at}. ${SEVERITY_WORDS[severity]} at the level of ${LEVEL_TITLES[level]}${where} [${code}]`, 2),
    ...wrap(finding.message, 5),
    ...(rule === null ? [] : wrap(`Rule: ${rule}`, 5)),
    ...(rows.length === 0 ? [] : wrap(`Rows: ${rows.join(', ')}${more}`, 5)),
    ...wrap(`What to do: ${finding.remedy}`, 5),
  ];
}

/** `1,200 read: 1,180 accepted, …` */
export function rowsLine({ read, accepted, quarantined, withheld }: Receipt['rows']): string {
  return `${number(read)} read: ${number(accepted)} accepted, ${number(quarantined)} in quarantine, ${number(withheld)} withheld`;
}

export function page(lines: readonly string[]): string {
  return `${lines.join('\n')}\n`;
}

export function entry(label: string, text: string): string {
  const [first = '', ...more] = wrap(text, LABEL);
  return [`${label.padEnd(LABEL)}${first.trimStart()}`, ...more].join('\n');
}

/** Breaks text at blanks into lines of at most 90 characters; a longer word stays whole. */
export function wrap(text: string, indent: number): readonly string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(/\s+/)) {
    if (line !== '' && indent + line.length + 1 + word.length > WIDTH) {
      lines.push(line);
      line = '';
    }
    line = line === '' ? word : `${line} ${word}`;
  }
  return [...lines, line].map((one) => ' '.repeat(indent) + one);
}

function number(value: number): string {
  return value.toLocaleString('en-US');
}
