import type { Chance } from './chance.ts';
import { type Day, dayOf, yearsAfter } from './dates.ts';
import type { NamePool } from './names.ts';
import {
  childsSurname,
  drawGiven,
  drawMiddle,
  drawPool,
  drawSurname,
  marriedSurname,
  type Surname,
} from './naming.ts';
import type { Home, Household, Person, Sex } from './person.ts';
import { drawAddress, drawNeighborhood } from './places.ts';

/** The last day that the county knows of. */
export const LAST_DAY = dayOf(2026, 6, 30);
/** Before this day nothing moves and nobody is enrolled anywhere. */
export const FIRST_DAY = dayOf(2020, 1, 1);

type Shape = 'family' | 'single_parent' | 'three_generations' | 'couple' | 'alone' | 'elders';

const SHAPES = [
  ['family', 290],
  ['single_parent', 130],
  ['three_generations', 45],
  ['couple', 220],
  ['alone', 240],
  ['elders', 75],
] as const satisfies readonly (readonly [Shape, number])[];

const CHILDREN = [
  [1, 32],
  [2, 40],
  [3, 19],
  [4, 7],
  [5, 2],
] as const;

/** Ages of the youngest child, by year; a young county, so that its indicators have numbers to show. */
const YOUNGEST = [
  [0, 13],
  [1, 12],
  [2, 11],
  [3, 10],
  [4, 9],
  [5, 8],
  [6, 6],
  [7, 6],
  [8, 5],
  [9, 5],
  [10, 5],
  [11, 4],
  [12, 4],
  [13, 4],
  [14, 3],
  [15, 3],
  [16, 2],
  [17, 2],
] as const;

/** What the making of one household needs. */
interface Making {
  readonly chance: Chance;
  readonly pool: NamePool;
  readonly nextIndex: () => number;
}

type Traits = Pick<Person, 'given' | 'surname' | 'sex' | 'birth'> & Partial<Person>;

/**
 * The people of the county by household: exactly `people` of them, about a third children.
 * The last household is cut short where the number asks for it.
 */
export function makeHouseholds(chance: Chance, people: number): readonly Household[] {
  const households: Household[] = [];
  let made = 0;
  while (made < people) {
    const own = chance.for('household', households.length);
    let taken = 0;
    const making: Making = { chance: own, pool: drawPool(own), nextIndex: () => taken++ };
    const members = number(makeMembers(making).slice(0, people - made), made);
    const [head] = members;
    if (head === undefined) break;
    households.push({ index: households.length, members, head, ...makeHomes(own) });
    made += members.length;
  }
  return households;
}

function makeMembers(making: Making): readonly Person[] {
  const { chance } = making;
  const shape: Shape = chance.weighed<Shape>(SHAPES);
  switch (shape) {
    case 'family':
      return makeFamily(making, true);
    case 'single_parent':
      return makeFamily(making, false);
    case 'three_generations': {
      const family = makeFamily(making, chance.happens(500));
      const [mother] = family;
      if (mother === undefined) return family;
      return [...family, makePerson(making, grandparent(making, mother))];
    }
    case 'couple':
      return makeCouple(making, LAST_DAY - chance.between(22 * 365, 62 * 365));
    case 'elders':
      return makeCouple(making, LAST_DAY - chance.between(63 * 365, 88 * 365));
    case 'alone': {
      const sex = drawSex(chance);
      const birth = LAST_DAY - chance.between(19 * 365, 85 * 365);
      return [
        makePerson(making, {
          sex,
          birth,
          given: drawGiven(chance, making.pool, sex),
          surname: drawSurname(chance, making.pool),
        }),
      ];
    }
  }
}

/** A mother, mostly a father, and their children; twins and sons named after the father among them. */
function makeFamily(making: Making, bothParents: boolean): readonly Person[] {
  const { chance, pool } = making;
  const births = drawBirths(chance);
  const oldest = births.at(-1) ?? LAST_DAY;
  const parents = makeCouple(making, yearsAfter(oldest, -chance.between(18, 34)) - chance.below(365));
  const [mother, partner] = parents;
  if (mother === undefined || partner === undefined) return parents;
  const father: Person = partner;
  const surname = childsSurname(
    chance,
    pool,
    mother.before?.surname ?? mother.surname,
    bothParents ? father.surname : undefined,
  );
  const children: Person[] = [];
  let named = false;
  for (const [nth, birth] of births.entries()) {
    const sex = drawSex(chance);
    const junior: boolean = bothParents && !named && sex === 'M' && chance.happens(75);
    named ||= junior;
    const previous = children.at(-1);
    const isTwin = previous !== undefined && births[nth - 1] === birth;
    const child = makePerson(making, {
      sex,
      birth,
      surname,
      given: junior ? father.given : unusedGiven(making, sex, children),
      ...(junior
        ? { middle: father.middle, suffix: father.suffix === 'Jr' ? ('III' as const) : ('Jr' as const) }
        : {}),
      ...(isTwin ? { twin: previous.index } : {}),
      race: mother.race,
      hispanic: mother.hispanic,
    });
    children.push(child);
  }
  const namesake = children.some(({ suffix }) => suffix === 'Jr') && father.suffix === '';
  const adults = bothParents ? [mother, namesake ? { ...father, suffix: 'Sr' as const } : father] : [mother];
  return [...adults, ...children];
}

