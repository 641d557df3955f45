import type { AuditDocument } from '../audit-document.ts';
import { about, count, nameOf, percent } from '../summary.ts';
import { type Html, html, NOTHING } from './html.ts';

const WIDTH = 120;
const HEIGHT = 12;

/** Of each cross the cells, those hidden, and their share as a bar; the number stands beside the bar. */
export function shareChart({ tables }: AuditDocument): Html {
  return html`<p class="soft">Cells count margins and groups. People are those in the finest published cells of a table.</p>
<div class="wide shares" role="region" tabindex="0" aria-label="Share hidden by table"><table>
<thead><tr><th scope="col" class="words">Table</th><th scope="col">Cells</th><th scope="col">Hidden</th><th scope="col" class="words">Cells hidden, share</th><th scope="col">People hidden, share</th></tr></thead>
<tbody>${tables.map(
    ({ dimensions, cells, hidden, share_hidden, share_of_people_hidden }) =>
      html`<tr><th scope="row">${nameOf(dimensions)}</th><td>${count(cells)}</td><td>${count(hidden)}</td><td class="words">${bar(share_hidden)} ${percent(share_hidden)}</td><td>${share_of_people_hidden === null ? 'not told' : percent(share_of_people_hidden)}</td></tr>
`,
  )}</tbody></table></div>`;
}

/** Cuts that would hide less, if there are any. */
export function coarserTable({ coarser_cuts }: AuditDocument): Html {
  if (coarser_cuts.length === 0) return NOTHING;
  return html`<h3>Coarser cuts that would hide less</h3>
<p>Each was protected on trial, as if it were published in place of this one. Those that still show most cells come first. The figures are rounded, and not for publication.</p>
<div class="wide shares" role="region" tabindex="0" aria-label="Coarser cuts"><table>
<thead><tr><th scope="col" class="words">Cut</th><th scope="col">Cells</th><th scope="col" class="words">Cells hidden, share</th><th scope="col">People hidden, share</th></tr></thead>
<tbody>${coarser_cuts.map(
    ({ cut, cells, share_hidden, share_of_people_hidden }) =>
      html`<tr><th scope="row">${cut}</th><td>${count(cells)}</td><td class="words">${bar(share_hidden)} ${about(share_hidden)}</td><td>${about(share_of_people_hidden)}</td></tr>
`,
  )}</tbody></table></div>`;
}

function bar(share: number): Html {
  const filled = Math.round(share * WIDTH * 10) / 10;
  return html`<svg width="${WIDTH}" height="${HEIGHT}" viewBox="0 0 ${WIDTH} ${HEIGHT}" aria-hidden="true" focusable="false"><rect class="rest" width="${WIDTH}" height="${HEIGHT}" rx="2"/><rect class="bar" width="${filled}" height="${HEIGHT}" rx="2"/></svg>`;
}
