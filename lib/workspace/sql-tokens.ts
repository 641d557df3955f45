/** A word of SQL: what it is and where it begins. Comments and white space are left out. */
export interface SqlToken {
  readonly kind: 'name' | 'text' | 'number' | 'sign' | 'placeholder';
  /** A name's letters without quotes, in lower case unless it was quoted; else the text as written. */
  readonly text: string;
  readonly quoted: boolean;
  readonly offset: number;
}

const PARTS =
  /(?<skip>\s+|--[^\n]*|\/\*[\s\S]*?(?:\*\/|$))|(?<placeholder>\{\{[^}\n]*\}\})|(?<text>'(?:[^']|'')*(?:'|$))|(?<quoted>"(?:[^"]|"")*(?:"|$))|(?<name>[\p{L}_][\p{L}\p{N}_$]*)|(?<number>\d[\w.]*)|(?<sign>->|<>|<=|>=|!=|\|\||[\s\S])/gu;

/** Cuts SQL into words. Forgiving: whatever it is given, every character ends up in some word or comment. */
export function sqlTokens(sql: string): readonly SqlToken[] {
  return [...sql.matchAll(PARTS)].flatMap(({ groups = {}, index: offset }): readonly SqlToken[] => {
    const { skip, placeholder, text, quoted, name, number, sign } = groups;
    if (skip !== undefined) return [];
    if (placeholder !== undefined)
      return [{ kind: 'placeholder', text: placeholder.slice(2, -2).trim(), quoted: false, offset }];
    if (text !== undefined) return [{ kind: 'text', text, quoted: false, offset }];
    if (quoted !== undefined) {
      const inner = quoted.slice(1, quoted.endsWith('"') ? -1 : undefined).replaceAll('""', '"');
      return [{ kind: 'name', text: inner.toLowerCase(), quoted: true, offset }];
    }
    if (name !== undefined) return [{ kind: 'name', text: name.toLowerCase(), quoted: false, offset }];
    return number === undefined
      ? [{ kind: 'sign', text: sign ?? '', quoted: false, offset }]
      : [{ kind: 'number', text: number, quoted: false, offset }];
  });
}
