import type { ColumnDefinition, SqlType, TableDefinition } from '../ports/catalogue.ts';
import { BLOOM_FIELDS, BLOOM_WORDS, TOKEN_FIELDS } from '../tokens/columns.ts';

/**
 * Work tables of one run. They hold tokens and what follows from them, so they lie in the tokens zone, which
 * linkage alone reads, and are removed at the end.
 */
export const WORK_DATABASE = 'linkage';

function workTable(run: string, name: string, columns: readonly ColumnDefinition[]): TableDefinition {
  return {
    database: WORK_DATABASE,
    name: `${run}_${name}`,
    zone: 'tokens',
    path: `linkage/${run}/${name}`,
    columns,
  };
}

const columns = (type: SqlType, ...names: readonly string[]): readonly ColumnDefinition[] =>
  names.map((name) => ({ name, type }));

/** Tokens that a profile is made of: all but the local id, which names the entity. */
export const PROFILE_TOKENS = TOKEN_FIELDS.map(([name]) => name).filter((name) => name !== 'local_id');

export const BLOOM_COLUMNS = BLOOM_FIELDS.flatMap((field) =>
  Array.from({ length: BLOOM_WORDS }, (_, word) => `${field}_b${word + 1}`),
);

/** Tokens whose frequency weighs an agreement. */
export const FREQUENCY_FIELDS = [
  'given_name',
  'surname',
  'birth_date',
  'ssn',
  'phone',
  'email',
  'street',
] as const;
export type FrequencyField = (typeof FREQUENCY_FIELDS)[number];

/** All the work tables of a run. */
export function workTables(run: string, blockingRules: readonly string[]) {
  return {
    /** Record to entity: records that one source holds to be the same person share one. */
    records: workTable(run, 'records', [
      ...columns('varchar', 'record_id'),
      ...columns('bigint', 'entity', 'source'),
    ]),
    /** One row a distinct set of tokens of an entity in a source. */
    profiles: workTable(run, 'profiles', [
      ...columns('bigint', 'profile', 'entity', 'source', ...PROFILE_TOKENS, ...BLOOM_COLUMNS),
    ]),
    /** How many entities carry a token; `commonness` is four times log2 of that, rounded down. */
    frequencies: workTable(run, 'frequencies', [
      ...columns('varchar', 'field'),
      ...columns('bigint', 'token', 'entities', 'commonness'),
    ]),
    /** Profiles with what a comparison needs beside the tokens: commonness of each, bits set in each filter. */
    traits: workTable(run, 'traits', [
      ...columns('bigint', 'profile', 'entity', 'source', ...PROFILE_TOKENS, ...BLOOM_COLUMNS),
      ...columns('bigint', ...BLOOM_FIELDS.map((field) => `${field}_bits`)),
      ...columns('bigint', ...FREQUENCY_FIELDS.map((field) => `${field}_commonness`)),
    ]),
    /** How large a block may be, by rule, and what that leaves out. */
    limits: workTable(run, 'limits', [
      ...columns('varchar', 'rule'),
      ...columns('bigint', 'largest', 'blocks', 'pairs', 'blocks_left_out', 'pairs_left_out'),
    ]),
    /** The block of each profile by rule; null where it has none. */
    blocks: workTable(run, 'blocks', columns('bigint', 'profile', 'entity', 'source', ...blockingRules)),
    candidates: workTable(run, 'candidates', columns('bigint', 'profile_a', 'profile_b')),
    compared: workTable(
      run,
      'compared',
      columns('bigint', 'entity_a', 'entity_b', 'source_a', 'source_b', 'pattern', 'commonness'),
    ),
    sample: workTable(run, 'sample', columns('bigint', 'profile_a', 'profile_b')),
    sampled: workTable(run, 'sampled', columns('bigint', 'pattern', 'pairs')),
    /** What a pattern says for a match, in millibits: against strangers and against relatives. */
    weights: workTable(
      run,
      'weights',
      columns('bigint', 'pattern', 'against_stranger', 'against_relative', 'forbidden'),
    ),
    /** Pairs of entities that may be one person. */
    scored: workTable(
      run,
      'scored',
      columns('bigint', 'entity_a', 'entity_b', 'source_a', 'source_b', 'weight', 'forbidden'),
    ),
  };
}
export type WorkTables = ReturnType<typeof workTables>;

/** What linkage gives to the steps after it. */
export function crosswalkTables(run: string) {
  const table = (name: string, columns: readonly ColumnDefinition[]): TableDefinition => ({
    database: 'crosswalk',
    name: `${run}_${name}`,
    zone: 'crosswalk',
    path: `runs/${run}/${name}`,
    columns,
  });
  return {
    persons: table('persons', [
      ...columns('varchar', 'scope', 'record_id', 'person_id'),
      { name: 'links', type: 'bigint', comment: 'links at this record, in millionths' },
      { name: 'expected_false', type: 'bigint', comment: 'of them expected wrong, in millionths' },
      { name: 'expected_missed', type: 'bigint', comment: 'links expected missing, in millionths' },
    ]),
    registry: table(
      'registry',
      columns('varchar', 'scope', 'person_id', 'first_run', 'merged_into', 'split_from'),
    ),
    history: table('history', columns('varchar', 'scope', 'person_id', 'run', 'event', 'other_person_id')),
    /** Every record ever linked with the person whom it belonged to last, so that a record which returns finds its id. */
    memberships: table('memberships', columns('varchar', 'scope', 'record_id', 'person_id')),
  };
}
export type CrosswalkTables = ReturnType<typeof crosswalkTables>;
