import type { Mark } from '../../indicators/measure.ts';

type MarkSet = readonly Mark[];

/** More sets than these no earlier release is explained with. */
const MOST = 600;

/**
 * Sets of cells that nobody is in today and that people may have been in when an earlier release was made: one cell
 * alone, and what two sets make together. Without them numbers of that time might be sums of nothing that exists.
 * @param observed the sets that somebody is in
 * @returns none of the observed; in an order that does not depend on theirs
 */
export function formerSets(observed: readonly MarkSet[]): readonly MarkSet[] {
  const known = new Map(observed.map((marks) => [nameOf(marks), marks]));
  const found = new Map<string, MarkSet>();
  const add = (marks: MarkSet) => {
    const name = nameOf(marks);
    if (known.has(name) || found.size >= MOST) return;
    known.set(name, marks);
    found.set(name, marks);
  };
  const inOrder = () =>
    [...known].sort(([left], [right]) => (left < right ? -1 : 1)).map(([, marks]) => marks);
  for (const marks of inOrder()) for (const mark of marks) add([mark]);
  const smallest = inOrder().toSorted((left, right) => left.length - right.length);
  for (let grown = -1; grown < found.size && found.size < MOST; ) {
    grown = found.size;
    for (const left of [...smallest, ...found.values()]) {
      if (found.size >= MOST) break;
      for (const right of smallest) add(together(left, right));
    }
  }
  return [...found.values()];
}

/** A set by its cells and what is counted in each. */
function nameOf(marks: MarkSet): string {
  return JSON.stringify(marks.map(({ codes, flags }) => JSON.stringify([codes, flags])).sort());
}

function together(left: MarkSet, right: MarkSet): MarkSet {
  const marks = new Map(left.map((mark) => [JSON.stringify(mark.codes), mark]));
  for (const { codes, flags } of right) {
    const name = JSON.stringify(codes);
    const before = marks.get(name)?.flags;
    marks.set(name, { codes, flags: flags.map((flag, at) => flag || before?.[at] === true) });
  }
  return [...marks.values()];
}
