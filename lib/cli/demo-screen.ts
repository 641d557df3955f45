import type { Evaluation } from '../linkage/link.ts';
import type { LinkageSummary } from './linkage-summary.ts';
import { renderTable } from './table.ts';

/** What the demo tells at its end. */
export interface DemoResult {
  readonly folder: string;
  readonly people: number;
  readonly cycles: readonly DemoCycle[];
  readonly evaluation: Evaluation;
  readonly linkage: LinkageSummary | undefined;
  /** Null where the county is so small that nothing of it may be shown. */
  readonly children: CrossTable | null;
  readonly seconds: number;
}

export interface DemoCycle {
  readonly period: string;
  readonly now: string;
  readonly deliveries: readonly DemoDelivery[];
  readonly release: string;
  readonly complete: boolean;
  /** What the run says about itself. */
  readonly text: string;
}

export interface DemoDelivery {
  readonly agency: string;
  readonly dataset: string;
  readonly period: string;
  readonly status: string;
  readonly rows: { readonly read: number; readonly accepted: number; readonly quarantined: number };
  /** What the delivery is there to show. */
  readonly shows?: string;
}

/** One indicator by two dimensions; null is a suppressed cell. */
export interface CrossTable {
  readonly title: string;
  readonly period: string;
  readonly release: string;
  readonly rowTitle: string;
  readonly columns: readonly string[];
  readonly rows: readonly { readonly label: string; readonly values: readonly (string | null)[] }[];
}

const HIDDEN = '··';
const TOO_SMALL =
  '\nThe county is so small that everything about its children would have to be hidden: make more people.\n';

/** The screenful at the end of the demo. */
export function demoScreen(result: DemoResult): string {
  return [
    ...result.cycles.map(cycleText),
    linkageText(result),
    result.children === null ? TOO_SMALL : crossText(result.children),
    nextText(result),
  ].join('\n');
}

function cycleText({ period, now, deliveries, release, complete, text }: DemoCycle): string {
  const rows = deliveries.map((delivery) => [
    `${delivery.agency}/${delivery.dataset}`,
    delivery.period === period ? '' : delivery.period,
    delivery.status.replaceAll('_', ' '),
    count(delivery.rows.accepted),
    delivery.rows.quarantined === 0 ? '' : count(delivery.rows.quarantined),
    delivery.shows === undefined ? '' : firstSentence(delivery.shows),
  ]);
  const columns = [
    { title: 'Delivery' },
    { title: 'For' },
    { title: 'Outcome' },
    { title: 'Rows', align: 'right' as const },
    { title: 'Quarantined', align: 'right' as const },
    { title: 'What it shows' },
  ];
  const head = `Cycle ${period}, delivered on ${now.slice(0, 10)} → release ${release}${complete ? '' : ' (in part)'}`;
  const left = complete ? '' : `${text.slice(text.indexOf('Not in it:'))}\n`;
  return `\n${head}\n\n${renderTable(columns, rows)}${left === '' ? '' : `\n${left}`}`;
}

function linkageText({ people, evaluation, linkage }: DemoResult): string {
  if (linkage === undefined) return '';
  const share = (value: number | undefined) =>
    value === undefined ? 'unknown' : `${(100 * value).toFixed(1)} %`;
  const rows = [
    ['precision', share(linkage.precision), share(evaluation.precision)],
    ['recall', share(linkage.recall), share(evaluation.recall)],
    ['F1', share(harmonic(linkage.precision, linkage.recall)), share(evaluation.f1)],
  ];
  const columns = [
    { title: 'Linkage' },
    { title: 'estimated without truth', align: 'right' as const },
    { title: 'against the truth', align: 'right' as const },
  ];
  return `\n${count(linkage.persons)} people found in ${count(linkage.records)} records (the county has ${count(people)}; not all meet an agency)\n${mergedText(linkage.merged)}\n${renderTable(columns, rows)}`;
}

function mergedText(merged: number): string {
  if (merged === 0) return '';
  return `${count(merged)} ids of the release before turned out to be one person with another; they still resolve\n`;
}

function crossText({ title, period, release, rowTitle, columns, rows }: CrossTable): string {
  const head = [
    { title: rowTitle },
    ...columns.map((column) => ({ title: column, align: 'right' as const })),
  ];
  const body = rows.map(({ label, values }) => [
    label,
    ...values.map((value) => (value === null ? HIDDEN : count(Number(value)))),
  ]);
  return `\n${title}, ${period} (release ${release})\n\n${renderTable(head, body)}${HIDDEN} suppressed: small, or it would give a small one away\n`;
}

function nextText({ folder, seconds }: DemoResult): string {
  return [
    `\nDone in ${seconds.toFixed(0)} s. Try next:`,
    `  npx tributary status --workspace ${folder}`,
    `  npx tributary query "SELECT * FROM program_overlap LIMIT 20" --workspace ${folder}`,
    `  npx tributary check --workspace ${folder}`,
    '',
  ].join('\n');
}

function firstSentence(text: string): string {
  const first = text.split(/[.:] /)[0] ?? text;
  return first.endsWith('.') ? first.slice(0, -1) : first;
}

function count(value: number): string {
  return value.toLocaleString('en-US');
}

function harmonic(precision: number | undefined, recall: number | undefined): number | undefined {
  if (precision === undefined || recall === undefined || precision + recall === 0) return undefined;
  return (2 * precision * recall) / (precision + recall);
}
