import { isOneCharacterRepeated, isPlaceholder } from './placeholders.ts';

const EXTENSION = /(?:X|EXT|EXTENSION)\.?\s*:?\s*\d*$/;
const DIRECTORY_ASSISTANCE = /5551212$/;

/** Ten digits of an American number; other numbers (7 to 15 digits, as E.164 has at most) as they are. */
export function phone(raw: string): string | null {
  const text = raw.trim().toUpperCase().replace(EXTENSION, '');
  if (/[A-Z@]/.test(text)) return null;
  const digits = text.replace(/\D/g, '');
  const national = digits.length === 11 && digits.startsWith('1') ? digits.slice(1) : digits;
  if (national.length < 7 || national.length > 15) return null;
  const unknown =
    isOneCharacterRepeated(national) ||
    isOneCharacterRepeated(national.slice(-7)) ||
    DIRECTORY_ASSISTANCE.test(national) ||
    isPlaceholder('phone', national);
  return unknown ? null : national;
}
