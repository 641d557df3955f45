import type { TokenField } from '../tokens/columns.ts';
import type { BlockingRule } from './blocking.ts';
import { FIELDS } from './fields.ts';
import type { LinkageModel } from './model.ts';

/** Which tokens agree for certain when a field has a level; a field that cannot be compared has none. */
interface State {
  readonly share: number;
  readonly agree: readonly TokenField[];
}

/** Ways in which the fields of a pair can agree, at most; there are some hundred thousand. */
const MOST_STATES = 2_000_000;

/**
 * How many of the matching pairs some blocking rule finds, in millionths, under the model: fields are independent
 * among matches, each has a level or cannot be compared, and a rule fires where all its tokens agree. A rule that
 * leaves out its largest blocks fires for the share of pairs that it kept.
 */
export function blockingRecallOf(
  fields: LinkageModel['fields'],
  rules: readonly BlockingRule[],
  kept: ReadonlyMap<string, number>,
): number {
  const asked = new Set<string>(rules.flatMap(({ tokens }) => tokens));
  const fieldStates = FIELDS.map((field, at) => statesOf(field.levels, fields[at], asked)).filter(
    (states) => states.length > 1,
  );
  const count = fieldStates.reduce((product, states) => product * states.length, 1);
  if (count > MOST_STATES) throw new RangeError('Too many ways in which fields can agree.');
  let missed = 0;
  const walk = (at: number, share: number, agree: ReadonlySet<string>): void => {
    const states = fieldStates[at];
    if (states === undefined) {
      missed += share * chanceThatNoneFires(agree, rules, kept);
      return;
    }
    for (const state of states) {
      if (state.share > 0) walk(at + 1, share * state.share, new Set([...agree, ...state.agree]));
    }
  };
  walk(0, 1, new Set());
  return Math.round((1 - missed) * 1_000_000);
}

/** Levels that the rules cannot tell apart are taken together. */
function statesOf(
  levels: (typeof FIELDS)[number]['levels'],
  field: LinkageModel['fields'][number] | undefined,
  asked: ReadonlySet<string>,
): readonly State[] {
  const states = new Map<string, { share: number; readonly agree: readonly TokenField[] }>();
  const add = (share: number, tokens: readonly TokenField[]) => {
    const agree = tokens.filter((token) => asked.has(token));
    const key = agree.join();
    const state = states.get(key) ?? { share: 0, agree };
    state.share += share;
    states.set(key, state);
  };
  const compared = field?.compared ?? 0;
  add(1 - compared, []);
  for (const { level, agree } of levels) {
    add(compared * (field?.levels.find((one) => one.level === level)?.match ?? 0), agree);
  }
  return [...states.values()];
}

function chanceThatNoneFires(
  agree: ReadonlySet<string>,
  rules: readonly BlockingRule[],
  kept: ReadonlyMap<string, number>,
): number {
  // Rules that ask for more of the same tokens leave out much the same pairs: the most generous decides.
  const fires = rules
    .filter(({ tokens }) => tokens.every((token) => agree.has(token)))
    .map(({ name }) => kept.get(name) ?? 1);
  return 1 - Math.max(0, ...fires);
}
