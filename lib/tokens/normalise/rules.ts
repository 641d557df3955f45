import { birthDate, digitsOf } from './birth-date.ts';
import { city } from './city.ts';
import { email } from './email.ts';
import { localId } from './local-id.ts';
import { fullName, givenName, middleName, type NameParts, suffix, surname } from './names.ts';
import { phone } from './phone.ts';
import { postalCode, threeDigitZip } from './postal-code.ts';
import type { NormalisationRule } from './rule.ts';
import { sex } from './sex.ts';
import { socialSecurityNumber } from './ssn.ts';
import { street } from './street.ts';

const LETTERS = [
  'Capitals; compatibility forms and diacritics taken apart (NFKD) and marks dropped; Æ, Ø, Ł, ß and the like become the letters that stand for them.',
  'Apostrophes, quotation marks and full stops vanish; hyphens, slashes and `&` divide parts; other signs divide words.',
  'In a word that is mostly letters, 0, 1, 2, 5, 6 and 8 become O, I, Z, S, G and B; other digits vanish, save in 2ND, 3RD and 4TH.',
  'Titles before the name (MR, DR, REV …), degrees after it (MD, PHD …) and "no name" words (NMN, FNU …) go, so long as a word is left.',
  'JR, SR, II, III, IV (and JUNIOR, 2ND …) at the end become the suffix.',
];

