/** Values that stand for "we do not know": they are missing, and never compared. */
export interface Placeholders {
  /** Whole values, as they read after the field's own rule. */
  readonly values: readonly string[];
  /** Values that begin so, at a word's edge. */
  readonly beginnings?: readonly string[];
  readonly because: string;
}

/** Said of anything; these count in every field. */
const NOT_KNOWN = [
  'UNKNOWN',
  'UNK',
  'UNKN',
  'UNKNOWN UNKNOWN',
  'NOT KNOWN',
  'NOT GIVEN',
  'NOT PROVIDED',
  'NOT AVAILABLE',
  'NOT APPLICABLE',
  'NOT STATED',
  'NOT REPORTED',
  'N A',
  'NONE',
  'NULL',
  'NIL',
  'NAN',
  'BLANK',
  'MISSING',
  'PENDING',
  'REFUSED',
  'DECLINED',
  'WITHHELD',
  'REDACTED',
  'CONFIDENTIAL',
  'TBD',
];

const NAMES = [
  ...NOT_KNOWN,
  'NO NAME',
  'NONAME',
  'NAME UNKNOWN',
  'UNNAMED',
  'NOT NAMED',
  'ANONYMOUS',
  'ANON',
  'TEST',
  'TESTER',
  'TESTING',
  'TEST PATIENT',
  'DUMMY',
  'FNU',
  'LNU',
  'NFN',
  'NLN',
  'NMN',
  'NMI',
];

export const PLACEHOLDERS = {
  given_name: {
    values: [
      ...NAMES,
      'NA',
      'BABY',
      'BABYBOY',
      'BABYGIRL',
      'BB',
      'BG',
      'BOY',
      'GIRL',
      'INFANT',
      'NEWBORN',
      'MALE',
      'FEMALE',
      'TWIN',
      'TRIPLET',
    ],
    beginnings: ['BABY', 'BABYBOY', 'BABYGIRL', 'INFANT', 'NEWBORN', 'TWIN', 'TRIPLET', 'UNKNOWN', 'TEST'],
    because:
      'a newborn before it is named ("BABY BOY", "TWIN A"), name not known (FNU), a test entry; CDC RecordLinker skips the same',
  },
  middle_name: {
    values: [...NAMES, 'NA', 'NO', 'NO MIDDLE NAME', 'NO MIDDLE INITIAL'],
    because: 'no middle name (NMN) or initial (NMI)',
  },
  surname: {
    values: [...NAMES, 'UNKNOWN SURNAME'],
    beginnings: ['UNKNOWN', 'TEST'],
    because: 'name not known (LNU), a test entry; NA is a Korean surname and stays',
  },
  full_name: {
    values: [...NAMES, 'NA', 'JOHN DOE', 'JANE DOE', 'BABY DOE', 'JOHN Q PUBLIC'],
    beginnings: ['UNKNOWN', 'TEST', 'UNNAMED'],
    because: 'names for the unnamed; whose surname alone is Doe keeps it',
  },
  local_id: {
    values: [...NOT_KNOWN, 'N/A', 'NA', '0'],
    because: 'no number given',
  },
  birth_date: {
    values: [
      '00010101',
      '11111111',
      '17530101',
      '18000101',
      '18991230',
      '18991231',
      '19000101',
      '19010101',
      '99991231',
      '99990909',
    ],
    because:
      'zeros of spreadsheets and databases (Excel counts from 1899-12-31, SQL Server from 1753), and what is typed when nothing is known',
  },
  ssn: {
    values: ['123456789', '012345678', '987654321', '078051120', '219099999', '123121234', '111223333'],
    because:
      'runs of digits; numbers printed in a wallet (1938) and in an advertisement (SSA); the same digit throughout and a serial of 0000 are missing by rule',
  },
  phone: {
    values: ['1234567890', '0123456789', '9876543210'],
    because:
      'runs of digits; the same digit throughout and directory assistance (555-1212) are missing by rule',
  },
  email: {
    values: [
      'none',
      'no',
      'na',
      'noemail',
      'no-email',
      'unknown',
      'declined',
      'refused',
      'test',
      'noreply',
      'no-reply',
      'donotreply',
      'x',
      'xx',
      'xxx',
    ],
    because:
      'the part before the @ when an address must be filled in; domains of examples (RFC 2606) are missing by rule',
  },
  street: {
    values: [
      ...NOT_KNOWN,
      'NA',
      'HOMELESS',
      'NO FIXED ADDRESS',
      'NO ADDRESS',
      'TRANSIENT',
      'GENERAL DELIVERY',
      'SAME',
      'SAME AS ABOVE',
      'RETURNED MAIL',
      'BAD ADDRESS',
      'INCARCERATED',
      'ADDRESS UNKNOWN',
    ],
    beginnings: ['UNKNOWN', 'HOMELESS', 'NO FIXED', 'GENERAL DELIVERY'],
    because: 'no address, or one that many strangers share',
  },
  city: {
    values: [...NOT_KNOWN, 'NA', 'HOMELESS', 'TRANSIENT', 'OUT OF STATE', 'OUT OF COUNTRY', 'FOREIGN'],
    because: 'no place',
  },
  postal_code: {
    values: ['00000', '99999', '88888', 'NA', 'NONE', 'UNK', 'UNKNOWN'],
    because: 'never assigned',
  },
} as const satisfies Record<string, Placeholders>;

export type PlaceholderField = keyof typeof PLACEHOLDERS;

interface Lookup {
  readonly values: ReadonlySet<string>;
  readonly beginnings: readonly string[];
}

const LOOKUPS = new Map<PlaceholderField, Lookup>(
  Object.entries(PLACEHOLDERS).map(([field, { values, ...rest }]) => [
    field as PlaceholderField,
    { values: new Set<string>(values), beginnings: 'beginnings' in rest ? rest.beginnings : [] },
  ]),
);

/** @param normalised the value after the field's rule, words divided by single blanks */
export function isPlaceholder(field: PlaceholderField, normalised: string): boolean {
  const lookup = LOOKUPS.get(field);
  if (lookup === undefined) return false;
  return (
    lookup.values.has(normalised) ||
    lookup.beginnings.some((beginning) => normalised.startsWith(`${beginning} `))
  );
}

/** `000000000`, `XXX`: one character, at least twice. */
export function isOneCharacterRepeated(text: string): boolean {
  return text.length > 1 && text === text.charAt(0).repeat(text.length);
}

/** What stands for a missing value in any kept text column, in capitals; narrow, for a code may read NONE. */
export const MISSING_IN_TEXT = ['', 'UNKNOWN', 'UNK', 'N/A', 'NULL', '#N/A'] as const;
