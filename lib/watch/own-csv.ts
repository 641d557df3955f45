/**
 * Rows of a CSV file that a release holds, by the names of its header. Reads what lib/release writes (RFC 4180, LF):
 * an empty field is null, `""` is empty text.
 */
export function rowsOfCsv(text: string): readonly Readonly<Record<string, string | null>>[] {
  const [header = [], ...rows] = records(text);
  return rows.map((row) => Object.fromEntries(header.map((name, at) => [name ?? '', row[at] ?? null])));
}

function records(text: string): (string | null)[][] {
  const found: (string | null)[][] = [];
  const current: (string | null)[] = [];
  for (const [, quoted, bare, end] of text.matchAll(/(?:"((?:[^"]|"")*)"|([^",\n]*))(,|\n)/g)) {
    current.push(quoted === undefined ? bare || null : quoted.replaceAll('""', '"'));
    if (end === '\n') found.push(current.splice(0));
  }
  return found;
}
