import type { Chance } from './chance.ts';
import { ageOn, calendarDate, type Day, dayOf, yearsAfter } from './dates.ts';
import { FIRST_DAY, LAST_DAY } from './households.ts';
import { type Household, homeOn, type Person } from './person.ts';

/** A stretch of time in a program; open where it has no end. */
export interface Stay {
  readonly start: Day;
  readonly end?: Day;
  /** Which registration of the person at this agency: another one is another local id, though it is the same person. */
  readonly registration: number;
}

/** Where a person was enrolled and what befell them. Each list is ordered by time. */
export interface Life {
  readonly person: Person;
  readonly household: Household;
  readonly homeVisiting: readonly Stay[];
  readonly childCare: readonly Stay[];
  readonly preK: readonly Stay[];
  readonly school: readonly Stay[];
  readonly wic: readonly Stay[];
  readonly snap: readonly Stay[];
  readonly childWelfare: readonly Stay[];
  readonly shelter: readonly Stay[];
  readonly jail: readonly Stay[];
}

/** The year in whose autumn a child enters kindergarten: five years old by 1 September. */
export function kindergartenYear(birth: Day): number {
  const { year, month, day } = calendarDate(birth);
  return month < 9 || (month === 9 && day === 1) ? year + 5 : year + 6;
}

/** What happens to the members of a household: what is decided for all of them first, then each alone. */
export function livesOf(chance: Chance, household: Household): readonly Life[] {
  const { poor } = household;
  const shared = chance.for('shared life', household.index);
  const snap = shared.happens(poor ? 780 : 45) ? certified(shared) : [];
  const shelter = shared.happens(poor ? 110 : 6) ? nights(shared) : [];
  const neglect = shared.happens(poor ? 85 : 14) ? oneCase(shared) : [];
  return household.members.map((person) => {
    const own = chance.for('life', person.index);
    const adult = ageOn(person.birth, dayOf(2025, 7, 1)) >= 18;
    const known = (stays: readonly Stay[]) => sinceBirth(person, stays);
    return {
      person,
      household,
      ...childhood(own, household, person),
      snap: own.happens(960) ? known(snap) : [],
      childWelfare: !adult || person === household.head ? known(neglect) : [],
      shelter: known(shelter.map((stay) => ({ ...stay, registration: own.happens(120) ? 1 : 0 }))),
      jail: adult ? arrests(own, person, poor, shelter.length > 0) : [],
    };
  });
}

type Childhood = Pick<Life, 'homeVisiting' | 'childCare' | 'preK' | 'school' | 'wic'>;

function childhood(chance: Chance, household: Household, person: Person): Childhood {
  const { birth } = person;
  const { poor } = household;
  const school = schoolYears(chance, birth);
  if (ageOn(birth, FIRST_DAY) >= 6) return { homeVisiting: [], childCare: [], preK: [], wic: [], school };
  // Some families use everything that there is and some nothing: without this, no birth would go unreached.
  const joins = chance.happens(poor ? 900 : 820);
  const within = (stays: readonly Stay[]) => (joins ? stays.filter(({ start }) => start <= LAST_DAY) : []);
  return {
    homeVisiting: within(
      chance.happens(poor ? 330 : 130)
        ? [stay(birth + chance.between(0, 120), chance.between(200, 1000))]
        : [],
    ),
    childCare: within(chance.happens(poor ? 560 : 600) ? care(chance, birth) : []),
    preK: within(preKYears(chance, household, birth)),
    wic: within(chance.happens(poor ? 800 : 210) ? certifications(chance, birth) : []),
    school,
  };
}

function stay(start: Day, days: number, registration = 0): Stay {
  const end = start + days;
  return end > LAST_DAY ? { start, registration } : { start, end, registration };
}

/** One arrangement, or a second with another provider, where the child may be registered anew. */
function care(chance: Chance, birth: Day): readonly Stay[] {
  const first = stay(birth + chance.between(45, 620), chance.between(300, 1500));
  if (first.end === undefined || !chance.happens(300)) return [first];
  const second = first.end + chance.between(1, 200);
  if (second > yearsAfter(birth, 5)) return [first];
  return [first, stay(second, chance.between(120, 600), chance.happens(250) ? 1 : 0)];
}

