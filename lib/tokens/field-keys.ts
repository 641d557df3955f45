import type { Keys } from '../ports/keys.ts';
import { BloomEncoder } from './bloom.ts';
import { BLOOM_PARAMETERS } from './bloom-parameters.ts';
import { BLOOM_WORDS, type BloomField, TOKEN_FIELDS, type TokenField } from './columns.ts';
import type { Token } from './identifier.ts';
import { KeyedDigest } from './keyed-digest.ts';

/** Every field's key, derived once for a delivery: `token/<column>` and `bloom/<field>`. */
export interface FieldKeys {
  readonly version: string;
  token(field: TokenField, normalised: string): Token;
  /** The filter's eight words; eight nulls where there is no value. */
  filter(field: BloomField, normalised: string | null | undefined): readonly (bigint | null)[];
}

/** These few values come up again and again; the rest are mostly keyed once. */
const REPEATING: ReadonlySet<TokenField> = new Set<TokenField>([
  'given_name_initial',
  'given_name_sound',
  'middle_initial',
  'suffix',
  'birth_year',
  'birth_month_day',
  'sex',
  'ssn_last4',
  'street_number',
]);
const REMEMBERED = 20_000;
const NO_FILTER: readonly null[] = Array.from({ length: BLOOM_WORDS }, () => null);

export async function deriveFieldKeys(keys: Keys): Promise<FieldKeys> {
  const digests = new Map<TokenField, KeyedDigest>();
  for (const [field] of TOKEN_FIELDS)
    digests.set(field, new KeyedDigest(await keys.derive(`token/${field}`)));
  const encoders = new Map<BloomField, BloomEncoder>();
  for (const parameters of BLOOM_PARAMETERS) {
    const digest = new KeyedDigest(await keys.derive(`bloom/${parameters.field}`));
    encoders.set(parameters.field, new BloomEncoder(digest, parameters));
  }
  const remembered = new Map([...REPEATING].map((field) => [field, new Map<string, Token>()]));

  function token(field: TokenField, normalised: string): Token {
    const known = remembered.get(field);
    const found = known?.get(normalised);
    if (found !== undefined) return found;
    const made = held(digests, field).token(normalised);
    if (known !== undefined && known.size < REMEMBERED) known.set(normalised, made);
    return made;
  }

  return {
    version: keys.version,
    token,
    filter: (field, normalised) => (normalised ? held(encoders, field).encode(normalised) : NO_FILTER),
  };
}

function held<Name, Value>(values: ReadonlyMap<Name, Value>, name: Name): Value {
  const value = values.get(name);
  if (value === undefined) throw new RangeError(`No key has been derived for ${String(name)}.`);
  return value;
}
