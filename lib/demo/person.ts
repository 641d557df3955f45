import type { Day } from './dates.ts';
import type { Address } from './places.ts';

export type Sex = 'F' | 'M' | 'X';

/** Somebody who lives in the county, as only the truth knows them. */
export interface Person {
  /** From 0, and the name of the person's stream of chance. */
  readonly index: number;
  readonly given: string;
  readonly middle: string;
  /** One part or two. */
  readonly surname: readonly [string, ...string[]];
  /** The surname before a marriage, and the day of that. */
  readonly before?: { readonly surname: readonly [string, ...string[]]; readonly until: Day };
  readonly suffix: '' | 'Jr' | 'Sr' | 'III';
  readonly sex: Sex;
  readonly birth: Day;
  readonly race: string;
  readonly hispanic: boolean;
  /** Nine digits; areas from 900 with groups below 50 were never issued to anybody. Some people have none. */
  readonly ssn?: string;
  readonly phone: string;
  readonly bornHere: boolean;
  /** The persons' index of a twin. */
  readonly twin?: number;
}

/** People under one roof. */
export interface Household {
  readonly index: number;
  readonly members: readonly Person[];
  /** Where they lived and from which day on, oldest first. */
  readonly homes: readonly [Home, ...Home[]];
  readonly poor: boolean;
  /** The one who signs the forms. */
  readonly head: Person;
}

export interface Home {
  readonly from: Day;
  readonly address: Address;
}

/** Where a household lived on a day. */
export function homeOn(household: Household, day: Day): Address {
  return (household.homes.findLast(({ from }) => from <= day) ?? household.homes[0]).address;
}

/** The surname on a day. */
export function surnameOn(person: Person, day: Day): readonly [string, ...string[]] {
  return person.before !== undefined && day < person.before.until ? person.before.surname : person.surname;
}
