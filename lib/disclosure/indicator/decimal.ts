import type { SqlValue } from '../../ports/query-engine.ts';

/** Rates, ratios and means are written with four decimals, rounded half up. */
export const RATE_SCALE = 4;

/** A count from a measured or published column; nothing is zero. */
export function wholeNumber(value: SqlValue | undefined): bigint {
  return BigInt(value === undefined || value === null ? 0 : String(value));
}

/** A decimal text as whole ten thousandths; nothing is zero. */
export function tenThousandths(value: SqlValue | undefined): bigint {
  const [whole = '0', fraction = ''] = String(value ?? '0').split('.');
  const digits = BigInt(`${whole.replace('-', '')}${fraction.padEnd(RATE_SCALE, '0').slice(0, RATE_SCALE)}`);
  return whole.startsWith('-') ? -digits : digits;
}

/** A quotient with four decimals, half away from zero; null over zero. `shift` says how many decimals the dividend lacks. */
export function quotient(dividend: bigint, divisor: bigint, shift: number = RATE_SCALE): string | null {
  if (divisor === 0n) return null;
  const scaled = dividend * 10n ** BigInt(shift);
  const size = ((scaled < 0n ? -scaled : scaled) * 2n + divisor) / (2n * divisor);
  return decimalText(scaled < 0n ? -size : size);
}

/** Whole ten thousandths as text with four decimals. */
export function decimalText(units: bigint): string {
  const digits = String(units < 0n ? -units : units).padStart(RATE_SCALE + 1, '0');
  return `${units < 0n ? '-' : ''}${digits.slice(0, -RATE_SCALE)}.${digits.slice(-RATE_SCALE)}`;
}
