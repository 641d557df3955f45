import { gunzipSync, gzipSync } from 'node:zlib';

/** A standard parameter of Systems Manager holds no more characters. */
export const LONGEST_PARAMETER = 4096;

/** Begins a value that is compressed. */
const COMPRESSED = 'gz:';

/**
 * A file of the workspace as the value of a parameter. Systems Manager takes `{{` for a reference, so a text that has
 * it is compressed, too, as one that is too long.
 * @returns undefined where the text is too long even so
 */
export function toParameter(text: string): string | undefined {
  const plain = text.length > 0 && text.length <= LONGEST_PARAMETER && /^[\t\n\r\x20-\x7e]*$/.test(text);
  if (plain && !text.includes('{{') && !text.startsWith(COMPRESSED)) return text;
  const value = `${COMPRESSED}${gzipSync(text, { level: 9 }).toString('base64')}`;
  return value.length <= LONGEST_PARAMETER ? value : undefined;
}

/** @returns the text that `toParameter` was given */
export function fromParameter(value: string): string {
  if (!value.startsWith(COMPRESSED)) return value;
  return gunzipSync(Buffer.from(value.slice(COMPRESSED.length), 'base64')).toString('utf8');
}
