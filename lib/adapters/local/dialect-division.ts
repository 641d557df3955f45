import { isSymbol, isWord, type SqlToken } from './dialect-tokens.ts';

/** As far as the text shows it; undefined where it is a matter of a column's type. */
type Shown = 'decimal' | 'double' | undefined;

/**
 * Whether a `/` divides a decimal: Athena's quotient is then a decimal, DuckDB's a double. A chain such as
 * `100.0 * a / b` is read from its left end, for the product is a decimal, too. One side that is a double makes
 * both quotients doubles.
 * @param tokens those that mean something
 */
export function dividesDecimal(tokens: readonly SqlToken[], at: number): boolean {
  if (!isSymbol(tokens[at], '/')) return false;
  const sides: Shown[] = [shownBy(tokens.slice(at + 1, operandEnd(tokens, at + 1) + 1))];
  let end = at - 1;
  while (end >= 0) {
    const start = operandStart(tokens, end);
    sides.push(shownBy(tokens.slice(start, end + 1)));
    if (!isSymbol(tokens[start - 1], '*', '/', '%')) break;
    end = start - 2;
  }
  return sides.includes('decimal') && !sides.includes('double');
}

/** Where the operand begins that ends at a place: a literal, a column, a call, brackets or CASE … END. */
function operandStart(tokens: readonly SqlToken[], end: number): number {
  let start = end;
  if (isSymbol(tokens[end], ')', ']') || isWord(tokens[end], 'end')) {
    let depth = 0;
    for (; start >= 0; start -= 1) {
      depth += closes(tokens[start]) ? 1 : 0;
      depth -= opens(tokens[start]) ? 1 : 0;
      if (depth === 0) break;
    }
    const before = tokens[start - 1];
    if (isSymbol(tokens[start], '(', '[') && (before?.kind === 'word' || before?.kind === 'name')) start -= 1;
  }
  while (isSymbol(tokens[start - 1], '.')) start -= 2;
  return Math.max(start, 0);
}

/** Where the operand ends that begins at a place. */
function operandEnd(tokens: readonly SqlToken[], start: number): number {
  let end = start;
  while (isSymbol(tokens[end], '-', '+')) end += 1;
  while (isSymbol(tokens[end + 1], '.')) end += 2;
  if (isSymbol(tokens[end + 1], '(', '[') && !opens(tokens[end])) end += 1;
  if (!opens(tokens[end])) return end;
  let depth = 0;
  for (; end < tokens.length; end += 1) {
    depth += opens(tokens[end]) ? 1 : 0;
    depth -= closes(tokens[end]) ? 1 : 0;
    if (depth === 0) break;
  }
  return end;
}

function opens(token: SqlToken | undefined): boolean {
  return isSymbol(token, '(', '[') || isWord(token, 'case');
}

function closes(token: SqlToken | undefined): boolean {
  return isSymbol(token, ')', ']') || isWord(token, 'end');
}

/** What an operand's own text says: the cast around it, or else the literals and casts within. */
function shownBy(operand: readonly SqlToken[]): Shown {
  if (isWord(operand[0], 'cast', 'try_cast')) {
    const type = operand[operand.findLastIndex((token) => isWord(token, 'as')) + 1];
    if (isWord(type, 'decimal')) return 'decimal';
    return isWord(type, 'double') ? 'double' : undefined;
  }
  const said = operand.map((token, at) =>
    isWord(operand[at - 1], 'as') ? typeNamed(token) : literalType(token),
  );
  if (said.includes('double')) return 'double';
  return said.find((type) => type !== undefined);
}

function typeNamed(token: SqlToken): Shown {
  if (isWord(token, 'decimal')) return 'decimal';
  return isWord(token, 'double') ? 'double' : undefined;
}

function literalType(token: SqlToken): Shown {
  if (token.kind !== 'number') return undefined;
  if (/[eE]/.test(token.text)) return 'double';
  return token.text.includes('.') ? 'decimal' : undefined;
}
