import type { Workbench } from '../ports/workbench.ts';
import { quoteText } from '../sql/quote.ts';
import type { Contract, RowRule } from '../workspace/model.ts';
import { RuleNotAllowed } from './errors.ts';

/** Functions of one row that a rule may use; they read nothing but their arguments and give the same every time. */
const FUNCTIONS: ReadonlySet<string> = new Set(
  [
    '~~ !~~ ~~* !~~* like_escape not_like_escape + - * % ||',
    'upper lower trim ltrim rtrim length char_length substr substring left right strpos position starts_with ends_with',
    'contains replace concat regexp_like regexp_matches regexp_full_match lpad reverse split_part',
    'abs round floor ceil ceiling sign least greatest coalesce nullif if',
    'year month day quarter dayofweek isodow date_part date_trunc date_diff last_day make_date',
    'to_days to_weeks to_months to_years trunc list_value',
  ].flatMap((line) => line.split(' ')),
);

/** What a rule at level `case` may ask of the rows of one person. */
const AGGREGATES: ReadonlySet<string> = new Set([
  'min',
  'max',
  'count',
  'count_star',
  'sum',
  'bool_and',
  'bool_or',
]);

/** Node classes without a danger of their own; what hangs below them is walked. */
const PLAIN_CLASSES: ReadonlySet<string> = new Set([
  'CONSTANT',
  'COMPARISON',
  'CONJUNCTION',
  'OPERATOR',
  'BETWEEN',
  'CASE',
]);

/** Keys of a node that say where it stood in the text or how it was declared; nothing hangs below them. */
const NOT_WALKED: ReadonlySet<string> = new Set(['value', 'cast_type', 'column_names', 'query_location']);

type Json = null | string | number | boolean | readonly Json[] | { readonly [key: string]: Json };
type Node = { readonly [key: string]: Json };

/**
 * Checks that a rule is one expression over the contract's columns, by the engine's own parser and a list of what
 * is allowed: no subquery, no table, no function that reads anything else.
 * @throws RuleNotAllowed
 */
export async function checkRule(workbench: Workbench, contract: Contract, rule: RowRule): Promise<void> {
  const refuse = (reason: string) => new RuleNotAllowed(contract.id, rule.name, reason);
  const [row] = await workbench.rows(
    `SELECT CAST(json_serialize_sql(${quoteText(`SELECT ${inBrackets(rule.expression)} AS ok`)}) AS VARCHAR) AS tree`,
  );
  const expression = soleExpression(JSON.parse(String(row?.['tree'] ?? 'null')));
  if (expression === undefined) throw refuse('it is no single SQL expression');
  const columns = new Set(contract.columns.map(({ name }) => name.toLowerCase()));
  walk(expression, { columns, inAggregate: false, level: rule.level }, refuse);
}

/** An expression as part of a statement; a comment at its end cannot reach beyond it. */
export function inBrackets(expression: string): string {
  return `(${expression}\n)`;
}

/** The expression, if the statement is `SELECT expression` and nothing else. */
function soleExpression(tree: Json): Node | undefined {
  const statements = member(tree, 'statements');
  if (!Array.isArray(statements) || statements.length !== 1) return undefined;
  const node = member(statements[0] ?? null, 'node');
  const selected = member(node, 'select_list');
  const bare =
    member(node, 'type') === 'SELECT_NODE' &&
    member(member(node, 'from_table'), 'type') === 'EMPTY' &&
    ['where_clause', 'having', 'sample', 'qualify'].every((key) => member(node, key) === null) &&
    ['modifiers', 'group_expressions', 'group_sets'].every((key) => isEmpty(member(node, key))) &&
    isEmpty(member(member(node, 'cte_map'), 'map'));
  const [expression, ...more] = Array.isArray(selected) ? selected : [];
  return bare && more.length === 0 && isNode(expression) && expression['alias'] === 'ok'
    ? expression
    : undefined;
}

interface Surroundings {
  readonly columns: ReadonlySet<string>;
  readonly inAggregate: boolean;
  readonly level: RowRule['level'];
}

function walk(node: Node, around: Surroundings, refuse: (reason: string) => Error): void {
  const kind = String(node['class']);
  let inAggregate = around.inAggregate;
  if (kind === 'COLUMN_REF') {
    checkColumn(node, around, refuse);
  } else if (kind === 'FUNCTION') {
    inAggregate ||= checkFunction(node, around, refuse);
  } else if (kind === 'CAST') {
    if (node['try_cast'] !== true && hasColumn(node)) {
      throw refuse('CAST stops at the first value that does not fit; TRY_CAST gives null instead');
    }
  } else if (!PLAIN_CLASSES.has(kind)) {
    throw refuse(
      `it holds something that is not allowed in a rule (${kind.toLowerCase().replaceAll('_', ' ')})`,
    );
  }
  for (const child of childrenOf(node)) walk(child, { ...around, inAggregate }, refuse);
}

function checkColumn(
  node: Node,
  { columns, inAggregate, level }: Surroundings,
  refuse: (reason: string) => Error,
): void {
  const names = node['column_names'];
  const [name, ...rest] = Array.isArray(names) ? names.map(String) : [];
  if (name === undefined || rest.length > 0 || !columns.has(name.toLowerCase())) {
    throw refuse(`it names "${[name, ...rest].join('.')}", which is no column of the contract`);
  }
  if (level === 'case' && !inAggregate) {
    throw refuse(
      `it is a rule over rows of one person, so "${name}" has to stand within min, max, count or sum`,
    );
  }
}

/** @returns whether it is an aggregate */
function checkFunction(
  node: Node,
  { inAggregate, level }: Surroundings,
  refuse: (reason: string) => Error,
): boolean {
  const name = String(node['function_name']).toLowerCase();
  const aggregate = AGGREGATES.has(name);
  // The parser itself puts some built-ins, such as trim, in the schema main.
  const builtIn = node['catalog'] === '' && (node['schema'] === '' || node['schema'] === 'main');
  if (!builtIn || !(aggregate || FUNCTIONS.has(name))) {
    throw refuse(`it uses the function "${name}", which is not allowed in a rule`);
  }
  if (aggregate && level === 'row')
    throw refuse(`"${name}" looks at several rows; give the rule the level "case"`);
  if (aggregate && inAggregate) throw refuse(`"${name}" stands within another such function`);
  return aggregate;
}

function hasColumn(node: Node): boolean {
  return node['class'] === 'COLUMN_REF' || childrenOf(node).some(hasColumn);
}

/** The expressions below a node, whatever the key they hang on. */
function childrenOf(node: Node): readonly Node[] {
  return Object.entries(node).flatMap(([key, value]) => (NOT_WALKED.has(key) ? [] : nodesIn(value)));
}

function nodesIn(value: Json): readonly Node[] {
  if (Array.isArray(value)) return value.flatMap(nodesIn);
  if (!isNode(value)) return [];
  return 'class' in value ? [value] : Object.values(value).flatMap(nodesIn);
}

function isNode(value: Json | undefined): value is Node {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function member(value: Json, key: string): Json {
  return isNode(value) ? (value[key] ?? null) : null;
}

function isEmpty(value: Json): boolean {
  return Array.isArray(value) && value.length === 0;
}
