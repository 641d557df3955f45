import { rateColumns } from '../../indicators/measure.ts';
import type { DisclosurePolicy, Indicator } from '../../workspace/workspace.ts';
import type { Fact, Row, Sensitive } from '../model/system.ts';
import { extremeShare } from '../rules/extreme-shares.ts';
import { sharesOfCode } from './earlier-rows.ts';

/** A rate of a withheld row that is shown as no more than which side of a limit it lies on. */
export interface CodedShare {
  readonly row: number;
  readonly measure: string;
  /** `<5` or `>95`, the numbers being the policy's. */
  readonly code: string;
}

/** The rates of a row whose share is extreme, by its measured numbers. A share of nobody is none. */
export function codesOfRow(
  indicator: Indicator,
  { quantities }: Pick<Row, 'quantities'>,
  policy: Pick<DisclosurePolicy, 'extremeShares'>,
): readonly Omit<CodedShare, 'row'>[] {
  const amountOf = (name: string) => quantities.find((quantity) => quantity.name === name)?.value ?? 0;
  return indicator.measures.flatMap(({ kind, name }) => {
    if (kind !== 'rate') return [];
    const { numerator, denominator } = rateColumns(name);
    const share = extremeShare(amountOf(numerator), amountOf(denominator), policy);
    return share === null
      ? []
      : [{ measure: name, code: `${share.side === 'below' ? '<' : '>'}${share.bound}` }];
  });
}

/**
 * The shares that could be coded: of rows that are withheld for nothing but an extreme share. Where something else is
 * small as well, a code would say too much of it.
 */
export function codableShares(
  indicator: Indicator,
  rows: readonly Row[],
  sensitive: readonly Sensitive[],
  policy: Pick<DisclosurePolicy, 'extremeShares'>,
): readonly CodedShare[] {
  const extreme = new Set(sensitive.filter(({ rule }) => rule === 'extremeShare').map(({ row }) => row));
  for (const { row, rule } of sensitive) if (rule !== 'extremeShare') extreme.delete(row);
  return [...extreme]
    .sort((left, right) => left - right)
    .flatMap((row) => {
      const found = rows[row];
      if (found === undefined) return [];
      return codesOfRow(indicator, found, policy).map((coded) => ({ row, ...coded }));
    });
}

/**
 * What a reader learns of a row from its codes. That it is coded also says that nothing in it is small: what is not
 * zero has reached the threshold, and a denominator of a share is not zero.
 * @param codes by the measure's name
 * @param formOf the unknowns of a quantity of the row
 */
export function factsOfCodes(
  codes: ReadonlyMap<string, string>,
  { quantities, root }: Row,
  policy: Pick<DisclosurePolicy, 'threshold' | 'zeros' | 'minimumDenominator'>,
): readonly Fact[] {
  const formOf = (name: string) => quantities.find((quantity) => quantity.name === name)?.form ?? [];
  const said = [...codes].flatMap(([measure, code]) => sharesOfCode(code, measure));
  const denominators = [...codes.keys()].map((measure) => rateColumns(measure).denominator);
  const notSmall = quantities.flatMap(({ name, role, form }, at): readonly Fact[] => {
    const notZero = denominators.includes(name) || at === root;
    const mayBeZero = role === 'sum' || role === 'remainder' || policy.zeros === 'published';
    if (mayBeZero && !notZero) return [];
    const least =
      role === 'denominator' ? Math.max(policy.threshold, policy.minimumDenominator) : policy.threshold;
    return [{ terms: form.map((variable) => [variable, 1]), low: least, high: Number.POSITIVE_INFINITY }];
  });
  const sides = said.map(({ terms, low, high }): Fact => {
    const sums = new Map<number, number>();
    for (const [quantity, coefficient] of terms)
      for (const variable of formOf(quantity)) sums.set(variable, (sums.get(variable) ?? 0) + coefficient);
    return { terms: [...sums].sort(([left], [right]) => left - right), low, high };
  });
  return [...sides, ...notSmall];
}
