import type { WrittenValue } from './athena-values.ts';

/**
 * The rows of the file that Athena leaves of an answer, the names of the columns not among them. Every value stands
 * in quotes, so that one without is NULL and one with nothing between them an empty text.
 * @param chunks UTF-8, cut anywhere
 */
export async function* answerRows(
  chunks: AsyncIterable<Uint8Array>,
): AsyncIterable<readonly (readonly WrittenValue[])[]> {
  const decoder = new TextDecoder();
  let rest = '';
  let isFirst = true;
  for await (const chunk of chunks) {
    const text = rest + decoder.decode(chunk, { stream: true });
    const { rows, end } = wholeRows(text);
    rest = text.slice(end);
    if (rows.length === 0) continue;
    yield isFirst ? rows.slice(1) : rows;
    isFirst = false;
  }
  const last = wholeRows(`${rest}${decoder.decode()}${rest.endsWith('\n') || rest === '' ? '' : '\n'}`).rows;
  if (last.length > 0) yield isFirst ? last.slice(1) : last;
}

/** The rows that end within a text, and where the last of them does. */
function wholeRows(text: string): {
  readonly rows: readonly (readonly WrittenValue[])[];
  readonly end: number;
} {
  const rows: (readonly WrittenValue[])[] = [];
  let end = 0;
  let row: WrittenValue[] = [];
  let at = 0;
  while (at < text.length) {
    const next = text[at] === '"' ? quoted(text, at) : bare(text, at);
    if (next === undefined) break;
    row.push(next.value);
    at = next.end + 1;
    if (text[next.end] === '\n') {
      rows.push(row);
      row = [];
      end = at;
    }
  }
  return { rows, end };
}

interface Field {
  readonly value: WrittenValue;
  /** Where the comma or the end of the line stands. */
  readonly end: number;
}

/** undefined where the text ends before the value does. */
function quoted(text: string, from: number): Field | undefined {
  let close = text.indexOf('"', from + 1);
  let doubled = false;
  while (close !== -1 && text[close + 1] === '"') {
    doubled = true;
    close = text.indexOf('"', close + 2);
  }
  if (close === -1 || close + 1 >= text.length) return undefined;
  const value = text.slice(from + 1, close);
  return { value: doubled ? value.replaceAll('""', '"') : value, end: close + 1 };
}

function bare(text: string, from: number): Field | undefined {
  const line = text.indexOf('\n', from);
  const comma = text.indexOf(',', from);
  const end = comma === -1 || (line !== -1 && line < comma) ? line : comma;
  if (end === -1) return undefined;
  return { value: end === from ? null : text.slice(from, end), end };
}
