import type { Form, System } from '../model/system.ts';

/** A shown number: a quantity of a row. */
export interface Shown {
  readonly row: number;
  readonly quantity: number;
  readonly form: Form;
}

/** A shown number and others that it is the sum of, whatever the unknowns are. */
export interface Split {
  readonly total: Shown;
  readonly parts: readonly Shown[];
}

/**
 * Sums that a reader can read off the published rows: a total and the codes below it in one dimension, once by its
 * finest codes and once by each roll-up that a greedy search finds. Each split is checked variable by variable, so
 * that all that are found are right; none is promised to be found.
 */
export function splitsOf(system: System): readonly Split[] {
  const mark = new Int32Array(system.variables).fill(-1);
  return groupsOf(system).flatMap((group) => {
    const sorted = group.toSorted(
      (left, right) => right.form.length - left.form.length || left.row - right.row,
    );
    return sorted.flatMap((total, at) => {
      for (const variable of total.form) mark[variable] = at;
      const below = sorted
        .slice(at + 1)
        .filter(({ form }) => form.every((variable) => mark[variable] === at));
      for (const variable of total.form) mark[variable] = -1;
      return total.form.length === 0
        ? []
        : splitsBy(below, total.form.length, mark).map((parts) => ({ total, parts }));
    });
  });
}

/** Shown numbers of one name whose keys differ in one dimension alone. */
function groupsOf(system: System): readonly (readonly Shown[])[] {
  const groups = new Map<string, Shown[]>();
  system.rows.forEach(({ key, quantities }, row) => {
    quantities.forEach(({ name, shown, form }, quantity) => {
      if (!shown) return;
      key.forEach((_, dimension) => {
        const group = JSON.stringify([name, dimension, key.toSpliced(dimension, 1)]);
        const members = groups.get(group);
        if (members === undefined) groups.set(group, [{ row, quantity, form }]);
        else members.push({ row, quantity, form });
      });
    });
  });
  return [...groups.values()].filter((members) => members.length > 1);
}

/**
 * Ways to make up a whole from disjoint parts: by the smallest, then with each that no way found so far uses, by the
 * largest that still fit.
 * @param below descending by size
 */
function splitsBy(below: readonly Shown[], whole: number, mark: Int32Array): readonly (readonly Shown[])[] {
  const found: (readonly Shown[])[] = [];
  const used = new Set<Shown>();
  const attempt = (order: Iterable<Shown>) => {
    const parts = disjoint(order, mark);
    if (parts.reduce((sum, { form }) => sum + form.length, 0) !== whole) return;
    found.push(parts);
    for (const part of parts) used.add(part);
  };
  attempt(below.toReversed());
  for (const first of below) if (!used.has(first)) attempt([first, ...below]);
  return found;
}

/** Those that share no variable with an earlier one. */
function disjoint(order: Iterable<Shown>, mark: Int32Array): readonly Shown[] {
  const taken: Shown[] = [];
  for (const one of order) {
    if (one.form.length === 0 || one.form.some((variable) => mark[variable] === 1)) continue;
    for (const variable of one.form) mark[variable] = 1;
    taken.push(one);
  }
  for (const { form } of taken) for (const variable of form) mark[variable] = -1;
  return taken;
}
