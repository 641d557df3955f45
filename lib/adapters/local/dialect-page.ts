import { CASTS } from './dialect-casts.ts';
import { FUNCTIONS } from './dialect-functions.ts';
import { GRAMMAR } from './dialect-grammar.ts';
import { REFUSALS } from './dialect-refusals.ts';
import type { FunctionRule } from './dialect-rule.ts';

/** `docs/dialect.md`: the rules of the dialect for people who write indicators. */
export function dialectPage(): string {
  const functions = Object.entries(FUNCTIONS).toSorted(([a], [b]) => (a < b ? -1 : 1));
  return [
    '# SQL that both engines answer alike',
    '',
    'Statements are written once, in the dialect of Athena (engine version 3, Trino). On one machine DuckDB answers them, through the rules below; `npm run test:trino` asks a real Trino server the same. What has no rule here is refused with a sentence.',
    '',
    'Beyond the rules: divide by `nullif(x, 0)`, since Athena fails on zero; take elements of a list with `element_at`, since a subscript past the end fails; compare only what has the same type; count days with `date_diff`, since dates are not subtracted alike; divide columns of decimals after casting both to double; end every query with an ORDER BY that leaves no ties; cast every aggregate and quotient to the type that you mean.',
    '',
    '## Functions',
    '',
    table(
      ['function', 'in DuckDB', 'how it is answered'],
      functions.flatMap(([name, rule]) => functionRow(name, rule)),
    ),
    '',
    '## Casts',
    '',
    `\`CAST\` and \`TRY_CAST\` to ${Object.keys(CASTS)
      .map((type) => `\`${type === 'decimal' ? 'decimal(p,s)' : type}\``)
      .join(
        ', ',
      )} and lists of these read texts and round halves as Athena does. There are no timestamps, times, \`char\`, \`varchar(n)\`, \`json\` or binary types.`,
    '',
    '## Read alike',
    '',
    table(
      ['what', 'such as'],
      GRAMMAR.map(({ what, sql }) => [what, code(sql)]),
    ),
    '',
    '## Refused wherever it stands',
    '',
    table(
      ['construct', 'remedy', 'such as'],
      REFUSALS.map(({ construct, remedy, examples }) => [construct, remedy, code(examples[0] ?? '')]),
    ),
    '',
  ].join('\n');
}

function functionRow(name: string, rule: FunctionRule): readonly (readonly string[])[] {
  if (rule.kind === 'refused') return [[code(name), rule.differs, `refused: ${rule.remedy}`]];
  if (rule.kind === 'alike') return [[code(name), 'the same', 'as it stands']];
  const how = rule.kind === 'rewritten' ? `translated; ${rule.unless}` : 'translated';
  return [[code(name), rule.differs, how]];
}

/** A table whose columns line up in the source, as the formatter would have them. */
function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const cells = [head, ...rows].map((row) => row.map((cell) => cell.replaceAll('|', '\\|')));
  const widths = head.map((_, at) => Math.max(3, ...cells.map((row) => row[at]?.length ?? 0)));
  const line = (row: readonly string[]) =>
    `| ${row.map((cell, at) => cell.padEnd(widths[at] ?? 0)).join(' | ')} |`;
  const [first = [], ...others] = cells;
  return [line(first), line(widths.map((width) => '-'.repeat(width))), ...others.map(line)].join('\n');
}

function code(text: string): string {
  return `\`${text}\``;
}
