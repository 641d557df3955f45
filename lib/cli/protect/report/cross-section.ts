import type { ProtectedTable } from '../../../disclosure/protect.ts';
import { count, nameOf } from '../summary.ts';
import { type Html, html, NOTHING } from './html.ts';

const TOTAL = 'Total';
/** A page that a person reads; all of it stands in table.csv. */
const MOST_ROWS = 80;
const MOST_COLUMNS = 16;
const MOST_SLICES = 24;
/** Of all crosses together, so that the page opens on a telephone. */
const MOST_CELLS = 30_000;

type Cell = ProtectedTable['rows'][number];
/** Published cells by `keyOf`. */
export type Cells = ReadonlyMap<string, Cell>;

interface Level {
  readonly code: string;
  readonly sum: boolean;
}

interface Layout {
  readonly table: ProtectedTable;
  readonly cells: Cells;
  /** Places of the dimensions on the rows and the columns; -1 where there are none. */
  readonly rows: number;
  readonly columns: number;
}

export function keyOf(key: readonly string[]): string {
  return key.join('\u0000');
}

/** One published cross: its largest dimension down, a small one across, and the others one table a code. */
export function crossSection(table: ProtectedTable, cells: Cells, cross: readonly string[]): Html {
  const places = cross.map((name) => table.dimensions.indexOf(name));
  const bySize = places.toSorted(
    (left, right) => levelsOf(table, right).length - levelsOf(table, left).length,
  );
  const [rows = -1, ...others] = bySize;
  const columns = others.pop() ?? -1;
  const layout = { table, cells, rows, columns };
  const slices = slicesOf(table, others).filter((slice) => hasCells(layout, slice));
  const each =
    Math.min(MOST_ROWS, levelsOf(table, rows).length) *
    Math.min(MOST_COLUMNS, levelsOf(table, columns).length);
  const room = Math.max(1, Math.floor(MOST_CELLS / table.crosses.length / each));
  const shown = slices.slice(0, Math.min(MOST_SLICES, room));
  return html`<h3>${nameOf(cross)}</h3>
${shown.map((slice, at) => sliceSection(layout, slice, others, at === 0))}
${slices.length > shown.length ? html`<p class="soft">Further tables of this cross are left out here; all their cells stand in table.csv.</p>` : NOTHING}`;
}

function sliceSection(
  layout: Layout,
  slice: readonly string[],
  others: readonly number[],
  open: boolean,
): Html {
  const grid = gridOf(layout, slice);
  if (others.length === 0) return grid;
  const title = others.map((place) => `${layout.table.dimensions[place]}: ${slice[place]}`).join(', ');
  return html`<details${open ? html` open` : NOTHING}><summary>${title}</summary>${grid}</details>`;
}

function gridOf({ table, cells, rows, columns }: Layout, slice: readonly string[]): Html {
  const at = (row: string, column: string) =>
    cells.get(keyOf(slice.map((code, place) => (place === rows ? row : place === columns ? column : code))));
  const across = columns < 0 ? [{ code: TOTAL, sum: true }] : levelsOf(table, columns);
  const down = rows < 0 ? [{ code: TOTAL, sum: true }] : levelsOf(table, rows);
  const used = down.filter(({ code: row }) =>
    across.some(({ code: column }) => at(row, column) !== undefined),
  );
  const [shownDown, shownAcross] = [used.slice(0, MOST_ROWS), across.slice(0, MOST_COLUMNS)];
  const cut = used.length > shownDown.length || across.length > shownAcross.length;
  const label = `${nameOf([rows, columns].filter((place) => place >= 0).map((place) => table.dimensions[place] ?? ''))}`;
  const corner = rows < 0 ? '' : (table.dimensions[rows] ?? '');
  return html`<div class="wide" role="region" tabindex="0" aria-label="${label}"><table>
<thead>${columns < 0 ? NOTHING : html`<tr><td></td><th scope="colgroup" colspan="${shownAcross.length}" class="words">${table.dimensions[columns] ?? ''}</th></tr>`}
<tr><th scope="col" class="words">${corner}</th>${shownAcross.map(({ code, sum }) => html`<th scope="col"${sum ? html` class="sum"` : NOTHING}>${columns < 0 ? 'value' : code}</th>`)}</tr></thead>
<tbody>${shownDown.map(
    ({ code: row, sum }) =>
      html`<tr${sum ? html` class="sum"` : NOTHING}><th scope="row">${row}</th>${shownAcross.map(({ code: column }) => cellOf(at(row, column)))}</tr>
`,
  )}</tbody></table></div>${cut ? html`<p class="soft">Shown are ${count(shownDown.length)} of ${count(used.length)} rows and ${count(shownAcross.length)} of ${count(across.length)} columns; all cells stand in table.csv.</p>` : NOTHING}`;
}

function cellOf(cell: Cell | undefined): Html {
  if (cell === undefined) return html`<td class="none"><span aria-label="no such cell">–</span></td>`;
  if (cell.value === null) return html`<td class="hidden"><span>hidden</span></td>`;
  return html`<td>${count(cell.value)}${cell.status === 'held' ? html` <small>held</small>` : NOTHING}</td>`;
}

/** The total first, then groups, then codes: what is cut off a long table are codes. */
function levelsOf(table: ProtectedTable, place: number): readonly Level[] {
  const axis = table.axes[place];
  return [
    { code: TOTAL, sum: true },
    ...(axis?.groups ?? []).map(({ code }) => ({ code, sum: true })),
    ...(axis?.codes ?? []).map((code) => ({ code, sum: false })),
  ];
}

/** Every choice of codes of the other dimensions, those with more totals first; everything else stands at `Total`. */
function slicesOf(table: ProtectedTable, others: readonly number[]): readonly (readonly string[])[] {
  let slices: readonly (readonly string[])[] = [table.dimensions.map(() => TOTAL)];
  for (const place of others) {
    const levels = levelsOf(table, place);
    // Enough to fill the page even where many of them are empty.
    slices = slices.flatMap((slice) => levels.map(({ code }) => slice.with(place, code))).slice(0, 5000);
  }
  return slices;
}

function hasCells({ table, cells, rows, columns }: Layout, slice: readonly string[]): boolean {
  if (cells.has(keyOf(slice))) return true;
  return levelsOf(table, rows).some(({ code: row }) =>
    (columns < 0 ? [{ code: TOTAL }] : levelsOf(table, columns)).some(({ code: column }) =>
      cells.has(
        keyOf(slice.map((code, place) => (place === rows ? row : place === columns ? column : code))),
      ),
    ),
  );
}
