/**
 * The name nearest to a misspelt one, by edit distance (optimal string alignment, so that a transposition
 * counts once, as typing slips do).
 * @returns undefined where nothing is near: further than a third of its length, two at least
 */
export function nearest(misspelt: string, names: Iterable<string>): string | undefined {
  let best: { name: string; distance: number } | undefined;
  for (const name of [...new Set(names)].sort()) {
    const allowed = Math.max(2, Math.floor(Math.max(misspelt.length, name.length) / 3));
    if (Math.abs(misspelt.length - name.length) > allowed) continue;
    const distance = editDistance(misspelt.toLowerCase(), name.toLowerCase());
    const near = distance <= allowed && distance < name.length;
    if (near && (best === undefined || distance < best.distance)) best = { name, distance };
  }
  return best?.name;
}

/** A sentence for the end of a remedy: the near name, else the list where it is short. */
export function suggest(misspelt: string, names: Iterable<string>): string {
  const known = [...new Set(names)].sort();
  const near = nearest(misspelt, known);
  if (near !== undefined) return `Did you mean "${near}"?`;
  if (known.length === 0) return 'There is none yet.';
  return known.length <= 20
    ? `There are: ${known.join(', ')}.`
    : `There are ${known.length}, none of them near.`;
}

export function editDistance(a: string, b: string): number {
  let beforeLast: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const substituted = at(last, j - 1) + Number(a[i - 1] !== b[j - 1]);
      const swapped =
        i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]
          ? at(beforeLast, j - 2) + 1
          : Infinity;
      row.push(Math.min(at(last, j) + 1, at(row, j - 1) + 1, substituted, swapped));
    }
    beforeLast = last;
    last = row;
  }
  return at(last, b.length);
}

function at(row: readonly number[], index: number): number {
  return row[index] ?? Infinity;
}
