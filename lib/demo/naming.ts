import type { Chance } from './chance.ts';
import { MIDDLE_NAMES, NAME_POOLS, type NamePool, SURNAME_HEADS, SURNAME_TAILS } from './names.ts';
import type { Sex } from './person.ts';

export type Surname = readonly [string, ...string[]];

export function drawPool(chance: Chance): NamePool {
  const [first, ...rest] = NAME_POOLS;
  return chance.weighed<NamePool>([[first, first.share], ...rest.map((pool) => [pool, pool.share] as const)]);
}

export function drawGiven(chance: Chance, pool: NamePool, sex: Sex): string {
  return chance.ranked(sex === 'M' ? pool.male : pool.female);
}

export function drawMiddle(chance: Chance, sex: Sex): string {
  return chance.happens(820) ? chance.ranked(MIDDLE_NAMES[sex === 'M' ? 'M' : 'F']) : '';
}

/** A family's surname: a common one, or one of the many rare ones; two parts where that is the custom. */
export function drawSurname(chance: Chance, pool: NamePool): Surname {
  const rare = pool.surnames.length > 80 && chance.happens(380);
  const first = rare
    ? `${chance.pick(SURNAME_HEADS)}${chance.pick(SURNAME_TAILS)}`
    : chance.ranked(pool.surnames);
  return pool.twoPart === true && chance.happens(700) ? [first, chance.ranked(pool.surnames)] : [first];
}

/** What a woman is called after her marriage: mostly his name, sometimes both, sometimes her own. */
export function marriedSurname(chance: Chance, own: Surname, partners: Surname): Surname {
  return chance.weighed<Surname>([
    [[partners[0]], 680],
    [[`${own[0]}-${partners[0]}`], 110],
    [own, 210],
  ]);
}

/** What a child of two is called. */
export function childsSurname(
  chance: Chance,
  pool: NamePool,
  mother: Surname,
  father: Surname | undefined,
): Surname {
  if (father === undefined) return mother;
  if (pool.twoPart === true) return [father[0], mother[0]];
  return chance.happens(70) && mother[0] !== father[0] && !mother[0].includes('-')
    ? [`${mother[0]}-${father[0]}`]
    : father;
}
