import { LocalReleaseReader } from '../adapters/local/release-reader.ts';
import { folderZones, stateFolder } from '../adapters/local/state.ts';
import { askReleases } from '../release/release.ts';
import { quoteName, quoteText } from '../sql/quote.ts';
import type { Dimension, Indicator } from '../workspace/workspace.ts';
import type { CrossTable } from './demo-screen.ts';

const TOTAL = 'Total';

/**
 * Persons of one indicator by two of its dimensions, all others at their total, as an analyst gets them.
 * @param indicator one whose first measure counts persons
 */
export async function crossTable(
  workspace: string,
  indicator: Indicator,
  down: Dimension,
  across: Dimension,
): Promise<CrossTable> {
  const others = indicator.dimensions.filter(({ name }) => name !== down.name && name !== across.name);
  const where = others.map(({ name }) => `${quoteName(name)} = ${quoteText(TOTAL)}`);
  const measure = indicator.measures[0]?.name ?? 'persons';
  const sql = `SELECT ${quoteName(down.name)}, ${quoteName(across.name)}, ${quoteName(measure)} FROM ${quoteName(indicator.id)}${where.length === 0 ? '' : ` WHERE ${where.join(' AND ')}`}`;
  await using reader = new LocalReleaseReader();
  const { rows, release } = await askReleases(sql, folderZones(stateFolder(workspace)).release, reader);
  const values = new Map(
    rows.map(([row, column, value]) => [
      `${row}\n${column}`,
      value === null || value === undefined ? null : String(value),
    ]),
  );
  const columns = shownCodes(across, []);
  return {
    title: indicator.title,
    period: release.period,
    release: release.release_id,
    rowTitle: down.title,
    columns: columns.map(({ label }) => label),
    rows: shownCodes(down, Object.values(down.rollups))
      .filter(({ code }) => values.has(`${code}\n${TOTAL}`))
      .map(({ code, label }) => ({
        label,
        values: columns.map((column) => values.get(`${code}\n${column.code}`) ?? null),
      })),
  };
}

/** Codes as declared, then the groups of roll-ups, then the total. */
function shownCodes(
  dimension: Dimension,
  rollups: readonly Readonly<Record<string, string>>[],
): readonly { readonly code: string; readonly label: string }[] {
  const groups = [...new Set(rollups.flatMap((rollup) => Object.values(rollup)))];
  return [
    ...dimension.codes,
    ...groups.map((code) => ({ code, label: code })),
    { code: TOTAL, label: TOTAL },
  ];
}
