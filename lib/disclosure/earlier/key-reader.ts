import { type Axis, TOTAL } from '../../indicators/measure.ts';
import { EarlierReleaseUnknown } from '../errors.ts';
import type { EarlierTable } from './earlier-table.ts';

/** Which codes of each axis a cell stands for: positions, ascending. */
export type Members = readonly (readonly number[])[];

/** The keys of an earlier table as they read today. */
export interface KeyReader {
  readonly membersOf: (key: readonly string[]) => Members;
  /** One code an axis; `Total` where the table does not have the dimension. */
  readonly codesOf: (key: readonly string[]) => readonly string[];
}

/**
 * Reads the keys of an earlier table on today's axes.
 *
 * - A code is what it is today, or what `former` says it was. Where it is both (a name that a new region took over),
 *   the meaning counts in which more of that table's numbers still hold; if neither does better, the former one.
 * - Where the table lists codes of a dimension, its groups, former ones too, and its `Total` are made of those alone: a
 *   code that has appeared since was not in them, unless a former group's numbers hold only with it. A table that lists only groups speaks of all codes.
 * - A dimension that it does not have is at its `Total`: all codes of today.
 *
 * @param fits whether the numbers of a row are those of today's data, with the row read so
 * @throws EarlierReleaseUnknown for a code that is neither, and for a dimension that is gone
 */
export function keyReader(
  axes: readonly Axis[],
  table: EarlierTable,
  fits: (row: number, members: Members) => boolean,
): KeyReader {
  refuseGoneDimensions(axes, table);
  const columns = axes.map(({ name }) => table.dimensions.indexOf(name));
  const meanings = axes.map((axis, at) => meaningsOn(axis, table, columns[at] ?? -1));
  const chosen = meanings.map((of) => new Map([...of].map(([code, choices]) => [code, choices[0] ?? []])));
  const read = (key: readonly string[]): Members =>
    chosen.map((of, at) => of.get(codeAt(key, columns[at] ?? -1)) ?? []);
  for (const [at, of] of meanings.entries()) {
    for (const [code, choices] of of) {
      if (choices.length < 2) continue;
      const rows = table.rows.flatMap(({ key }, row) =>
        codeAt(key, columns[at] ?? -1) === code ? [row] : [],
      );
      const held = choices.map((choice) => {
        chosen[at]?.set(code, choice);
        return rows.filter((row) => fits(row, read(table.rows[row]?.key ?? []))).length;
      });
      chosen[at]?.set(code, choices[held.indexOf(Math.max(...held))] ?? []);
    }
  }
  return { membersOf: read, codesOf: (key) => columns.map((column) => codeAt(key, column)) };
}

function codeAt(key: readonly string[], column: number): string {
  return column < 0 ? TOTAL : (key[column] ?? TOTAL);
}

function refuseGoneDimensions(axes: readonly Axis[], { name, dimensions, rows }: EarlierTable): void {
  dimensions.forEach((dimension, column) => {
    if (axes.some((axis) => axis.name === dimension)) return;
    const code = rows.map(({ key }) => key[column] ?? TOTAL).find((listed) => listed !== TOTAL);
    if (code !== undefined)
      throw new EarlierReleaseUnknown({ release: name, dimension, code, dimensionGone: true });
  });
}

/** What each code that the table lists may stand for, the likeliest first. */
function meaningsOn(
  axis: Axis,
  { name, rows }: EarlierTable,
  column: number,
): ReadonlyMap<string, readonly (readonly number[])[]> {
  const everything = axis.codes.map((_, position) => position);
  const listed = [...new Set(rows.map(({ key }) => codeAt(key, column)))];
  const positionOf = new Map(axis.codes.map((code, position) => [code, position]));
  const positions = (members: readonly string[]) =>
    members.flatMap((member) => positionOf.get(member) ?? []).sort((left, right) => left - right);
  const named = (groups: Axis['groups'], code: string) =>
    groups.filter((group) => group.code === code).map(({ members }) => positions(members));
  const formerly = (code: string) => named(axis.former ?? [], code);
  const today = (code: string) => {
    const position = positionOf.get(code);
    return position === undefined ? [] : [[position]];
  };
  const listsCodes = listed.some((code) => positionOf.has(code));
  const listedToday = new Set(listed.flatMap(today).flat());
  /** A former name beside which some of its codes are listed was a group of the codes of that time. */
  const wasGroup = (code: string, members: readonly number[]) =>
    members.some((position) => listedToday.has(position) && axis.codes[position] !== code);
  const wasCode = (code: string) => formerly(code).filter((members) => !wasGroup(code, members));
  const existed = new Set(
    listsCodes ? listed.flatMap((code) => [...wasCode(code), ...today(code)]).flat() : everything,
  );
  const thatExisted = (members: readonly number[]) => members.filter((position) => existed.has(position));
  return new Map(
    listed.map((code) => {
      if (code === TOTAL) return [code, [thatExisted(everything)]];
      const choices = [
        ...formerly(code).map(thatExisted),
        ...formerly(code),
        ...today(code),
        ...named(axis.groups, code).map(thatExisted),
      ];
      if (choices.length === 0)
        throw new EarlierReleaseUnknown({ release: name, dimension: axis.name, code });
      return [code, distinct(choices)];
    }),
  );
}

function distinct(choices: readonly (readonly number[])[]): readonly (readonly number[])[] {
  return [...new Map(choices.map((choice) => [choice.join(), choice])).values()];
}
