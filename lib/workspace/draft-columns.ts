import { guessFormats } from './guess-formats.ts';
import { normalisedHeader } from './headers.ts';
import type { ColumnType, Role } from './model.ts';
import { guessRole } from './role-guess.ts';

/** What a column of a file looks like. */
export interface DraftColumn {
  readonly name: string;
  readonly aliases: readonly string[];
  readonly type: ColumnType;
  readonly formats: readonly string[];
  readonly role?: Role;
  readonly codes: readonly string[];
  readonly keep?: true | string;
  /** Names a row by itself. */
  readonly key: boolean;
  /** For the person who reads the draft. */
  readonly remark?: string;
}

/** Codes are shown only where there are few, all short, and each in so many rows that it is nobody's own. */
const MOST_CODES = 25;
const LONGEST_CODE = 20;
const ROWS_A_CODE = 3;

/** Guesses, column by column; each role is given once, to the first column that looks like it. */
export function draftColumns(
  headers: readonly string[],
  samples: readonly (readonly string[])[],
): readonly DraftColumn[] {
  const names = columnNames(headers);
  const roles = new Set<Role>();
  const drafts: DraftColumn[] = [];
  for (const [index, header] of headers.entries()) {
    const values = samples[index] ?? [];
    const guessed = roleOf(header, values);
    const role = guessed === undefined || roles.has(guessed) ? undefined : guessed;
    if (role !== undefined) roles.add(role);
    const again = guessed !== undefined && role === undefined ? guessed : undefined;
    const keyed = drafts.some(({ key }) => key);
    drafts.push(draftColumn(names[index] ?? '', header, values, role, again, keyed));
  }
  return drafts;
}

function draftColumn(
  name: string,
  header: string,
  values: readonly string[],
  role: Role | undefined,
  again: Role | undefined,
  keyed: boolean,
): DraftColumn {
  const filled = values.map((value) => value.trim()).filter((value) => value !== '');
  const { type, formats } = typeOf(filled, role);
  const distinct = new Set(filled);
  const unique = filled.length > 0 && filled.length === values.length && distinct.size === filled.length;
  const key = !keyed && unique && (role === 'local_id' || (role === undefined && NAMES_ROWS.test(name)));
  const personal = role !== undefined || again !== undefined || PERSONAL.test(name);
  const codes = type === 'string' && !personal && !key ? codesOf(filled, distinct) : [];
  const keep = keepOf(role, type, personal || key || NAMES_ROWS.test(name), codes);
  const remark = remarkOf({ filled, formats, role, again, keep, codes, key });
  return {
    name,
    aliases:
      normalisedHeader(name) === normalisedHeader(header) || header.trim() === '' ? [] : [header.trim()],
    type,
    formats,
    ...(role === undefined ? {} : { role }),
    codes,
    ...(keep === undefined ? {} : { keep }),
    key,
    ...(remark === undefined ? {} : { remark }),
  };
}

/** Headers of columns that may hold something personal, whatever their role. */
const PERSONAL =
  /name|worker|contact|address|addr|street|mail|phone|note|comment|remark|text|description|ssn|dob|birth/;
const NAMES_ROWS = /(?:^|_)(?:id|key|no|num|number|case|code)$/;

/** Letters, digits and underscores, each name once. */
function columnNames(headers: readonly string[]): readonly string[] {
  const names: string[] = [];
  for (const [index, header] of headers.entries()) {
    const words = header
      .normalize('NFKD')
      .replace(/\p{M}/gu, '')
      .replace(/([a-z])([A-Z])/g, '$1_$2')
      .toLowerCase();
    const plain = words
      .replace(/[^a-z0-9]+/g, '_')
      .replace(/^_+|_+$/g, '')
      .slice(0, 60);
    const base = plain === '' ? `column_${index + 1}` : /^\d/.test(plain) ? `c_${plain}` : plain;
    let name = base;
    for (let count = 2; names.includes(name); count++) name = `${base}_${count}`;
    names.push(name);
  }
  return names;
}

