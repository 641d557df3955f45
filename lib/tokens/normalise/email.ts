import { isPlaceholder } from './placeholders.ts';

const ADDRESS = /^(?:mailto:)?([^\s@<>]+)@([a-z0-9.-]+\.[a-z]{2,})$/;
/** Names reserved for examples and tests (RFC 2606), and what people type to get past a form. */
const EMPTY_DOMAIN =
  /(?:^|\.)(?:example|test|invalid|localhost|none|noemail|nomail|email)(?:\.(?:com|net|org))?$/;
const DOTS_IGNORED: ReadonlySet<string> = new Set(['gmail.com', 'googlemail.com']);

/** Lower case; what follows a plus sign and, at Gmail, the dots before the @ name the same mailbox and go. */
export function email(raw: string): string | null {
  const [, local, domain] = ADDRESS.exec(raw.trim().toLowerCase()) ?? [];
  if (local === undefined || domain === undefined || EMPTY_DOMAIN.test(domain)) return null;
  const mailbox = local.replace(/(?<=.)\+.*$/, '');
  const name = DOTS_IGNORED.has(domain) ? mailbox.replaceAll('.', '') : mailbox;
  if (name === '' || isPlaceholder('email', name)) return null;
  return `${name}@${domain === 'googlemail.com' ? 'gmail.com' : domain}`;
}
