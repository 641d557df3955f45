import type { AuditDocument } from '../audit-document.ts';
import { count } from '../summary.ts';
import { type Html, html, NOTHING } from './html.ts';

/** How the tables are to be read. */
export function readingText(audit: AuditDocument): Html {
  const { method } = audit;
  return html`<p>Totals and groups come first in each table, on a tinted ground. A dash marks a cell that cannot exist.</p>
${method.name === 'suppress' ? hiddenText(audit, method.zeros) : NOTHING}
${audit.held > 0 ? html`<p>A number marked <em>held</em> is the one of an earlier table: it has changed since, by so little that the change itself is protected.</p>` : NOTHING}
${'rounded_to' in method && method.rounded_to !== undefined ? roundedText(method.rounded_to) : NOTHING}
${method.name === 'dp' ? noisyText(audit, method) : NOTHING}`;
}

function hiddenText({ primary, complementary }: AuditDocument, zeros: 'publish' | 'protect'): Html {
  if (primary + complementary === 0) return html`<p>Nothing had to be hidden.</p>`;
  return html`<p>A cell that reads <em>hidden</em>, on hatched ground, is withheld: either its own number is protected, or it would give away another one that is. The table does not say which. ${zeros === 'publish' ? 'Zeros are shown, so a hidden cell is at least 1.' : 'A hidden cell may be zero.'} Do not add up what is shown and take it for the whole: use the totals, which are of all that was counted.</p>`;
}

function roundedText(base: number): Html {
  return html`<p>Every number is rounded up or down by chance to a multiple of ${base}, so that it is right on average and less than ${base} away from the truth. Each number is rounded for itself, so parts need not add up to their total.</p>`;
}

function noisyText(audit: AuditDocument, method: Extract<AuditDocument['method'], { name: 'dp' }>): Html {
  return html`<p>Every number carries noise. In 95 of 100 cases it is no further than ${count(method.error_in_95_of_100)} from the truth, most numbers less. ${method.adds_up ? 'Parts add up to their totals.' : 'Parts need not add up.'}${audit.primary > 0 ? ` Numbers that are below ${method.threshold} with their noise are hidden.` : ''}</p>`;
}

/** What the attacker was granted whom the result withstands. */
export function knowledgeText(audit: AuditDocument): Html {
  const { method } = audit;
  if (method.name === 'dp')
    return html`<p>Anything. Differential privacy does not rest on what an attacker lacks: whoever sees the table can hardly tell whether any one unit is in the data, whatever else they know. How hardly is what ε says. The codes, and which cells are possible, count as public.</p>`;
  if (method.name === 'round')
    return html`<p>Rounding was not attacked: it protects single counts, and every published number is uncertain by less than ${method.rounded_to ?? 1} in either direction. It keeps nobody from narrowing a number down by comparing several that contain it. Where that matters, hide cells or use differential privacy.</p>`;
  return html`<p>The result was attacked with ${count(audit.programs)} linear and integer programs. The attacker was granted:</p>
<ul>
<li>every published number of every table above, unrounded, and how all of them add up, groups that do not nest included;</li>
<li>which finest cells can exist at all: those that were listed;</li>
<li>that counts are whole and never negative;</li>
<li>the policy, and how cells are chosen for hiding${method.zeros === 'publish' ? ': as zeros are always shown, a hidden cell is at least 1' : ''};</li>
${audit.earlier_tables > 0 ? html`<li>everything that the ${audit.earlier_tables === 1 ? 'earlier table' : `${audit.earlier_tables} earlier tables`} showed of the same cells;</li>` : NOTHING}
${method.insiders > 0 ? html`<li>the help of ${method.insiders === 1 ? 'somebody' : 'two together'} in the data who know where they are counted;</li>` : NOTHING}
</ul>
<p>${audit.exactly_determined === 0 && audit.narrower_than_required === 0 ? 'Still no hidden number could be worked out, and every protected one stays as uncertain as was asked.' : 'Some hidden numbers could be worked out.'} What an attacker may know about single people from other sources is not part of this.</p>`;
}