/** By the header; else by what most values look like. A date of birth that is no date is none. */
function roleOf(header: string, values: readonly string[]): Role | undefined {
  const filled = values.map((value) => value.trim()).filter((value) => value !== '');
  const most = (pattern: RegExp) =>
    filled.length > 0 && filled.filter((value) => pattern.test(value)).length * 2 > filled.length;
  const named = guessRole(header);
  if (named !== undefined) return named;
  if (most(/^\d{3}-\d{2}-\d{4}$/)) return 'ssn';
  if (most(/^[^\s@]+@[^\s@]+\.[^\s@]+$/)) return 'email';
  return most(/^(?:\+?1[ .-]?)?\(?\d{3}\)?[ .-]\d{3}[ .-]\d{4}$/) ? 'phone' : undefined;
}

/** Roles whose values are texts however they look: an SSN of digits is no number. */
function typeOf(
  filled: readonly string[],
  role: Role | undefined,
): { type: ColumnType; formats: readonly string[] } {
  const text = { type: 'string' as const, formats: [] };
  if (filled.length === 0) return role === 'birth_date' ? { type: 'date', formats: [] } : text;
  if (role !== undefined && role !== 'birth_date') return text;
  const formats = guessFormats(filled);
  if (formats.length > 0) return { type: 'date', formats };
  if (role === 'birth_date') return { type: 'date', formats: [] };
  const every = (pattern: RegExp) => filled.every((value) => pattern.test(value));
  if (every(/^(?:true|false)$/i)) return { type: 'boolean', formats: [] };
  if (every(/^-?(?:0|[1-9]\d{0,14})$/)) return { type: 'integer', formats: [] };
  return every(/^-?(?:0|[1-9]\d{0,11})(?:\.\d+)?$/) ? { type: 'number', formats: [] } : text;
}

function codesOf(filled: readonly string[], distinct: ReadonlySet<string>): readonly string[] {
  const counts = new Map<string, number>();
  for (const value of filled) counts.set(value, (counts.get(value) ?? 0) + 1);
  const few = distinct.size > 0 && distinct.size <= MOST_CODES && distinct.size * 4 <= filled.length;
  const shown =
    few && [...counts].every(([code, rows]) => code.length <= LONGEST_CODE && rows >= ROWS_A_CODE);
  return shown ? [...distinct].sort() : [];
}

function keepOf(
  role: Role | undefined,
  type: ColumnType,
  personal: boolean,
  codes: readonly string[],
): true | string | undefined {
  if (role === 'birth_date') return 'birth_year';
  if (role === 'postal_code') return 'zip3';
  if (role === 'sex') return true;
  return role === undefined && !personal && (type !== 'string' || codes.length > 0) ? true : undefined;
}

function remarkOf({
  filled,
  formats,
  role,
  again,
  keep,
  codes,
  key,
}: Pick<DraftColumn, 'formats' | 'codes' | 'key'> & {
  readonly filled: readonly string[];
  readonly role: Role | undefined;
  readonly again: Role | undefined;
  readonly keep: DraftColumn['keep'] | undefined;
}): string | undefined {
  if (filled.length === 0) return 'Empty in every row that was looked at.';
  if (again !== undefined) return `Looks like ${again}, which another column is already. It is dropped.`;
  if (formats.length === 0 && role === 'birth_date')
    return 'A date of birth in no format that was recognised: say it with "format".';
  if (formats.includes('M/d/yyyy') && formats.includes('d/M/yyyy'))
    return 'Month or day first? The values leave it open: keep one format.';
  if (role === undefined && keep === undefined && !key)
    return 'Not kept: checked and dropped. Say keep if it may leave the landing zone.';
  return codes.length > 0
    ? 'Codes as found; add what is missing, or map them to a shared vocabulary.'
    : undefined;
}
