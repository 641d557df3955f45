/** A number ≥ 0 as a fraction of whole numbers; nothing that protects people is reckoned in binary fractions. */
export interface Rational {
  readonly over: bigint;
  readonly under: bigint;
}

export function rational(over: bigint | number, under: bigint | number = 1n): Rational {
  const [top, bottom] = [BigInt(over), BigInt(under)];
  const common = commonDivisor(top, bottom);
  return { over: top / common, under: bottom / common };
}

/** The number that its decimal digits say: 0.1 is 1/10. */
export function fromDecimal(value: number): Rational {
  const [digits = '0', exponent = '0'] = String(value).toLowerCase().split('e');
  const [whole = '0', part = ''] = digits.split('.');
  const power = Number(exponent) - part.length;
  const unscaled = BigInt(whole + part);
  return power >= 0 ? rational(unscaled * 10n ** BigInt(power)) : rational(unscaled, 10n ** BigInt(-power));
}

export function plus(left: Rational, right: Rational): Rational {
  return rational(left.over * right.under + right.over * left.under, left.under * right.under);
}

export function times(left: Rational, right: Rational): Rational {
  return rational(left.over * right.over, left.under * right.under);
}

/** @param right not zero */
export function dividedBy(left: Rational, right: Rational): Rational {
  return rational(left.over * right.under, left.under * right.over);
}

export function exceeds(left: Rational, right: Rational): boolean {
  return left.over * right.under > right.over * left.under;
}

export function toNumber({ over, under }: Rational): number {
  return Number(over) / Number(under);
}

/** The largest whole number whose square is not above the value (Newton). */
export function wholeRoot(value: bigint): bigint {
  if (value < 2n) return value;
  let root = 1n << BigInt(Math.ceil(value.toString(2).length / 2));
  for (;;) {
    const next = (root + value / root) / 2n;
    if (next >= root) return root;
    root = next;
  }
}

/** The square root to 2^-20 of itself or better, never below it. */
export function rootAbove({ over, under }: Rational): Rational {
  const scale = 1n << 40n;
  return rational(wholeRoot((over * scale * scale) / under) + 1n, scale);
}

function commonDivisor(left: bigint, right: bigint): bigint {
  let [larger, smaller] = [left, right];
  while (smaller > 0n) [larger, smaller] = [smaller, larger % smaller];
  return larger === 0n ? 1n : larger;
}
