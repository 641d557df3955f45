import { attackPattern } from '../attack/attack.ts';
import type { Pattern, Sensitive, System } from '../model/system.ts';
import type { SuppressionSettings } from './suppress.ts';

/** Beyond this many rows times hidden rows the gain is not worth the programs. */
const WORTH_TRYING = 10_000;

/**
 * Shows again what is hidden for nothing: elimination decides row by row and may hide one that a later one makes
 * needless. The largest come first, each kept only while the audit holds.
 */
export async function trim(
  system: System,
  hidden: Pattern,
  sensitive: readonly Sensitive[],
  { reader }: SuppressionSettings,
): Promise<Pattern> {
  const primary = new Set(sensitive.map(({ row }) => row));
  const size = (at: number) =>
    Math.max(...(system.rows[at]?.quantities ?? []).map(({ value }) => Math.abs(value)));
  const candidates = [...hidden]
    .filter((at) => !primary.has(at))
    .sort((left, right) => size(right) - size(left) || left - right);
  if (candidates.length * system.rows.length > WORTH_TRYING) return hidden;
  const left = new Set(hidden);
  for (const at of candidates) {
    left.delete(at);
    const { passed } = await attackPattern(system, left, sensitive, reader, { untilFirstWeakness: true });
    if (!passed) left.add(at);
  }
  return left;
}
