import { attackPattern } from '../attack/attack.ts';
import { isZeroRow, type Reader, type Secret, type Sensitive, type System } from '../model/system.ts';

/**
 * Attacks what is known whatever is hidden today: facts alone, with no row of today's but the zeros that are always
 * shown.
 * @returns by place among what is asked, those that cannot have their width, with an upper limit of what they have
 * @throws AuditTooLarge
 */
export async function tooNarrow(
  system: System,
  asked: readonly Secret[],
  reader: Reader,
): Promise<ReadonlyMap<number, number>> {
  const shown = reader.zeros === 'protected' ? [] : system.rows.filter(isZeroRow);
  const zeros = shown.flatMap(({ quantities }) =>
    quantities.map(({ form }) => ({ terms: form.map((at) => [at, 1] as const), low: 0, high: 0 })),
  );
  const facts = [...system.facts, ...zeros];
  const { weaknesses } = await attackPattern(
    { ...system, rows: [], facts, secrets: asked },
    new Set(),
    [],
    reader,
  );
  return new Map(
    weaknesses.flatMap(({ subject, low, high }) =>
      'secret' in subject ? [[subject.secret, Math.max(0, high - low)] as const] : [],
    ),
  );
}

/** A sensitive quantity as a number that no row shows. */
export function asSecret({ rows }: System, { row, quantity, width }: Sensitive): Secret {
  const { form = [], role } = rows[row]?.quantities[quantity] ?? {};
  return { name: '', terms: form.map((at) => [at, 1] as const), width, whole: role !== 'sum' };
}
