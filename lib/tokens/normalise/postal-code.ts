import { isPlaceholder } from './placeholders.ts';

const US = /^(\d{5})(?:\d{4})?$/;
const SHORT = /^\d{3,4}$/;
/** ZIP+4 whose leading zero was lost. */
const SHORT_WITH_FOUR = /^(\d{4})\d{4}$/;
const FOREIGN = /^(?=.*\d)[A-Z0-9]{5,8}$/;

/**
 * Five digits; the four of ZIP+4 go. Three and four digits are filled up with zeros from the left, since
 * spreadsheets lose the leading zeros of the Northeast and Puerto Rico; for countries with four digits it changes
 * nothing, since it is done alike everywhere. Foreign codes with letters: without blanks.
 */
export function postalCode(raw: string): string | null {
  const text = raw.toUpperCase().replace(/[\s.‐‑–-]/gu, '');
  const code = fiveDigits(text) ?? (FOREIGN.test(text) && /[A-Z]/.test(text) ? text : null);
  return code === null || isPlaceholder('postal_code', code) ? null : code;
}

function fiveDigits(text: string): string | null {
  if (SHORT.test(text)) return text.padStart(5, '0');
  return US.exec(text)?.[1] ?? SHORT_WITH_FOUR.exec(text)?.[1]?.padStart(5, '0') ?? null;
}

/**
 * Prefixes with 20,000 people or fewer, which the HIPAA Safe Harbor shows as 000 (45 CFR 164.514(b)(2)(i)(B)): the 17
 * that HHS lists from the census of 2000 (guidance on de-identification, 26 November 2012), and 205 and 369, which
 * fell below in the census of 2010. Both, because the rule asks for what is currently public.
 */
export const SPARSE_PREFIXES: ReadonlySet<string> = new Set(
  '036 059 063 102 203 205 369 556 692 790 821 823 830 831 878 879 884 890 893'.split(' '),
);

/** The first three digits of an American ZIP code; `000` for sparsely peopled prefixes; null where there is none. */
export function threeDigitZip(raw: string): string | null {
  const code = postalCode(raw);
  if (code === null || !/^\d{5}$/.test(code)) return null;
  const prefix = code.slice(0, 3);
  return SPARSE_PREFIXES.has(prefix) ? '000' : prefix;
}
