import type { Appearance } from './appearance.ts';
import type { Chance } from './chance.ts';
import { type DateFormat, type Day, spellDate, spellDay } from './dates.ts';
import type { FileFormat } from './encoding.ts';
import type { Life } from './lives.ts';

/** One line of a file: the values by header, and whom it is about. */
export interface ExtractRow {
  readonly values: readonly string[];
  /** Missing where the dataset is not of people. */
  readonly about?: Subject;
}

/** Whom a row is about, and what names the row. */
export interface Subject {
  /** The person's index. */
  readonly person: number;
  /** The values of the row's key, dates in ISO: as intake's record ids have them. */
  readonly key: readonly string[];
}

/** The file that an agency makes for a period. */
export interface Extract {
  readonly headers: readonly string[];
  readonly rows: Iterable<ExtractRow>;
}

/** The county as an agency's program sees it when it writes its file. */
export interface Snapshot {
  readonly chance: Chance;
  /** How many people the county has. */
  readonly people: number;
  readonly lives: readonly Life[];
  /** Whom two clusters will stand for until a later record joins them. */
  readonly bridges: ReadonlySet<number>;
  /** Everything that began before this day and had not ended by `since` is in the file. */
  readonly until: Day;
  readonly since: Day;
  readonly period: string;
  /** A second version of the same file, with its slips put right. */
  readonly corrected: boolean;
}

/** One of an agency's datasets: how its files look and what stands in them. */
export interface Source {
  readonly agency: string;
  readonly dataset: string;
  readonly format: FileFormat;
  /** The file's name for a period, as the agency would call it. */
  readonly fileName: (period: string) => string;
  readonly extract: (snapshot: Snapshot) => Extract;
}

export const PLAIN: FileFormat = {
  delimiter: ',',
  encoding: 'utf-8',
  newline: '\r\n',
  quotes: 'needed',
  gzip: false,
};

/** What a row is made of, by header, in the order of the columns. */
export type Fields = Readonly<Record<string, string>>;

/** A row before its fields are put in order. */
export interface FieldRow {
  readonly fields: Fields;
  /** Missing where the dataset is not of people. */
  readonly person?: number;
  /** Where the key holds the first day of a stay. */
  readonly firstDay?: Day;
}

/**
 * An extract whose headers are the names of the fields that each row gives.
 * @param key headers that together name a row, in the order of the contract's key; `first day` stands for the day
 *   on which a stay began, however the file spells it
 */
export function tabulate(
  headers: readonly string[],
  key: readonly string[],
  rows: Iterable<FieldRow>,
): Extract {
  return { headers, rows: Iterator.from(rows).map((row) => inOrder(headers, key, row)) };
}

function inOrder(
  headers: readonly string[],
  key: readonly string[],
  { fields, person, firstDay }: FieldRow,
): ExtractRow {
  const values = headers.map((header) => fields[header] ?? '');
  if (person === undefined) return { values };
  const named = key.map((part) =>
    part === 'first day' ? spellDay(firstDay, 'yyyy-MM-dd') : (fields[part] ?? '').trim(),
  );
  return { values, about: { person, key: named } };
}

/**
 * A number that an agency gives a person: unlike any other person's, and not to be guessed from another
 * agency's. Each registration has one of its own (up to four).
 */
export function localNumber(agency: number, person: number, registration: number): string {
  const prime = 9_999_991;
  const mixed = ((person * 4 + registration + 1) * (48_271 + agency * 7_919)) % prime;
  return String(mixed).padStart(7, '0');
}

export function spellBirth({ birth }: Appearance, format: DateFormat): string {
  return birth === undefined ? '' : spellDate(birth, format);
}

/** 900-12-3456 */
export function dashed(ssn: string): string {
  return ssn === '' ? '' : `${ssn.slice(0, 3)}-${ssn.slice(3, 5)}-${ssn.slice(5)}`;
}

/** (372) 555-0142 */
export function bracketed(phone: string): string {
  return phone === '' ? '' : `(${phone.slice(0, 3)}) ${phone.slice(3, 6)}-${phone.slice(6)}`;
}

/** As a spreadsheet leaves a ZIP code behind: without its leading zeros. */
export function withoutLeadingZeros(zip: string): string {
  return zip.replace(/^0+/u, '');
}
