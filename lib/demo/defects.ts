import type { Chance } from './chance.ts';
import type { CalendarDate } from './dates.ts';

/** Keys beside each other on an American keyboard, row by row. */
const ROWS = ['qwertyuiop', 'asdfghjkl', 'zxcvbnm'];
/** What a scanner takes for each other. */
const LOOKALIKES = [
  ['rn', 'm'],
  ['cl', 'd'],
  ['vv', 'w'],
  ['ii', 'u'],
  ['l', '1'],
  ['o', '0'],
  ['s', '5'],
  ['e', 'c'],
  ['m', 'rn'],
  ['h', 'b'],
] as const;

/** One slip of the fingers: two letters swapped, one left out, doubled, or replaced by its neighbour on the keyboard. */
export function mistype(chance: Chance, text: string): string {
  if (text.length < 3) return text;
  const at = chance.between(1, text.length - 2);
  const [before, here, next, after] = [
    text.slice(0, at),
    text.charAt(at),
    text.charAt(at + 1),
    text.slice(at + 2),
  ];
  switch (chance.below(4)) {
    case 0:
      return here === next ? before + next + after : before + next + here + after;
    case 1:
      return before + next + after;
    case 2:
      return before + here + here + next + after;
    default:
      return before + neighbour(chance, here) + next + after;
  }
}

function neighbour(chance: Chance, letter: string): string {
  const row = ROWS.find((keys) => keys.includes(letter.toLowerCase()));
  if (row === undefined) return letter;
  const place = row.indexOf(letter.toLowerCase());
  return row.charAt(place === row.length - 1 || (place > 0 && chance.happens(500)) ? place - 1 : place + 1);
}

/** One letter as a scanner misreads it; the same text where it holds none of them. */
export function misread(chance: Chance, text: string): string {
  const found = LOOKALIKES.filter(([seen]) => text.slice(1).includes(seen));
  const [first, ...rest] = found;
  if (first === undefined) return text;
  const [seen, taken] = chance.pick([first, ...rest]);
  return text.charAt(0) + text.slice(1).replace(seen, taken);
}

/** A digit wrong, or two swapped. */
export function mistypeDigits(chance: Chance, digits: string): string {
  const at = chance.below(digits.length - 1);
  const [here, next] = [digits.charAt(at), digits.charAt(at + 1)];
  if (here !== next && chance.happens(500)) return digits.slice(0, at) + next + here + digits.slice(at + 2);
  return digits.slice(0, at) + String((Number(here) + chance.between(1, 9)) % 10) + digits.slice(at + 1);
}

/** Day and month swapped, where that is a date, too. */
export function swapDayAndMonth(date: CalendarDate): CalendarDate {
  return date.day > 12 ? date : { year: date.year, month: date.day, day: date.month };
}

/** A date that exists and is not far off: another day of the month, a neighbouring year, two digits of the year swapped. */
export function mistypeDate(chance: Chance, date: CalendarDate): CalendarDate {
  switch (chance.below(3)) {
    case 0:
      return { ...date, day: 1 + ((date.day + chance.between(0, 26)) % 28) };
    case 1:
      return { ...date, day: Math.min(date.day, 28), year: date.year - 1 };
    default:
      return { ...date, day: Math.min(date.day, 28), month: 1 + ((date.month + chance.between(0, 10)) % 12) };
  }
}

/** Letters without their marks, as an old system keeps them. */
export function withoutMarks(text: string): string {
  return text.normalize('NFD').replace(/\p{M}/gu, '');
}