/** Certified by the half-year or year until the fifth birthday or until the family stays away. */
function certifications(chance: Chance, birth: Day): readonly Stay[] {
  const stays: Stay[] = [];
  let start = Math.max(birth + chance.between(3, 120), FIRST_DAY);
  const fifth = yearsAfter(birth, 5);
  while (start < fifth && start <= LAST_DAY) {
    const end = Math.min(start + 365, fifth);
    stays.push(stay(start, end - start));
    if (chance.happens(170)) break;
    start =
      end +
      chance.weighed([
        [1, 80],
        [45, 20],
      ]);
  }
  return stays;
}

function preKYears(chance: Chance, household: Household, birth: Day): readonly Stay[] {
  const entry = kindergartenYear(birth);
  const rural = homeOn(household, dayOf(entry - 1, 9, 1)).neighborhood.area === 'rural';
  const yearBefore = chance.happens((rural ? 470 : 640) + (household.poor ? 40 : 0)) ? [entry - 1] : [];
  const twoYearsBefore = chance.happens(170) ? [entry - 2] : [];
  return [...twoYearsBefore, ...yearBefore]
    .filter((year) => year >= 2020)
    .map((year) => stay(dayOf(year, 9, 2) + (chance.happens(120) ? chance.between(5, 120) : 0), 275));
}

/** From kindergarten to grade 12, one stay a school year, for the seven years that the county knows of. */
function schoolYears(chance: Chance, birth: Day): readonly Stay[] {
  if (!chance.happens(930)) return [];
  const entry = kindergartenYear(birth);
  return [2023, 2024, 2025]
    .filter((year) => year >= entry && year <= entry + 12)
    .map((year) => {
      const late = chance.happens(60) ? chance.between(7, 180) : 0;
      return stay(dayOf(year, 9, 2) + late, 283 - late);
    });
}

/** Food aid: one to three certification periods with a gap now and then. */
function certified(chance: Chance): readonly Stay[] {
  const stays: Stay[] = [];
  let start = dayOf(2023, 1, 1) + chance.below(900);
  for (let period = 0; period < 4 && start <= LAST_DAY; period += 1) {
    const days = chance.between(180, 365);
    stays.push(stay(start, days));
    if (chance.happens(180)) break;
    start += days + (chance.happens(220) ? chance.between(15, 120) : 1);
  }
  return stays;
}

function nights(chance: Chance): readonly Stay[] {
  const stays: Stay[] = [];
  let start = dayOf(2025, 1, 1) + chance.below(520);
  for (let round = 0; round < 3 && start <= LAST_DAY; round += 1) {
    const days = chance.between(4, 130);
    stays.push(stay(start, days));
    if (chance.happens(550)) break;
    start += days + chance.between(3, 160);
  }
  return stays;
}

function oneCase(chance: Chance): readonly Stay[] {
  return [stay(dayOf(2024, 1, 1) + chance.below(880), chance.between(40, 700))];
}

function arrests(chance: Chance, person: Person, poor: boolean, sheltered: boolean): readonly Stay[] {
  if (ageOn(person.birth, LAST_DAY) > 68) return [];
  const often = person.sex === 'F' ? (poor ? 80 : 16) : poor ? 220 : 48;
  if (!chance.happens(sheltered ? often * 2 : often)) return [];
  const stays: Stay[] = [];
  let start = dayOf(2026, 1, 1) + chance.below(181);
  for (let round = 0; round < 3 && start <= LAST_DAY; round += 1) {
    const days = chance.weighed([
      [0, 30],
      [1, 25],
      [4, 20],
      [21, 15],
      [90, 10],
    ]);
    stays.push(stay(start, days, chance.happens(40) ? 1 : 0));
    if (chance.happens(750)) break;
    start += days + chance.between(2, 60);
  }
  return stays;
}

/** What the household did before a child was born, the child did not do. */
function sinceBirth(person: Person, stays: readonly Stay[]): readonly Stay[] {
  return stays
    .filter(({ start, end }) => end === undefined || Math.max(start, person.birth) < end)
    .map((each) => (each.start < person.birth ? { ...each, start: person.birth } : each))
    .filter(({ start }) => start <= LAST_DAY);
}
