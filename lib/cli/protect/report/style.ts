/** The page's style: light and dark, narrow and wide, on paper. Hidden cells are told by word and hatching, not by colour alone. */
export const STYLE = `
:root { color-scheme: light dark; --ink: #1b1f24; --soft: #57606a; --paper: #ffffff; --panel: #f4f6f8; --line: #c9d1d9;
  --bar: #0b5cad; --rest: #d5dde6; --hatch: #b8c0ca; --focus: #b35900; }
@media (prefers-color-scheme: dark) { :root { --ink: #e8ebef; --soft: #a7b0ba; --paper: #14171b; --panel: #1e2329;
  --line: #434c56; --bar: #6cb2ff; --rest: #333c46; --hatch: #4a545f; --focus: #ffb057; } }
* { box-sizing: border-box; }
body { margin: 0; background: var(--paper); color: var(--ink);
  font: 1rem/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", sans-serif; }
main, header, footer { max-width: 72rem; margin: 0 auto; padding: 0 1rem; }
header { padding-top: 1.5rem; }
h1 { font-size: 1.6rem; line-height: 1.2; margin: 0 0 .5rem; }
h2 { font-size: 1.25rem; margin: 2.25rem 0 .5rem; padding-top: .5rem; border-top: 1px solid var(--line); }
h3 { font-size: 1.05rem; margin: 1.5rem 0 .5rem; }
p, ul, dl { max-width: 46rem; }
p { margin: .5rem 0; }
a { color: var(--bar); }
:focus-visible { outline: 3px solid var(--focus); outline-offset: 2px; }
.skip { position: absolute; left: -999rem; }
.skip:focus { position: static; }
.lead { font-size: 1.1rem; }
.soft { color: var(--soft); }
.figures { display: grid; grid-template-columns: repeat(auto-fit, minmax(9.5rem, 1fr)); gap: .75rem; padding: 0; margin: 1rem 0; max-width: none; }
.figures div { background: var(--panel); border-radius: .4rem; padding: .6rem .8rem; display: flex; flex-direction: column; justify-content: space-between; }
.figures dt { color: var(--soft); font-size: .85rem; line-height: 1.3; }
.figures dd { margin: .15rem 0 0; font-size: 1.35rem; font-variant-numeric: tabular-nums; }
.asked { display: grid; grid-template-columns: minmax(8rem, max-content) 1fr; gap: .3rem 1rem; margin: .5rem 0; }
.asked dt { color: var(--soft); }
.asked dd { margin: 0; }
.wide { overflow-x: auto; border: 1px solid var(--line); border-radius: .4rem; margin: .5rem 0 1rem; max-width: 100%; width: fit-content; }
table { border-collapse: collapse; font-variant-numeric: tabular-nums; }
th, td { padding: .3rem .7rem; border-top: 1px solid var(--line); text-align: right; white-space: nowrap; }
thead th, thead td { border-top: 0; vertical-align: bottom; }
th { font-weight: 600; }
th[scope=row], .words { text-align: left; }
.wide th[scope=row] { position: sticky; left: 0; background: var(--paper); max-width: 14rem; min-width: 4rem; overflow-wrap: break-word; white-space: normal; }
tr.sum th, tr.sum td, th.sum { background-color: var(--panel); }
.wide tr.sum th[scope=row] { background: var(--panel); }
td.hidden { color: var(--soft); font-size: .85rem; font-style: italic;
  background-image: repeating-linear-gradient(135deg, var(--hatch) 0 1px, transparent 1px 6px); }
td.hidden span { background: inherit; padding: 0 .25rem; border-radius: .2rem; }
td.none { color: var(--soft); }
small { color: var(--soft); font-weight: 400; }
details { margin: .4rem 0; }
summary { cursor: pointer; padding: .25rem 0; }
svg { vertical-align: middle; }
.bar { fill: var(--bar); } .rest { fill: var(--rest); }
footer { color: var(--soft); font-size: .9rem; padding-top: 2rem; padding-bottom: 2rem; }
@media (max-width: 40rem) {
  .asked { grid-template-columns: 1fr; gap: 0; } .asked dd { margin-bottom: .5rem; }
  th, td { padding: .3rem .5rem; } .wide th[scope=row] { max-width: 8rem; }
  .shares thead th { white-space: normal; } .shares th[scope=row] { position: static; min-width: 8rem; font-weight: 400; }
  .shares svg { display: block; width: 4.5rem; }
}
@media print {
  :root { color-scheme: light; --ink: #000; --soft: #333; --paper: #fff; --panel: #f2f2f2; --line: #888; --bar: #000; --rest: #ddd; --hatch: #777; }
  .wide { overflow: visible; border: 0; } .wide th[scope=row] { position: static; }
  .skip, nav { display: none; } h2, h3 { break-after: avoid; } tr { break-inside: avoid; }
  td.hidden { -webkit-print-color-adjust: exact; print-color-adjust: exact; }
}
`;
