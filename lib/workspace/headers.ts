/** A header as it is compared: case, blanks, underscores, hyphens and full stops at will. */
export function normalisedHeader(header: string): string {
  return header
    .normalize('NFKC')
    .trim()
    .toLowerCase()
    .replaceAll(/[\s_.-]+/g, '_');
}
