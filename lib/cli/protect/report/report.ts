import type { ProtectedTable } from '../../../disclosure/protect.ts';
import type { AuditDocument } from '../audit-document.ts';
import { count, figuresOf, nameOf, percent } from '../summary.ts';
import { crossSection, keyOf } from './cross-section.ts';
import { Html, html, NOTHING } from './html.ts';
import { knowledgeText, readingText } from './reading.ts';
import { coarserTable, shareChart } from './share-chart.ts';
import { STYLE } from './style.ts';

/**
 * `report.html`: one page to look at, without scripts and without anything from elsewhere. Of the numbers it shows what
 * table.csv shows and no more; how many cells are primary it says as audit.json does.
 * @param name what the table is called
 */
export function reportPage(table: ProtectedTable, audit: AuditDocument, name: string): string {
  const cells = new Map(table.rows.map((row) => [keyOf(row.key), row]));
  const page = html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>Disclosure control of ${name}</title>
<style>${new Html(STYLE)}</style>
</head>
<body>
<header>
<a class="skip" href="#tables">Skip to the tables</a>
<h1>Disclosure control of ${name}</h1>
<p class="lead">${lead(audit)}</p>
</header>
<main>
${definitions('figures', figuresOf(audit))}
<h2 id="hidden">How much is hidden</h2>
${shareChart(audit)}
${coarserTable(audit)}
<h2 id="tables">The tables</h2>
${readingText(audit)}
${table.crosses.map((cross) => crossSection(table, cells, cross))}
<h2 id="asked">What was asked</h2>
${definitions('asked', asked(table, audit))}
<h2 id="reader">What an attacker was allowed to know</h2>
${knowledgeText(audit)}
</main>
<footer><p>table.csv is what may be published. This page and audit.json are for those who decide on it.</p></footer>
</body>
</html>
`;
  return page.text;
}

function lead(audit: AuditDocument): Html {
  const hidden = audit.primary + audit.complementary;
  const share = html`${count(hidden)} of ${count(audit.cells)} published cells are hidden (${percent(audit.share_hidden)}).`;
  if (audit.method.name === 'round')
    return html`All ${count(audit.cells)} published cells are shown, rounded at random.`;
  if (audit.method.name === 'dp')
    return html`All numbers carry noise (differential privacy). ${hidden === 0 ? NOTHING : share}`;
  return html`${share} An attack on the result could work out ${audit.exactly_determined === 0 ? 'none' : count(audit.exactly_determined ?? 0)} of them.`;
}

type Definitions = readonly (readonly [string, string])[];

function definitions(kind: 'figures' | 'asked', entries: Definitions): Html {
  const pairs = entries.map(([term, value]) =>
    kind === 'figures'
      ? html`<div><dt>${term}</dt><dd>${value}</dd></div>`
      : html`<dt>${term}</dt><dd>${value}</dd>`,
  );
  return html`<dl class="${kind}">${pairs}</dl>`;
}

function asked({ axes, crosses }: ProtectedTable, audit: AuditDocument): Definitions {
  return [
    ...askedOf(audit),
    ...axes.map(
      ({ name, codes, groups }) =>
        [
          `Dimension ${name}`,
          `${count(codes.length)} ${codes.length === 1 ? 'code' : 'codes'}${groups.length === 0 ? '' : `, ${count(groups.length)} ${groups.length === 1 ? 'group' : 'groups'}`}`,
        ] as const,
    ),
    ['Tables', crosses.map(nameOf).join('; ')],
    ...(audit.earlier_tables === 0 ? [] : [['Earlier tables', count(audit.earlier_tables)] as const]),
  ];
}

function askedOf({ method, required_interval }: AuditDocument): Definitions {
  switch (method.name) {
    case 'suppress': {
      const small = method.threshold - 1;
      const counts = small === 0 ? 'no counts' : `counts of ${small === 1 ? '1' : `1 to ${small}`}`;
      return [
        ['Method', 'hiding cells (suppression)'],
        ['Protected', `${counts}${method.zeros === 'protect' ? ', and zeros' : '; zeros are shown'}`],
        [
          'Uncertainty',
          `each must stay possible over an interval of at least ${count(required_interval ?? 1)}`,
        ],
        ['As few as can be', method.cost === 'cells' ? 'cells hidden' : 'people in hidden cells'],
        ...(method.rounded_to === undefined
          ? []
          : [['Shown numbers', `rounded at random to multiples of ${method.rounded_to}`] as const]),
      ];
    }
    case 'round':
      return [['Method', `rounding at random to multiples of ${method.rounded_to ?? 1}`]];
    case 'dp':
      return [
        ['Method', `differential privacy, ${method.mechanism === 'laplace' ? 'Laplace' : 'Gaussian'} noise`],
        ['Spent', `ρ = ${method.rho}`],
        ['Guarantee', `ε = ${method.epsilon.toFixed(3)} at δ = ${method.delta}`],
        [
          'One unit counts',
          `in at most ${count(method.cells_per_unit ?? 1)} finest ${method.cells_per_unit === 1 ? 'cell' : 'cells'}`,
        ],
      ];
  }
}