/** Every rule, in the order of a person's record. Shown examples spell several parts with blanks between them. */
export const NORMALISATION: readonly NormalisationRule[] = [
  {
    field: 'given name',
    steps: [
      ...LETTERS,
      'A name in brackets goes.',
      'The first name counts; the first letter of the next is the middle initial. DE, LA, LE, MC … belong to the name after them.',
      'A single letter is an initial, not a name.',
      'Root: the name that a nickname stands for (`lib/tokens/normalise/nicknames.ts`). Sound: the primary code of double metaphone.',
    ],
    right: [
      ['José', 'JOSE'],
      ['  mary   ann ', 'MARY A'],
      ['Jean-Paul', 'JEAN P'],
      ["D'Andre", 'DANDRE'],
      ['De Shawn', 'DESHAWN'],
      ['Robert (Bob)', 'ROBERT'],
      ['Dr. Anna', 'ANNA'],
      ['John Jr', 'JOHN JR'],
      ['M1CHAEL', 'MICHAEL'],
      ['J', null],
      ['BABY BOY', null],
      ['Baby Girl Smith', null],
      ['UNKNOWN', null],
      ['XXX', null],
      ['NMN', null],
    ],
    wrong: [
      [
        'Mary Ann',
        'MARYANN',
        'half of all files write the second name in a column of its own, and the other half drop it',
      ],
      ['Bob', 'ROBERT', 'the root has a token of its own, beside that of the name as given'],
    ],
    apply: (raw) =>
      spell(givenName(raw), ({ given, middleInitial, suffix: said }) =>
        given === null ? [] : [given, middleInitial, said],
      ),
  },
  {
    field: 'middle name',
    steps: [...LETTERS, 'Only the first letter counts: most files have no more.'],
    right: [
      ['Marie', 'M'],
      ['m.', 'M'],
      ['NMN', null],
      ['(none)', null],
    ],
    wrong: [['Marie', 'MARIE', 'a whole name would disagree with every file that has initials']],
    apply: (raw) => middleName(raw).middleInitial,
  },
  {
    field: 'surname',
    steps: [
      ...LETTERS,
      'DE, LA, VAN, VON, MC, O, ST … belong to the part after them; Y and E between two parts go; SAINT is ST.',
      'All parts joined are the surname; the first and the last part have tokens of their own, for people who use one of two.',
    ],
    right: [
      ["O'Brien", 'OBRIEN'],
      ['O’Brien', 'OBRIEN'],
      ['O Brien', 'OBRIEN'],
      ['Mc Donald', 'MCDONALD'],
      ['Müller', 'MULLER'],
      ['Ağaoğlu', 'AGAOGLU'],
      ['van der Berg', 'VANDERBERG'],
      ['de la Cruz', 'DELACRUZ'],
      ['García-López', 'GARCIALOPEZ'],
      ['García y López', 'GARCIALOPEZ'],
      ['Smith Jr.', 'SMITH JR'],
      ['St. John', 'STJOHN'],
      ['Saint John', 'STJOHN'],
      ['R0DRIGUEZ', 'RODRIGUEZ'],
      ['Doe', 'DOE'],
      ['Na', 'NA'],
      ['LNU', null],
      ['Unknown', null],
      ['N/A', null],
    ],
    wrong: [
      [
        'Müller',
        'MUELLER',
        'agencies write MULLER far more often; the sound and the filter still see MUELLER',
      ],
      [
        'Doe',
        '(missing)',
        'people are called Doe; only JOHN DOE and JANE DOE in a column of whole names are missing',
      ],
    ],
    apply: (raw) => spell(surname(raw), ({ surname: family, suffix: said }) => [family?.whole, said]),
  },
  {
    field: 'full name',
    steps: [
      'With a comma: surname, then given names. A comma before a suffix alone does not count.',
      'Without: the first word is the given name; the last word, its hyphenated parts and the particles before it are the surname; what stands between gives the middle initial.',
      'One word alone is a surname. Each part then follows its own rule.',
    ],
    right: [
      ['SMITH, MARY A', 'MARY A SMITH'],
      ['Mary A. Smith', 'MARY A SMITH'],
      ['SMITH JR, JOHN', 'JOHN SMITH JR'],
      ['John Q Smith, Jr.', 'JOHN Q SMITH JR'],
      ['SMITH, JR, JOHN', 'JOHN SMITH JR'],
      ['Dr. Ana de la Cruz', 'ANA DELACRUZ'],
      ['Maria Garcia-Lopez', 'MARIA GARCIALOPEZ'],
      ['VAN DER BERG, JAN', 'JAN VANDERBERG'],
      ['Smith', 'SMITH'],
      ['JOHN DOE', null],
      ['UNKNOWN MALE', null],
    ],
    wrong: [
      ['Maria Garcia Lopez', 'MARIA GARCIALOPEZ', 'without a hyphen, Garcia may as well be a middle name'],
    ],
    apply: (raw) =>
      spell(fullName(raw), ({ given, givenInitial, middleInitial, surname: family, suffix: said }) => [
        given ?? givenInitial,
        middleInitial,
        family?.whole,
        said,
      ]),
  },
  {
    field: 'suffix',
    steps: ['JR, SR, II, III or IV, from the ways in which they are written; anything else is missing.'],
    right: [
      ['Jr.', 'JR'],
      ['Senior', 'SR'],
      ['3rd', 'III'],
      ['PhD', null],
    ],
    wrong: [['V', 'V', 'a single V or I is more often an initial']],
    apply: (raw) => suffix(raw).suffix,
  },
  {
    field: 'birth date',
    steps: [
      'Year first (with -, /, . or nothing between), month first with the year last, or a month by name; a time of day goes. Day first only where no month could stand there.',
      'Years have four digits. Dates that do not exist and the placeholders below are missing.',
      'Also keyed: the year; month and day; the date with month and day exchanged, where that is a date.',
    ],
    right: [
      ['1984-07-09', '19840709'],
      ['7/9/1984', '19840709'],
      ['19840709', '19840709'],
      ['09-Jul-1984', '19840709'],
      ['July 9, 1984', '19840709'],
      ['1984-07-09 00:00:00', '19840709'],
      ['25/12/1984', '19841225'],
      ['1984-02-30', null],
      ['7/9/84', null],
      ['01/01/1900', null],
      ['9999-12-31', null],
    ],
    wrong: [
      [
        '7/9/1984',
        '19840907',
        'agencies in the United States write the month first; a contract that says otherwise has its dates read before they come here',
      ],
    ],
    apply: (raw) => {
      const date = birthDate(raw);
      return date === null ? null : digitsOf(date);
    },
  },
  {
    field: 'sex',
    steps: [
      'F, M or X, from letters and words. Numbers as ISO/IEC 5218 has them: 1 male, 2 female.',
      'Codes that a contract maps are mapped first: HUD’s 0 (female) and 1 (male) need such a map.',
    ],
    right: [
      ['Female', 'F'],
      ['m', 'M'],
      ['2', 'F'],
      ['Non-binary', 'X'],
      ['U', null],
      ['9', null],
      ['0', null],
    ],
    wrong: [['0', 'F', 'ISO/IEC 5218 says 0 is not known; a contract for HMIS maps it']],
    apply: sex,
  },
  {
    field: 'Social Security number',
    steps: [
      'Blanks, hyphens and full stops go; seven to twelve digits remain, or the number is missing.',
      'Seven and eight digits are filled up with zeros from the left (a spreadsheet lost them; foreign numbers are filled up alike everywhere).',
      'Missing: the placeholders below, one digit throughout, a serial of 0000. With 00000 before them the last four count alone, as in a masked number.',
      'Areas never given out (000, 666, 9xx) stay: taxpayer numbers, numbers of an agency’s own, and typing errors of true ones.',
    ],
    right: [
      ['536-22-8145', '536228145'],
      ['536 22 8145', '536228145'],
      ['1123456', '001123456'],
      ['912-70-1234', '912701234'],
      ['XXX-XX-8145', '(last four) 8145'],
      ['000-00-8145', '(last four) 8145'],
      ['000-00-0000', null],
      ['123-45-6789', null],
      ['999-99-9999', null],
      ['078-05-1120', null],
      ['536-22-0000', null],
      ['8145', null],
    ],
    wrong: [
      [
        '666-12-3456',
        '(missing)',
        'never issued, yet the same mistake is often made twice, and the filter finds its neighbour',
      ],
    ],
    apply: (raw) => {
      const { whole, last4 } = socialSecurityNumber(raw);
      return whole ?? (last4 === null ? null : `(last four) ${last4}`);
    },
  },
  {
    field: 'phone',
    steps: [
      'Digits alone; an extension and a leading 1 of eleven digits go. Seven to fifteen digits, or it is missing.',
      'Missing: one digit throughout or in the last seven, 555-1212, runs of digits.',
    ],
    right: [
      ['(515) 555-0134', '5155550134'],
      ['+1 515 555 0134', '5155550134'],
      ['515-555-0134 x12', '5155550134'],
      ['000-000-0000', null],
      ['515-555-1212', null],
      ['none', null],
    ],
    wrong: [
      ['555-0134', '5155550134', 'no area code is added: a number of seven digits agrees only with itself'],
    ],
    apply: phone,
  },
  {
    field: 'e-mail',
    steps: [
      'Lower case. `+tag` before the @ goes; at Gmail the dots go.',
      'Missing: what is no address, example and test domains, mailboxes such as none@ and test@.',
    ],
    right: [
      ['Ana.Diaz@School.org', 'ana.diaz@school.org'],
      ['ana+school@mail.net', 'ana@mail.net'],
      ['a.na@gmail.com', 'ana@gmail.com'],
      ['none@none.com', null],
      ['ana at mail', null],
    ],
    wrong: [['ana.diaz@school.org', 'anadiaz@school.org', 'outside Gmail dots may tell two mailboxes apart']],
    apply: email,
  },
  {
    field: 'street',
    steps: [
      'Capitals without diacritics; signs become blanks; directions and kinds of street are spelt out (USPS Publication 28).',
      'ST is SAINT where a name follows it, STREET elsewhere. Rooms and flats go. Boxes read PO BOX and their number.',
      'The house number has a token of its own.',
    ],
    right: [
      ['123 N. Main St., Apt 4B', '123 NORTH MAIN STREET'],
      ['123 north main street #4', '123 NORTH MAIN STREET'],
      ['45 St Johns Ave', '45 SAINT JOHNS AVENUE'],
      ['P.O. Box 77', 'PO BOX 77'],
      ['PO Box # 77', 'PO BOX 77'],
      ['12-34 Bell Blvd', '1234 BELL BOULEVARD'],
      ['9 First St', '9 FIRST STREET'],
      ['9 1st St', '9 FIRST STREET'],
      ['General Delivery', null],
      ['Homeless', null],
    ],
    wrong: [
      [
        '123 Main St Apt 4B',
        '123 MAIN STREET 4B',
        'flats are written in too many ways, and left out as often',
      ],
    ],
    apply: (raw) => street(raw)?.line ?? null,
  },
  {
    field: 'city',
    steps: [
      'Capitals without diacritics; ST, FT, MT, N, S, E, W spelt out beside other words; words joined; a state after a comma goes.',
    ],
    right: [
      ['St. Louis', 'SAINTLOUIS'],
      ['Saint Louis, MO', 'SAINTLOUIS'],
      ['W Des Moines', 'WESTDESMOINES'],
      ['Homeless', null],
    ],
    wrong: [['NYC', 'NEWYORK', 'no list of nicknames of places is kept; the postal code carries the weight']],
    apply: city,
  },
  {
    field: 'postal code',
    steps: [
      'Five digits; the four of ZIP+4 go. Three and four digits are filled up with zeros from the left. Codes with letters: without blanks.',
      'Kept as `zip3`: three digits, 000 for the prefixes with 20,000 people or fewer.',
    ],
    right: [
      ['50309-1234', '50309'],
      ['503091234', '50309'],
      ['7030', '07030'],
      ['k1a 0b1', 'K1A0B1'],
      ['00000', null],
      ['99999', null],
    ],
    wrong: [
      [
        '7030',
        '(missing)',
        'a spreadsheet lost the zero; Australian codes of four digits agree as well, since all are filled up',
      ],
    ],
    apply: postalCode,
  },
  {
    field: 'three-digit ZIP',
    steps: ['From the postal code’s rule; for American codes only.'],
    right: [
      ['50309-1234', '503'],
      ['82190', '000'],
      ['20501', '000'],
      ['K1A 0B1', null],
    ],
    wrong: [['82190', '821', 'fewer than 20,000 people live there']],
    apply: threeDigitZip,
  },
  {
    field: 'local id',
    steps: [
      'As it is, leading zeros included, without blanks at the ends; keyed with the dataset that numbers it, so that equal numbers of two numberings differ.',
    ],
    right: [
      [' 00123 ', '00123'],
      ['A-7', 'A-7'],
      ['0', null],
      ['N/A', null],
    ],
    wrong: [['00123', '123', 'some systems tell the two apart']],
    apply: localId,
  },
];

function spell(
  parts: NameParts,
  words: (parts: NameParts) => readonly (string | null | undefined)[],
): string | null {
  const spelt = words(parts).filter((word) => word !== null && word !== undefined);
  return spelt.length === 0 ? null : spelt.join(' ');
}
