import {
  isZeroRow,
  type Pattern,
  type Reader,
  type Sensitive,
  type System,
  type Weakness,
} from '../model/system.ts';
import { solver } from '../solver.ts';
import { eliminate } from './elimination.ts';
import { peopleIn } from './hiding.ts';
import { Search } from './search.ts';
import { trim } from './trimming.ts';

/** What suppression spends, and what its result has to hold against. */
export interface SuppressionSettings {
  readonly reader: Reader;
  /** What it spends as little of as it can. */
  readonly cost: 'cells' | 'people';
  /** Rows that are hidden only where nothing else does. */
  readonly keep: ReadonlySet<number>;
}

/** Up to this many rows several ways to begin are tried, what is needless is shown again, and the cheapest is taken. */
const SMALL = 400;

/**
 * Finds what to hide: what the rules say, then by elimination what would give it away, then what it takes to make
 * every interval wide enough, then what turned out not to be needed is shown again. Of patterns that cost the same
 * the first found is taken; of rows that cost the same, the one whose key comes first is published first.
 * @returns everything that may be hidden where less does not do
 */
export async function suppress(
  system: System,
  sensitive: readonly Sensitive[],
  settings: SuppressionSettings,
): Promise<Pattern> {
  const highs = await solver();
  const primary = new Set(sensitive.map(({ row }) => row));
  const starts: (() => Pattern)[] = [() => eliminate(system, sensitive, settings, 'first')];
  const small = system.rows.length <= SMALL;
  if (small) {
    starts.push(() => eliminate(system, sensitive, settings, 'last'));
    starts.push(() => primary);
  }
  let cheapest: Pattern | undefined;
  for (const start of starts) {
    const search = new Search(highs, system, sensitive, settings, start());
    if (!search.settle()) return everyRow(system, settings);
    if (small) trim(search, complementaryRows(system, search.hiding.rows, primary, settings));
    const found = new Set(search.hiding.rows);
    if (cheapest === undefined || costOf(system, found, settings) < costOf(system, cheapest, settings))
      cheapest = found;
  }
  return cheapest ?? primary;
}

/**
 * Hides what it takes to heal the weaknesses that an attack found in a pattern: at least one row more.
 * @returns everything that may be hidden where less does not do
 */
export async function suppressMore(
  system: System,
  hidden: Pattern,
  sensitive: readonly Sensitive[],
  weaknesses: readonly Weakness[],
  settings: SuppressionSettings,
): Promise<Pattern> {
  const search = new Search(await solver(), system, sensitive, settings, hidden);
  for (const weakness of weaknesses) search.demand(weakness);
  if (!search.settle()) return everyRow(system, settings);
  if (search.hiding.rows.size === hidden.size) {
    // The attack knows better than the intervals found here: whole numbers, contributors who know what is theirs.
    for (const { subject } of weaknesses) search.hideNear(subject);
    if (!search.settle()) return everyRow(system, settings);
  }
  return search.hiding.rows.size === hidden.size ? everyRow(system, settings) : new Set(search.hiding.rows);
}

/** Everything that may be hidden at all. */
function everyRow(system: System, { reader }: SuppressionSettings): Pattern {
  return new Set(
    system.rows.flatMap((row, at) => (reader.zeros === 'published' && isZeroRow(row) ? [] : [at])),
  );
}

/** Those first that we would most like to show. */
function complementaryRows(
  system: System,
  hidden: Pattern,
  primary: Pattern,
  { keep }: SuppressionSettings,
): readonly number[] {
  return [...hidden]
    .filter((row) => !primary.has(row))
    .map((row) => ({ row, kept: keep.has(row) ? 1 : 0, people: peopleIn(system, row) }))
    .sort((left, right) => right.kept - left.kept || right.people - left.people || left.row - right.row)
    .map(({ row }) => row);
}

/** What a pattern withholds, in the settings' coin; a row that is to be kept outweighs all others. */
function costOf(system: System, hidden: Pattern, { cost, keep }: SuppressionSettings): number {
  let sum = 0;
  for (const row of hidden) sum += (cost === 'cells' ? 1 : peopleIn(system, row)) + (keep.has(row) ? 1e9 : 0);
  return sum;
}