/** A couple, the woman first (couples of one sex are made, too). */
function makeCouple(making: Making, birth: Day): readonly Person[] {
  const { chance, pool } = making;
  const otherPool = chance.happens(180) ? drawPool(chance) : pool;
  const sex: Sex = chance.happens(30) ? 'M' : 'F';
  const otherSex: Sex = chance.happens(30) ? sex : sex === 'F' ? 'M' : 'F';
  const other = makePerson(making, {
    sex: otherSex,
    birth: birth + chance.between(-6 * 365, 4 * 365),
    given: drawGiven(chance, otherPool, otherSex),
    surname: drawSurname(chance, otherPool),
    ...(otherSex === 'M' && chance.happens(15) ? { suffix: 'Jr' as const } : {}),
    race: otherPool.race,
    hispanic: otherPool.hispanic,
  });
  const own = drawSurname(chance, pool);
  const married: Surname = chance.happens(720) ? marriedSurname(chance, own, other.surname) : own;
  // Most married long ago; some do so while the agencies watch, and each learns of it at another time.
  const until = chance.happens(140) ? chance.between(dayOf(2023, 1, 1), dayOf(2026, 3, 31)) : FIRST_DAY - 1;
  const one = makePerson(making, {
    sex,
    birth,
    given: drawGiven(chance, pool, sex),
    surname: married,
    ...(married === own ? {} : { before: { surname: own, until } }),
  });
  return [one, other];
}

function grandparent({ chance, pool }: Making, mother: Person): Traits {
  const sex: Sex = chance.happens(700) ? 'F' : 'M';
  return {
    sex,
    birth: yearsAfter(mother.birth, -chance.between(20, 36)) - chance.below(300),
    given: drawGiven(chance, pool, sex),
    surname: mother.before?.surname ?? mother.surname,
  };
}

/** Days of birth, the youngest child first; the same day twice is twins. */
function drawBirths(chance: Chance): readonly Day[] {
  const count = chance.weighed(CHILDREN);
  const births: Day[] = [LAST_DAY - chance.weighed(YOUNGEST) * 365 - chance.below(365)];
  while (births.length < count) {
    const last = births.at(-1) ?? LAST_DAY;
    const next = chance.happens(35) ? last : last - chance.between(330, 1500);
    if (next <= LAST_DAY - 18 * 365) break;
    births.push(next);
  }
  return births;
}

function drawSex(chance: Chance): Sex {
  return chance.happens(4) ? 'X' : chance.happens(505) ? 'M' : 'F';
}

/** Parents do not give the same name twice. */
function unusedGiven({ chance, pool }: Making, sex: Sex, siblings: readonly Person[]): string {
  let given = drawGiven(chance, pool, sex);
  for (let attempt = 0; attempt < 8 && siblings.some((sibling) => sibling.given === given); attempt += 1) {
    given = drawGiven(chance, pool, sex);
  }
  return given;
}

function makePerson({ chance, pool, nextIndex }: Making, traits: Traits): Person {
  const isChild = traits.birth > LAST_DAY - 18 * 365;
  const hasSsn = chance.happens(930);
  const ssn = `9${chance.between(0, 99).toString().padStart(2, '0')}${chance.between(1, 49).toString().padStart(2, '0')}${chance.between(1, 9999).toString().padStart(4, '0')}`;
  return {
    index: nextIndex(),
    middle: drawMiddle(chance, traits.sex),
    suffix: '',
    race: chance.happens(40) ? drawPool(chance).race : pool.race,
    hispanic: pool.hispanic,
    ...(hasSsn ? { ssn } : {}),
    phone: `37${chance.between(2, 9)}555${chance.between(0, 9999).toString().padStart(4, '0')}`,
    bornHere: isChild && chance.happens(870),
    ...traits,
  };
}

/** Numbers the members as the county counts, from `first`; until then each has the number of its making. */
function number(members: readonly Person[], first: number): readonly Person[] {
  const final = new Map(members.map(({ index }, place) => [index, first + place]));
  return members.map(({ twin, ...member }, place) => {
    const other = twin === undefined ? undefined : final.get(twin);
    return { ...member, index: first + place, ...(other === undefined ? {} : { twin: other }) };
  });
}

/** Homes since the first day, and whether money is short. */
function makeHomes(chance: Chance): { readonly homes: readonly [Home, ...Home[]]; readonly poor: boolean } {
  const first = drawNeighborhood(chance);
  const poor = chance.happens(first.poor);
  const homes: [Home, ...Home[]] = [{ from: FIRST_DAY - 1, address: drawAddress(chance, first) }];
  let from = FIRST_DAY;
  while (chance.happens(poor ? 420 : 230)) {
    from += chance.between(200, 1300);
    if (from > LAST_DAY) break;
    const next = chance.happens(450) ? first : drawNeighborhood(chance);
    homes.push({ from, address: drawAddress(chance, next) });
  }
  return { homes, poor };
}
