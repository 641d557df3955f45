import { TOTAL } from '../../indicators/measure.ts';
import type { Alteration, KeyedBytes } from '../model/alteration.ts';
import { NO_PRINT, printsOf, samePrint } from '../model/same-number.ts';
import type { Quantity, Row, System } from '../model/system.ts';
import { uniformFrom } from '../model/uniform.ts';
import { AmountsCannotBeRounded } from './errors.ts';

/**
 * Random rounding: every count becomes a multiple of the base, up or down by chance so that it is right on average;
 * multiples stay. Chance is a keyed digest of what is counted, the cell and which two multiples the value lies between:
 * - the same value of the same cell is rounded alike in every table and release, so that averaging gains nothing;
 * - counts of one cell that lie between the same multiples share their chance, so that a part never exceeds its whole
 *   (a rate stays below 100 %), and a value that changes a little is not drawn anew;
 * - rows that always say the same (a group of one code and that code) share it too, whatever they are called.
 * Rows are rounded each for itself, so they no longer add up: that is meant.
 * @param label what is counted, and the period
 * @throws AmountsCannotBeRounded
 */
export function roundedAlteration(
  system: System,
  base: number,
  keyedBytes: KeyedBytes,
  label: string,
): Alteration {
  refuseAmounts(system, base);
  const names = cellNames(system);
  const offsets = new Map<string, number>();
  const offsetOf = (name: string) => {
    const known = offsets.get(name);
    if (known !== undefined) return known;
    const offset = Number(uniformFrom(keyedBytes(name))(BigInt(base)));
    offsets.set(name, offset);
    return offset;
  };
  const rounded = (row: number, { value }: Quantity) => {
    if (value % base === 0) return value;
    const below = Math.floor(value / base);
    const offset = offsetOf(JSON.stringify(['round', base, label, names[row], below]));
    return Math.floor((value + offset) / base) * base;
  };
  return {
    valueOf: (row, quantity) => {
      const found = system.rows[row]?.quantities[quantity];
      return found === undefined ? 0 : rounded(row, found);
    },
    marginOf: () => base - 1,
  };
}

function refuseAmounts({ rows }: System, base: number): void {
  const amount = rows[0]?.quantities.find(({ role, shown }) => role === 'sum' && shown);
  if (amount !== undefined) throw new AmountsCannotBeRounded({ quantity: amount.name, base });
}

/** One name for all rows that always say the same: the key of the finest. */
function cellNames(system: System): readonly string[] {
  const printOf = printsOf(system);
  const nameOfPrint = new Map<string, number>();
  const leader = system.rows.map((_, row) => row);
  const find = (row: number): number => {
    let at = row;
    while ((leader[at] ?? at) !== at) at = leader[at] ?? at;
    return at;
  };
  system.rows.forEach((row, at) => {
    for (const { form, shown } of row.quantities) {
      const print = shown ? printOf(form) : NO_PRINT;
      if (samePrint(print, NO_PRINT)) continue;
      const other = nameOfPrint.get(print.join());
      if (other === undefined) nameOfPrint.set(print.join(), at);
      else {
        const [left, right] = [find(at), find(other)];
        const [first, second] = finerFirst(system.rows, left, right);
        leader[second] = first;
      }
    }
  });
  return system.rows.map((_, at) => JSON.stringify(system.rows[find(at)]?.key));
}

function finerFirst(
  rows: readonly Row[],
  left: number,
  right: number,
): readonly [first: number, second: number] {
  const totals = (row: number) => rows[row]?.key.filter((code) => code === TOTAL).length ?? 0;
  const text = (row: number) => JSON.stringify(rows[row]?.key);
  const before = totals(left) === totals(right) ? text(left) <= text(right) : totals(left) < totals(right);
  return before ? [left, right] : [right, left];
}
