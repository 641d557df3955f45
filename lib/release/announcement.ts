import type { Manifest } from './manifest.ts';

/** What is told when a release is out: which, of what, how much of it is withheld, and what is not in it. Lines of text. */
export function announcement(manifest: Manifest): string {
  const indicators = manifest.tables.filter(({ kind }) => kind === 'indicator');
  const cells = indicators.reduce((sum, { rows }) => sum + rows, 0);
  const suppressed = indicators.reduce((sum, table) => sum + table.suppressed, 0);
  return [
    `Release ${manifest.release_id} of ${manifest.title} for ${manifest.period} is published${manifest.status === 'partial' ? ', in part' : ''}.`,
    `${count(indicators.length, 'indicator')}, ${count(cells, 'row')}, ${suppressed} of them suppressed to protect people.`,
    ...(manifest.skipped.length === 0 ? [] : ['Not in it:']),
    ...manifest.skipped.map(({ what, id, reason }) => `- ${what} ${id}: ${reason}`),
  ].join('\n');
}

function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}
