import { expect, type Parameters, type Prevalence, type Shares, sharesOf } from './expectation.ts';
import type { Level } from './field.ts';
import { FIELDS } from './fields.ts';
import { orderByWeight } from './monotone.ts';
import type { PatternCounts } from './patterns.ts';

/** What training sees: counts alone. */
export interface TrainingData {
  /** Patterns of the pairs that blocking found. */
  readonly candidates: PatternCounts;
  /** Patterns of pairs taken without regard to blocking. */
  readonly sample: PatternCounts;
  /** How many pairs may be compared in all. */
  readonly comparable: { readonly within: number; readonly between: number };
  /** Distinct tokens by field, for those weighed by frequency. */
  readonly distinctTokens: ReadonlyMap<string, number>;
  readonly profiles: number;
}

export interface Trained {
  readonly parameters: Parameters;
  readonly by: 'em' | 'prior';
  readonly iterations: number;
  readonly expectedMatches: number;
  /** Why the model must not be used; empty where it may. */
  readonly objections: readonly string[];
}

const MOST_ITERATIONS = 500;
const CONVERGED = 1e-6;
/** Fewer candidates, or fewer expected matches, say too little about ten fields. */
const ENOUGH_CANDIDATES = 300;
const ENOUGH_MATCHES = 30;
/** Pairs of the prior that are mixed in with the pairs observed. */
const MATCH_PRIOR_PAIRS = 20;
const STRANGER_PRIOR_PAIRS = 50;
/** Relatives are at least this part of matches: there is no population without households. */
const FEWEST_RELATIVES = 0.05;
/** So are twins; some three of a hundred people have one (births in the United States: 3.1 %, NCHS 2021). */
const FEWEST_TWINS = 0.005;

function fromTable(share: (level: Level) => number): Shares {
  return FIELDS.map(({ levels }) => {
    const shares = new Float64Array(levels.length);
    for (const level of levels) shares[level.level] = share(level) / 1000;
    return shares;
  });
}

/**
 * Trains without labels by expectation–maximisation over counts of agreement patterns (Fellegi and Sunter 1969,
 * JASA 64; Winkler 1988 for EM). All candidates take part at once, and the share of matches is one of *all*
 * comparable pairs: pairs that blocking did not find count as strangers. So a field by which a rule blocks needs
 * no special treatment, as it does where each rule is trained apart (Splink), and the prior comes out of the same
 * sum as the weights rather than from a guess. Agreement by chance comes from the sample of pairs; the matches in
 * it are taken out by their own posterior, so that a shared SSN does not count as chance.
 */
export function train(data: TrainingData): Trained {
  const learned = maximise(data, true);
  if (data.candidates.total >= ENOUGH_CANDIDATES && learned.expectedMatches >= ENOUGH_MATCHES) {
    return { ...learned, by: 'em', objections: objectionsTo(data, learned) };
  }
  return { ...maximise(data, false), by: 'prior', objections: [] };
}

type Maximised = Pick<Trained, 'parameters' | 'iterations' | 'expectedMatches'> & {
  readonly converged: boolean;
};

