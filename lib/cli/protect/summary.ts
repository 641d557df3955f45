import { join } from 'node:path';
import { renderTable } from '../table.ts';
import type { AuditDocument } from './audit-document.ts';

/** What the command prints: what was hidden and what the audit found, then how much of each cross. */
export function summaryText(audit: AuditDocument, out: string, files: Iterable<string>): string {
  const written = [...files].map((file) => join(out, file)).join(', ');
  return [
    renderTable([{ title: 'disclosure control' }, { title: '', align: 'right' }], figuresOf(audit)),
    '\n',
    sharesText(audit),
    coarserText(audit),
    `\nWritten: ${written}\n`,
  ].join('');
}

type Figures = readonly (readonly [string, string])[];

/** What is worth telling of this method, as the command and the report tell it. */
export function figuresOf(audit: AuditDocument): Figures {
  return [
    ['published cells', count(audit.cells)],
    ...(audit.method.name === 'suppress' ? hiddenFigures(audit) : []),
    ...(audit.passed === null ? [] : attackFigures(audit)),
    ...alteredFigures(audit),
  ];
}

function hiddenFigures(audit: AuditDocument): Figures {
  return [
    ['hidden because of what they are (primary)', count(audit.primary)],
    ['hidden to protect those (complementary)', count(audit.complementary)],
    ['share of cells hidden', percent(audit.share_hidden)],
    ...(audit.held === 0 ? [] : [['shown as in an earlier table (held)', count(audit.held)] as const]),
    ...(audit.already_public === 0
      ? []
      : [['sensitive, but public since an earlier table', count(audit.already_public)] as const]),
  ];
}

function attackFigures(audit: AuditDocument): Figures {
  const asked = audit.required_interval === null ? '' : ` (asked: ${count(audit.required_interval)})`;
  const narrowest = audit.narrowest_interval;
  return [
    [
      `narrowest interval of a primary cell${asked}`,
      audit.primary === 0 ? 'none' : narrowest === null ? 'unbounded' : count(narrowest),
    ],
    ['cells that an attacker can work out', count(audit.exactly_determined ?? 0)],
    ['programs solved by the audit', count(audit.programs)],
  ];
}

function alteredFigures({ method, primary }: AuditDocument): Figures {
  if (method.name === 'dp')
    return [
      ['spent, as ρ', String(method.rho)],
      [`guarantee, as ε at δ = ${method.delta}`, method.epsilon.toFixed(3)],
      ['largest error in 95 of 100 cases', count(method.error_in_95_of_100)],
      ...(primary === 0 ? [] : [['hidden: small with their noise', count(primary)] as const]),
    ];
  const base = 'rounded_to' in method ? method.rounded_to : undefined;
  return base === undefined ? [] : [['rounded at random to multiples of', count(base)]];
}

function sharesText({ tables }: AuditDocument): string {
  return renderTable(
    [
      { title: 'table' },
      { title: 'cells', align: 'right' },
      { title: 'hidden', align: 'right' },
      { title: 'share', align: 'right' },
      { title: 'of people', align: 'right' },
    ],
    tables.map(({ dimensions, cells, hidden, share_hidden, share_of_people_hidden }) => [
      nameOf(dimensions),
      count(cells),
      count(hidden),
      percent(share_hidden),
      share_of_people_hidden === null ? '' : percent(share_of_people_hidden),
    ]),
  );
}

function coarserText({ coarser_cuts }: AuditDocument): string {
  if (coarser_cuts.length === 0) return '';
  const table = renderTable(
    [
      { title: 'a coarser cut' },
      { title: 'cells', align: 'right' },
      { title: 'share hidden', align: 'right' },
      { title: 'of people', align: 'right' },
    ],
    coarser_cuts.map(({ cut, cells, share_hidden, share_of_people_hidden }) => [
      cut,
      count(cells),
      about(share_hidden),
      about(share_of_people_hidden),
    ]),
  );
  return `\nLess would be hidden of:\n${table}`;
}

export function about(share: number): string {
  return `${Math.round(share * 100)} %`;
}

/** What a cross is called. */
export function nameOf(dimensions: readonly string[]): string {
  return dimensions.length === 0 ? 'Total' : dimensions.join(' × ');
}

export function count(value: number): string {
  return value.toLocaleString('en-US');
}

export function percent(share: number): string {
  return `${(share * 100).toFixed(1)} %`;
}
