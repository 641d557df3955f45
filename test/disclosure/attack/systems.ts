import { EMPTY_SYSTEM, type Row, type System } from '../../../lib/disclosure/model/system.ts';

/** A cube of counts by so many codes a dimension; `crosses` names the dimensions (by number) of each published cross. */
export function cube(
  sizes: readonly number[],
  counts: readonly number[],
  crosses: readonly (readonly number[])[],
): System {
  const cells = counts.map((_, at) => {
    let rest = at;
    return sizes
      .toReversed()
      .map((size) => {
        const code = rest % size;
        rest = Math.floor(rest / size);
        return code;
      })
      .toReversed();
  });
  const forms = new Map<string, number[]>();
  for (const cross of crosses) {
    for (let margin = 0; margin < 2 ** cross.length; margin += 1) {
      const kept = cross.filter((_, at) => (margin & (1 << at)) !== 0);
      cells.forEach((codes, at) => {
        const key = codes
          .map((code, dimension) => (kept.includes(dimension) ? String(code) : 'Total'))
          .join('|');
        const form = forms.get(key);
        if (form === undefined) forms.set(key, [at]);
        else if (!form.includes(at)) form.push(at);
      });
    }
  }
  const rows = [...forms].map(
    ([key, form]): Row => ({
      key: key.split('|'),
      root: 0,
      quantities: [
        {
          name: 'count',
          role: 'count',
          shown: true,
          form,
          value: form.reduce((sum, at) => sum + (counts[at] ?? 0), 0),
        },
      ],
    }),
  );
  return { ...EMPTY_SYSTEM, variables: counts.length, truth: counts, rows };
}

/** Amounts by column with their total, each with how many contribute; the total has them all. */
export function amounts(values: readonly number[], contributors: readonly number[]): System {
  const row = (key: string, form: readonly number[]): Row => ({
    key: [key],
    root: null,
    quantities: [
      {
        name: 'amount',
        role: 'sum',
        shown: true,
        form,
        value: form.reduce((sum, at) => sum + (values[at] ?? 0), 0),
        contributors: { count: form.reduce((sum, at) => sum + (contributors[at] ?? 0), 0), largest: 0 },
      },
    ],
  });
  const all = values.map((_, at) => at);
  return {
    ...EMPTY_SYSTEM,
    variables: values.length,
    fractional: new Set(all),
    truth: values,
    rows: [...all.map((at) => row(`c${at}`, [at])), row('Total', all)],
  };
}
