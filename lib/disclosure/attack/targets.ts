import type { Pattern, Reader, Sensitive, Subject, System, Terms } from '../model/system.ts';

/** A number that an attacker goes for, and what must stay possible for it. */
export interface Target {
  readonly subject: Subject;
  readonly terms: Terms;
  /** True for a quantity that a rule made sensitive. */
  readonly primary: boolean;
  readonly whole: boolean;
  /** How wide its interval must stay. */
  readonly width: number;
  /** Where its interval must reach; infinite the other way where only the width counts. */
  readonly low: number;
  readonly high: number;
}

/** A hidden sum must not be known to a ten thousandth of itself, nor to the last of its four digits. */
export function leastWidth(value: number): number {
  return Math.max(1e-3, Math.abs(value) * 1e-4);
}

/** Everything that must hold of a pattern: of each sensitive quantity, each other hidden one, and each secret. */
export function targetsOf(
  system: System,
  hidden: Pattern,
  sensitive: readonly Sensitive[],
  { zeros }: Reader,
): readonly Target[] {
  const asked = new Map<string, Target>();
  const ask = (row: number, quantity: number, primary: boolean, width: number, low: number, high: number) => {
    const key = `${row}/${quantity}`;
    const before = asked.get(key);
    const { form = [], role = 'count' } = system.rows[row]?.quantities[quantity] ?? {};
    asked.set(key, {
      subject: { row, quantity },
      terms: before?.terms ?? form.map((variable) => [variable, 1] as const),
      whole: role !== 'sum',
      primary: primary || before?.primary === true,
      width: Math.max(width, before?.width ?? 0),
      low: Math.min(low, before?.low ?? Number.POSITIVE_INFINITY),
      high: Math.max(high, before?.high ?? Number.NEGATIVE_INFINITY),
    });
  };
  for (const { row, quantity, width, below, above } of sensitive) {
    const value = system.rows[row]?.quantities[quantity]?.value ?? 0;
    const least = leastPossible(system, row, quantity, zeros);
    ask(
      row,
      quantity,
      true,
      width,
      below === undefined ? Number.POSITIVE_INFINITY : Math.max(value - below, least),
      above === undefined ? Number.NEGATIVE_INFINITY : value + above,
    );
  }
  for (const at of [...hidden].sort((left, right) => left - right)) {
    system.rows[at]?.quantities.forEach(({ shown, value, role }, quantity) => {
      // Where zeros are published a zero is no secret, wherever it follows from.
      if (!shown || (value === 0 && zeros === 'published')) return;
      const width = role === 'sum' ? leastWidth(value) : 1;
      ask(at, quantity, false, width, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY);
    });
  }
  const secrets = system.secrets.map(
    ({ terms, width, whole }, secret): Target => ({
      subject: { secret },
      terms,
      primary: false,
      whole,
      width,
      low: Number.POSITIVE_INFINITY,
      high: Number.NEGATIVE_INFINITY,
    }),
  );
  return [...asked.values(), ...secrets];
}

/** No demand goes below what a number can be at all: 0, or 1 where a hidden row is known not to be zero. */
function leastPossible(system: System, row: number, quantity: number, zeros: Reader['zeros']): number {
  const { quantities = [], root = null } = system.rows[row] ?? {};
  if (quantities[quantity]?.form.some((variable) => system.signed.has(variable)))
    return Number.NEGATIVE_INFINITY;
  return zeros === 'published' && root === quantity ? 1 : 0;
}
