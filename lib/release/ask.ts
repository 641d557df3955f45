import type { ObjectStore } from '../ports/object-store.ts';
import type { Answer, ReaderTable, ReleaseReader } from '../ports/reader.ts';
import { checkQuery } from './check-query.ts';
import type { Manifest } from './manifest.ts';
import { QuestionRefused } from './query-errors.ts';
import { requireReleases } from './releases.ts';
import {
  type AnalystView,
  analystViews,
  PARTITION,
  TABLES_DATABASE,
  VIEWS_DATABASE,
  viewStatement,
} from './views.ts';

/** The longest question in characters: parse trees of longer ones are many times as long. */
const QUESTION_CHARACTERS = 50_000;

/** The longest answer in rows. */
const ANSWER_ROWS = 100_000;

/** An answer, and the release that it is from. */
export interface ReleaseAnswer extends Answer {
  readonly release: Manifest;
}

/**
 * Answers one SELECT over the views of the newest release. The question is read, not run, until every part of it is
 * known to be harmless; then only the views that it names are loaded into an engine that can reach nothing else.
 * @param store the release zone
 * @throws NoRelease, QuestionRefused, QuestionFailed, QuestionTooCostly
 */
export async function askReleases(
  sql: string,
  store: ObjectStore,
  reader: ReleaseReader,
): Promise<ReleaseAnswer> {
  if (sql.length > QUESTION_CHARACTERS)
    throw new QuestionRefused({ kind: 'too_long', characters: QUESTION_CHARACTERS });
  // A parser in C may take it for the end of the text, and the engine may not.
  if (sql.includes('\u0000'))
    throw new QuestionRefused({ kind: 'syntax', detail: 'it holds a NUL character' });
  const releases = await requireReleases(store);
  const views = analystViews(releases);
  const asked = await namesAsked(sql, views, reader);
  const wanted = views.filter(({ name }) => asked.includes(name));
  const answer = await reader.ask({
    store,
    tables: tablesBelow(wanted, releases),
    views: wanted.map(viewStatement),
    sql,
    database: VIEWS_DATABASE,
    rowLimit: ANSWER_ROWS,
  });
  return { ...answer, release: releases.at(-1) ?? releases[0] };
}

async function namesAsked(
  sql: string,
  views: readonly AnalystView[],
  reader: ReleaseReader,
): Promise<readonly string[]> {
  const parsed = await reader.parse(sql);
  if (parsed.kind === 'syntax') throw new QuestionRefused({ kind: 'syntax', detail: parsed.detail });
  if (parsed.kind === 'not_a_select') throw new QuestionRefused({ kind: 'not_one_select' });
  const [statement] = parsed.statements;
  if (parsed.statements.length !== 1) {
    throw new QuestionRefused({ kind: 'not_one_select', statements: parsed.statements.length });
  }
  return checkQuery(
    statement,
    views.map(({ name }) => name),
    VIEWS_DATABASE,
  );
}

/** The tables below the views, each once, with the releases that any of the views shows. */
function tablesBelow(views: readonly AnalystView[], releases: readonly Manifest[]): readonly ReaderTable[] {
  const names = [...new Set(views.map(({ table }) => table.name))];
  return names.map((name) => {
    const shown = new Set(views.filter(({ table }) => table.name === name).flatMap((view) => view.releases));
    return {
      database: TABLES_DATABASE,
      name,
      partition: PARTITION,
      parts: releases
        .filter(({ release_id }) => shown.has(release_id))
        .map(({ release_id }) => ({ value: release_id, key: `${release_id}/data/${name}.parquet` })),
    };
  });
}
