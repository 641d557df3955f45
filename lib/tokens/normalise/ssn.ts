import { isOneCharacterRepeated, isPlaceholder } from './placeholders.ts';

export interface SocialSecurityNumber {
  /** Nine digits (ten to twelve for longer foreign numbers); null where it is missing or masked. */
  readonly whole: string | null;
  readonly last4: string | null;
}

const MISSING: SocialSecurityNumber = { whole: null, last4: null };
const MASKED = /^[X*#•]{3,5}(\d{4})$/;
const DIGITS = /^\d{7,12}$/;
const LENGTH = 9;

/**
 * Seven and eight digits are filled up with zeros from the left: spreadsheets lose the leading zeros of
 * New England's numbers, and for a foreign number it changes nothing, since it is done alike everywhere. Areas that
 * SSA never gives out (000, 666, 9xx) stay: they are taxpayer numbers (ITIN), an agency's own numbers or typing
 * errors of true ones, all of which still tell people apart.
 */
export function socialSecurityNumber(raw: string): SocialSecurityNumber {
  const text = raw.toUpperCase().replace(/[\s.‐‑–-]/gu, '');
  const [, shown] = MASKED.exec(text) ?? [];
  if (shown !== undefined) return { whole: null, last4: lastFour(shown) };
  if (!DIGITS.test(text)) return MISSING;
  const whole = text.padStart(LENGTH, '0');
  if (isOneCharacterRepeated(text) || isPlaceholder('ssn', whole) || whole.endsWith('0000')) return MISSING;
  return whole.startsWith('00000')
    ? { whole: null, last4: lastFour(whole) }
    : { whole, last4: whole.slice(-4) };
}

function lastFour(digits: string): string | null {
  const last = digits.slice(-4);
  return last === '0000' || isOneCharacterRepeated(last) ? null : last;
}
