import { QuestionRefused } from './query-errors.ts';
import {
  CAST_TYPES,
  EXPRESSIONS,
  FUNCTION_SCHEMAS,
  FUNCTIONS,
  JOIN_KINDS,
  QUERY_PARTS,
} from './query-rules.ts';

type Node = Readonly<Record<string, unknown>>;

interface Surroundings {
  /** Names of the views that may be asked, in lower case. */
  readonly views: ReadonlySet<string>;
  /** The database that a view may be qualified with. */
  readonly database: string;
  /** Names from WITH that are in sight, in lower case. */
  readonly named: ReadonlySet<string>;
  /** Collects the views that are asked. */
  readonly asked: Set<string>;
}

/**
 * Walks the whole parse tree of one statement and refuses whatever is not on the lists of `query-rules.ts`.
 * @returns the views that it asks, in lower case, ordered
 * @throws QuestionRefused
 */
export function checkQuery(
  statement: unknown,
  views: readonly string[],
  database: string,
): readonly string[] {
  const asked = new Set<string>();
  walk(statement, {
    views: new Set(views.map((name) => name.toLowerCase())),
    database,
    named: new Set(),
    asked,
  });
  return [...asked].toSorted();
}

function walk(part: unknown, around: Surroundings): void {
  if (Array.isArray(part)) {
    for (const item of part) walk(item, around);
  } else if (isNode(part)) {
    checkNode(part, around);
    const inside = walkNamed(part, around);
    for (const [key, child] of Object.entries(part)) if (key !== 'cte_map') walk(child, inside);
  }
}

/** Each query of a WITH sees those before it; the SELECT sees them all. A name out of sight may be a system table's. */
function walkNamed(part: Node, around: Surroundings): Surroundings {
  const map = part['cte_map'];
  if (!isNode(map)) return around;
  const entries = map['map'];
  if (!Array.isArray(entries)) throw new QuestionRefused({ kind: 'construct', name: 'WITH' });
  let inside = around;
  for (const entry of entries) {
    if (!isNode(entry) || typeof entry['key'] !== 'string')
      throw new QuestionRefused({ kind: 'construct', name: 'WITH' });
    walk(entry['value'], inside);
    inside = { ...inside, named: new Set([...inside.named, entry['key'].toLowerCase()]) };
  }
  return inside;
}

function checkNode(node: Node, around: Surroundings): void {
  const type = node['type'];
  if (present(node['sample'])) throw new QuestionRefused({ kind: 'construct', name: 'TABLESAMPLE' });
  if (present(node['qualify']))
    throw new QuestionRefused({ kind: 'construct', name: 'QUALIFY, which Athena does not know' });
  if (typeof type !== 'string') return;
  if (type === 'OPERATOR_CAST') checkCast(node);
  const expression = typeof node['class'] === 'string';
  if (!(expression ? EXPRESSIONS : QUERY_PARTS).has(type)) throw new QuestionRefused(refusalOf(type, node));
  if (type === 'BASE_TABLE') checkTable(node, around);
  if (type === 'JOIN' && !JOIN_KINDS.has(text(node, 'ref_type'))) {
    throw new QuestionRefused({ kind: 'construct', name: `${text(node, 'ref_type')} JOIN` });
  }
  if (type === 'STAR' && node['columns'] === true)
    throw new QuestionRefused({ kind: 'construct', name: 'COLUMNS(…)' });
  if (typeof node['function_name'] === 'string') checkFunction(node);
}

function refusalOf(type: string, node: Node): ConstructorParameters<typeof QuestionRefused>[0] {
  if (type === 'RECURSIVE_CTE_NODE') return { kind: 'recursion' };
  if (type !== 'TABLE_FUNCTION') return { kind: 'construct', name: type.toLowerCase().replaceAll('_', ' ') };
  const call = node['function'];
  return { kind: 'table_function', name: isNode(call) ? text(call, 'function_name') : 'a table function' };
}

function checkTable(node: Node, { views, database, named, asked }: Surroundings): void {
  const name = text(node, 'table_name');
  const schema = text(node, 'schema_name').toLowerCase();
  const lower = name.toLowerCase();
  if (present(node['at_clause'])) throw new QuestionRefused({ kind: 'construct', name: 'AT' });
  if (schema === '' && text(node, 'catalog_name') === '' && named.has(lower)) return;
  if (text(node, 'catalog_name') !== '' || (schema !== '' && schema !== database) || !views.has(lower)) {
    throw new QuestionRefused({ kind: 'table', name, views: [...views].toSorted() });
  }
  asked.add(lower);
}

function checkFunction(node: Node): void {
  const name = text(node, 'function_name');
  const known = FUNCTIONS.has(name.toLowerCase()) && FUNCTION_SCHEMAS.has(text(node, 'schema'));
  if (!known || text(node, 'catalog') !== '') throw new QuestionRefused({ kind: 'function', name });
}

function checkCast(node: Node): void {
  const type = isNode(node['cast_type']) ? node['cast_type'] : {};
  if (CAST_TYPES.has(text(type, 'id'))) return;
  const info = isNode(type['type_info']) ? text(type['type_info'], 'name') : '';
  throw new QuestionRefused({ kind: 'type', name: (info || text(type, 'id')).toLowerCase() });
}

function text(node: Node, key: string): string {
  const value = node[key];
  return typeof value === 'string' ? value : '';
}

function present(value: unknown): boolean {
  return value !== null && value !== undefined;
}

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
