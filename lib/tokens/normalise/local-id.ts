import { singleBlanks } from './letters.ts';
import { isPlaceholder } from './placeholders.ts';

/** The agency's own number as it is, leading zeros included; only blanks at the ends go. */
export function localId(raw: string): string | null {
  const text = singleBlanks(raw);
  return text === '' || /^0+$/.test(text) || isPlaceholder('local_id', text.toUpperCase()) ? null : text;
}