/** @param learnMatch whether the shares among matches are learned; if not they are the table's */
function maximise(data: TrainingData, learnMatch: boolean): Maximised {
  const prior = { match: fromTable((level) => level.match), stranger: fromTable((level) => level.stranger) };
  let parameters: Parameters = {
    ...prior,
    relative: fromTable((level) => level.relative),
    twin: fromTable((level) => level.twin),
    prevalence: [
      startingPrevalence(data, data.comparable.between),
      startingPrevalence(data, data.comparable.within),
    ],
  };
  let change = Number.POSITIVE_INFINITY;
  let iterations = 0;
  let expectedMatches = 0;
  while (change > CONVERGED && iterations < MOST_ITERATIONS) {
    const posterior = expect(data.candidates, parameters);
    const chance = expect(data.sample, parameters);
    const match = learnMatch
      ? sharesOf(data.candidates, (pattern) => posterior.match[pattern] ?? 0, prior.match, MATCH_PRIOR_PAIRS)
      : prior.match;
    const isStranger = (pattern: number) =>
      1 - (chance.match[pattern] ?? 0) - (chance.relative[pattern] ?? 0) - (chance.twin[pattern] ?? 0);
    const stranger = sharesOf(data.sample, isStranger, prior.stranger, STRANGER_PRIOR_PAIRS);
    const [between, within] = ([0, 1] as const).map((kind) => {
      const sum = (of: Float64Array) =>
        of.reduce(
          (total, share, at) =>
            data.candidates.within[at] === kind ? total + share * (data.candidates.counts[at] ?? 0) : total,
          0,
        );
      return {
        match: sum(posterior.match),
        relative: sum(posterior.relative),
        twin: sum(posterior.twin),
      };
    });
    const next: Parameters = {
      match,
      stranger: atLeastOneInTokens(stranger, data.distinctTokens),
      relative: parameters.relative,
      twin: parameters.twin,
      prevalence: [
        prevalenceOf(between, data.comparable.between),
        prevalenceOf(within, data.comparable.within),
      ],
    };
    change = greatestChange(parameters, next);
    expectedMatches = (between?.match ?? 0) + (within?.match ?? 0);
    parameters = next;
    iterations += 1;
  }
  return {
    parameters: { ...parameters, stranger: orderByWeight(parameters.match, parameters.stranger) },
    iterations,
    expectedMatches,
    converged: change <= CONVERGED,
  };
}

/** To begin with, one profile in five has one match. */
function startingPrevalence({ profiles }: TrainingData, pairs: number): Prevalence {
  return prevalenceOf({ match: profiles / 10, relative: profiles / 20, twin: profiles / 300 }, pairs);
}

function prevalenceOf(expected: Prevalence | undefined, pairs: number): Prevalence {
  const share = (of: number, least: number) => Math.min(0.3, Math.max(of, least) / Math.max(pairs, 10));
  const match = share(expected?.match ?? 0, 0.5);
  return {
    match,
    relative: Math.max(match * FEWEST_RELATIVES, share(expected?.relative ?? 0, 0)),
    twin: Math.max(match * FEWEST_TWINS, share(expected?.twin ?? 0, 0)),
  };
}

/** Two strangers share a token at least as often as if all tokens were equally common. */
function atLeastOneInTokens(shares: Shares, distinctTokens: ReadonlyMap<string, number>): Shares {
  return shares.map((levels, at) => {
    const tokens = distinctTokens.get(FIELDS[at]?.name ?? '');
    const top = levels.length - 1;
    const least = tokens === undefined ? 0 : 1 / (tokens + 1);
    const floor = (share: number, level: number) => Math.max(share, level === top ? least : 1e-9);
    const raised = levels.map(floor);
    const sum = raised.reduce((total, share) => total + share, 0);
    return raised.map((share) => share / sum);
  });
}

function greatestChange(before: Parameters, after: Parameters): number {
  const shares = (['match', 'stranger'] as const).flatMap((of) =>
    before[of].flatMap((levels, field) =>
      [...levels].map((share, level) => Math.abs(share - (after[of][field]?.[level] ?? 0))),
    ),
  );
  const prevalence = before.prevalence.map((was, kind) => {
    const is = after.prevalence[kind] ?? was;
    return Math.abs(was.match - is.match) / was.match;
  });
  return Math.max(...shares, ...prevalence);
}

/** Signs that the classes do not mean what they should (label switching, too little to tell them apart). */
function objectionsTo(
  data: TrainingData,
  { parameters, converged, expectedMatches }: Maximised,
): readonly string[] {
  const objections = converged ? [] : [`it had not settled after ${MOST_ITERATIONS} rounds`];
  if (expectedMatches > 20 * data.profiles) objections.push('it takes most pairs for matches');
  for (const [at, { name, levels }] of FIELDS.entries()) {
    const top = levels.length - 1;
    const [match, stranger] = [parameters.match[at]?.[top] ?? 0, parameters.stranger[at]?.[top] ?? 0];
    if (match < stranger) objections.push(`agreement in ${name} would count against a match`);
  }
  return objections;
}
