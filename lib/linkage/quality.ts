import type { SqlRow } from '../ports/query-engine.ts';
import type { Workbench } from '../ports/workbench.ts';
import type { ScopeOutcome } from './memberships.ts';
import type { LinkageModel } from './model.ts';
import type { Sources } from './sources.ts';

/** Linkage quality of one scope, estimated without truth. Counts of links are in millionths of a link. */
export interface ScopeQuality {
  readonly scope: string;
  readonly records: number;
  readonly persons: number;
  readonly links: number;
  readonly expectedFalse: number;
  readonly expectedMissed: number;
  /** Millionths; undefined where there is no link to speak of. */
  readonly precision?: number;
  readonly recall?: number;
  /** Links that were strong enough and refused all the same, by the reason. */
  readonly refused: ScopeOutcome['refused'];
}

export interface LinkageQuality {
  readonly run: string;
  /** `prior` means that there were too few pairs to train on: read the estimates with care. */
  readonly trained: LinkageModel['trained'] | 'nothing';
  /** Matching pairs that blocking is expected to find, in millionths; what it misses is part of `expectedMissed`. */
  readonly blockingRecall: number;
  readonly blocking: LinkageModel['blocking'];
  readonly scopes: readonly ScopeQuality[];
  readonly agencies: readonly AgencyLinkage[];
}

/** How many of an agency's records are linked to another record, in whichever scope. */
export interface AgencyLinkage {
  readonly agency: string;
  readonly records: number;
  readonly linked: number;
}

/**
 * Puts expected errors by record on the bench as table `persons`. An entity's links are dealt out over its records,
 * so that the records of any group add up to its links, each counted once at either end. Links that blocking is
 * expected to lose are taken to be spread as the links found are.
 */
export async function spreadErrors(bench: Workbench, model: LinkageModel | undefined): Promise<void> {
  const blockingRecall = model?.blockingRecall ?? 1_000_000;
  const lost = `links * ${1_000_000 - blockingRecall} // ${Math.max(1, blockingRecall)}`;
  const dealt = (total: string) => `(${total}) // n + CASE WHEN place <= (${total}) % n THEN 1 ELSE 0 END`;
  await bench.run(`
CREATE TABLE persons AS
  SELECT scope, record_id, person_id,
    ${dealt('links')} AS links, ${dealt('expected_false')} AS expected_false, ${dealt(`expected_missed + ${lost}`)} AS expected_missed
  FROM (
    SELECT r.scope, r.record_id, i.person_id, e.links, e.expected_false, e.expected_missed,
      count(*) OVER (PARTITION BY r.scope, r.entity) AS n,
      row_number() OVER (PARTITION BY r.scope, r.entity ORDER BY r.record_id) AS place
    FROM in_scope r
    JOIN entities e ON e.scope = r.scope AND e.entity = r.entity
    JOIN person_ids i ON i.scope = e.scope AND i.cluster = e.cluster);`);
}

/** Adds up what `persons` on the bench holds. A link has two ends, so sums over records are halved. */
export async function linkageQuality(
  bench: Workbench,
  run: string,
  model: LinkageModel | undefined,
  outcomes: readonly ScopeOutcome[],
  agencies: readonly AgencyLinkage[],
): Promise<LinkageQuality> {
  const rows = await bench.rows(`
    SELECT scope, count(*)::BIGINT AS records, count(DISTINCT person_id)::BIGINT AS persons, sum(links)::BIGINT AS links,
      sum(expected_false)::BIGINT AS expected_false, sum(expected_missed)::BIGINT AS expected_missed
    FROM persons GROUP BY scope ORDER BY scope`);
  return {
    run,
    trained: model?.trained ?? 'nothing',
    blockingRecall: model?.blockingRecall ?? 1_000_000,
    blocking: model?.blocking ?? [],
    scopes: outcomes.map(({ scope, refused }) => ({
      ...figuresOf(
        scope,
        rows.find((row) => row['scope'] === scope),
      ),
      refused,
    })),
    agencies,
  };
}

/** Counts what `persons` and `records` on the bench hold, by agency in the order of its name. */
export async function linkedByAgency(bench: Workbench, { all }: Sources): Promise<readonly AgencyLinkage[]> {
  const rows = await bench.rows(`
    SELECT source, count(*)::BIGINT AS records, count(*) FILTER (linked)::BIGINT AS linked
    FROM (
      SELECT r.source, r.record_id, bool_or(p.links > 0) AS linked
      FROM persons p JOIN records r ON r.record_id = p.record_id
      GROUP BY ALL)
    GROUP BY source`);
  const agencyOf = new Map(all.map(({ number, id }) => [number, id.slice(0, id.indexOf('/'))]));
  const agencies = new Set(agencyOf.values());
  return [...agencies].toSorted().map((agency) => {
    const own = rows.filter((row) => agencyOf.get(Number(row['source'])) === agency);
    const sum = (name: string) => own.reduce((total, row) => total + Number(row[name]), 0);
    return { agency, records: sum('records'), linked: sum('linked') };
  });
}

function figuresOf(scope: string, row: SqlRow | undefined): Omit<ScopeQuality, 'refused'> {
  const number = (name: string) => Number(row?.[name] ?? 0);
  const [links, expectedFalse, expectedMissed] = [
    number('links') / 2,
    number('expected_false') / 2,
    number('expected_missed') / 2,
  ];
  const right = links - expectedFalse;
  return {
    scope,
    records: number('records'),
    persons: number('persons'),
    links: Math.round(links),
    expectedFalse: Math.round(expectedFalse),
    expectedMissed: Math.round(expectedMissed),
    ...(links === 0 ? {} : { precision: Math.round((1_000_000 * right) / links) }),
    ...(right + expectedMissed === 0
      ? {}
      : { recall: Math.round((1_000_000 * right) / (right + expectedMissed)) }),
  };
}
