import { UnsafeName } from './errors.ts';

const LONGEST_NAME = 120;

/** Agencies and datasets are lower-case words; periods have digits, capitals and hyphens (`2026-Q1`, `FY2026-Q1`). */
const SEGMENTS = {
  agency: /^[a-z][a-z0-9_]{0,62}$/,
  dataset: /^[a-z][a-z0-9_]{0,62}$/,
  period: /^[A-Z0-9][A-Z0-9-]{0,15}$/,
  'delivery id': /^d[0-9a-f]{20}$/,
} as const;

/** One segment of a key that is certain to stay in its folder. @throws UnsafeName */
export function segment(what: keyof typeof SEGMENTS, name: string): string {
  if (!SEGMENTS[what].test(name)) throw new UnsafeName(what);
  return name;
}

/**
 * The last part of whatever path a sender's system sent along, with nothing in it that means something to a
 * file system, a glob or a terminal. Never empty; the ending stays.
 */
export function safeFileName(name: string): string {
  const last = name.normalize('NFC').split(/[/\\]/).at(-1) ?? '';
  const plain = last.replaceAll(/[^\p{L}\p{N} ._()+-]/gu, '_').replace(/^[. ]+/, '_');
  const cut =
    plain.length > LONGEST_NAME ? plain.slice(0, LONGEST_NAME / 2) + plain.slice(-LONGEST_NAME / 2) : plain;
  return cut === '' || cut === '_' ? 'file' : cut.replace(/[. ]+$/, '_');
}
