import type { Comparison } from './twin-engine.ts';

/**
 * Which statements have no rows in which example, and why that is right. What is not listed must have rows, and what is
 * listed must have none: else the list is out of date.
 */
export const EMPTY_ANSWERS: ReadonlyMap<string, string> = new Map([
  ['two agencies: spells', 'no contract of it declares spells'],
  ['febrl: spells', 'no contract of it declares spells'],
  ['febrl: events', 'no contract of it declares events'],
  ['county: events', 'two of its agreements name no dataset with events: bookings are the only ones'],
  [
    'registry: edges_by_weight',
    'the 27 patients of the health agreement have one number in all datasets, and no two are alike',
  ],
  ['registry: spells', 'the agreement on case reporting has no dataset with spells'],
  ['registry: events', 'the agreement on case reporting has no dataset with events'],
]);

/** Kinds of statements that read tables in which nothing can be NULL, by what these are. */
export const NEVER_NULL: ReadonlyMap<string, string> = new Map([
  ['blocking_by_rule', 'counts of pairs by rule'],
  ['capacity_<indicator>', 'seats and places, all required by their contract'],
  ['read_capacity_<indicator>', 'seats, added up'],
  ['candidate_patterns', 'patterns of pairs: every field has a level of agreement, missing ones included'],
  ['edges_by_weight', 'scored pairs: numbers of entities and a weight'],
  ['observed_patterns', 'patterns of pairs'],
  ['records_by_entity', 'each record has an entity and a source'],
  ['sampled_patterns', 'patterns of pairs'],
  ['scored', 'patterns of pairs and their weights'],
  ['token_counts', 'tokens that are there, counted'],
]);

/** Statements of one example without a row, each once, as `example: kind`. */
export function emptyOnes(example: string, compared: readonly Comparison[]): readonly string[] {
  const empty = compared.filter(({ rows }) => rows === 0);
  return [...new Set(empty.map((one) => `${example}: ${kindOf(one)}`))];
}

/** Families of statements that differ by dataset or indicator alone. */
const FAMILIES: readonly (readonly [name: RegExp, kind: string])[] = [
  [/^linkage_of_/, 'linkage_of_<dataset>'],
  [/^missing_/, 'missing_<dataset>'],
  [/^read_cells_/, 'read_cells_<indicator>'],
  [/^read_atoms_/, 'read_atoms_<indicator>'],
  [/^read_capacity_/, 'read_capacity_<indicator>'],
  [/^capacity_/, 'capacity_<indicator>'],
  [/^cells_/, 'cells_<indicator>'],
  [/^atoms_/, 'atoms_<indicator>'],
];

/** The name of a statement, whichever run, dataset or indicator it is of; a view is its own. */
export function kindOf({ statement, sql, kind }: Comparison): string {
  const name = statement.replace(/^r\d{4}_/, '');
  const family = FAMILIES.find(([pattern]) => pattern.test(name));
  if (family !== undefined) return family[1];
  return kind === 'table' && /\bFROM "records"\./.test(sql) ? '<dataset>' : name;
}
