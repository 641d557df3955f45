import { createHash } from 'node:crypto';

/** SHA-256 of a document's text, hex. Line endings do not count, for editors and git change them. */
export function digestOf(text: string): string {
  return createHash('sha256').update(text.replaceAll('\r\n', '\n')).digest('hex');
}
