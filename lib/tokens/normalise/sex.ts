const CODES: ReadonlyMap<string, 'F' | 'M' | 'X'> = new Map([
  ['F', 'F'],
  ['FEMALE', 'F'],
  ['WOMAN', 'F'],
  ['GIRL', 'F'],
  ['2', 'F'],
  ['M', 'M'],
  ['MALE', 'M'],
  ['MAN', 'M'],
  ['BOY', 'M'],
  ['1', 'M'],
  ['X', 'X'],
  ['NB', 'X'],
  ['NONBINARY', 'X'],
  ['OTHER', 'X'],
]);

/**
 * Numbers are read as ISO/IEC 5218 has them: 1 male, 2 female, 0 and 9 not known. Where an agency counts
 * otherwise (HUD's HMIS: 0 female, 1 male), its contract maps the codes, and what comes here is mapped already.
 */
export function sex(raw: string): 'F' | 'M' | 'X' | null {
  return (
    CODES.get(
      raw
        .toUpperCase()
        .replace(/[^A-Z0-9]/g, '')
        .replace(/^0+(?=\d)/, ''),
    ) ?? null
  );
}
