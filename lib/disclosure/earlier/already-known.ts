import type { Reader, Secret, Sensitive, System } from '../model/system.ts';
import { asSecret, tooNarrow } from './attack-of-earlier.ts';

/** A number that readers have from earlier releases alone, whatever is hidden now. */
export interface Conceded {
  readonly row: number;
  readonly quantity: number;
  /** How wide the interval is that those releases leave. */
  readonly width: number;
}

/** A sum with what of its width is certain, and what can be left at most. */
interface Ask {
  readonly secret: Secret;
  readonly certain: number;
  readonly most: number;
}

/** Amounts are halved so many times; whole numbers until nothing is left between. */
const HALVINGS = 5;

/**
 * What earlier releases tell by themselves, whatever is hidden today. A laxer policy of that time, or data that changed, may leave less than is asked now.
 * @returns the secrets that can still be kept, each with no more than what is left of it; and what cannot be called
 *   back of today's sensitive numbers
 * @throws AuditTooLarge
 */
export async function alreadyKnown(
  system: System,
  secrets: readonly Secret[],
  sensitive: readonly Sensitive[],
  reader: Reader,
): Promise<{ readonly secrets: readonly Secret[]; readonly conceded: readonly Conceded[] }> {
  if (secrets.length + sensitive.length === 0 || system.facts.length === 0) return { secrets, conceded: [] };
  const asked = sensitive.map((one) => asSecret(system, one));
  const left = await widthsLeft(system, [...secrets, ...asked], reader);
  return {
    secrets: secrets.flatMap((secret, at) => {
      const width = left.get(at) ?? secret.width;
      return width > 0 ? [{ ...secret, width }] : [];
    }),
    conceded: sensitive.flatMap(({ row, quantity }, at) => {
      const width = left.get(secrets.length + at);
      return width === undefined ? [] : [{ row, quantity, width }];
    }),
  };
}

/** By place, those that cannot have their width, with the most that holds. The attack says only that less is left. */
async function widthsLeft(
  system: System,
  secrets: readonly Secret[],
  reader: Reader,
): Promise<ReadonlyMap<number, number>> {
  const first = await tooNarrow(system, secrets, reader);
  let open = new Map<number, Ask>(
    secrets.flatMap((secret, at) => {
      const limit = first.get(at);
      return limit === undefined ? [] : [[at, { secret, certain: 0, most: limit }] as const];
    }),
  );
  for (let round = 0; [...open.values()].some((ask) => isOpen(ask, round)); round += 1) {
    const tried = [...open].filter(([, ask]) => isOpen(ask, round));
    const limits = await tooNarrow(
      system,
      tried.map(([, ask]) => ({ ...ask.secret, width: middle(ask) })),
      reader,
    );
    open = new Map([
      ...open,
      ...tried.map(([at, ask], place) => {
        const limit = limits.get(place);
        const width = middle(ask);
        const next =
          limit === undefined
            ? { ...ask, certain: width }
            : { ...ask, most: Math.min(limit, ask.secret.whole ? width - 1 : width) };
        return [at, next] as const;
      }),
    ]);
  }
  return new Map([...open].map(([at, { certain }]) => [at, certain]));
}

function isOpen({ secret, certain, most }: Ask, round: number): boolean {
  return secret.whole ? certain < Math.floor(most) : round < HALVINGS && certain < most;
}

function middle({ secret, certain, most }: Ask): number {
  return secret.whole ? Math.ceil((certain + Math.floor(most)) / 2) : (certain + most) / 2;
}
