/** Letters that Unicode does not take apart into a base letter and a mark. */
const WHOLE_LETTERS: Readonly<Record<string, string>> = {
  Æ: 'AE',
  Œ: 'OE',
  Ø: 'O',
  Đ: 'D',
  Ð: 'D',
  Þ: 'TH',
  Ł: 'L',
  Ħ: 'H',
  Ŧ: 'T',
  Ŋ: 'N',
  ẞ: 'SS',
  İ: 'I',
};

const PLAIN = /^[ -~]*$/;
const MARKS = /\p{M}/gu;
const WHOLE = new RegExp(`[${Object.keys(WHOLE_LETTERS).join('')}]`, 'gu');

/** Capitals without diacritics: compatibility forms taken apart (NFKD), marks dropped. Other scripts stay as they are. */
export function plainCapitals(text: string): string {
  if (PLAIN.test(text)) return text.toUpperCase();
  const capitals = text.normalize('NFKD').replace(MARKS, '').toUpperCase();
  return capitals
    .normalize('NFKD')
    .replace(MARKS, '')
    .replace(WHOLE, (letter) => WHOLE_LETTERS[letter] ?? letter);
}

/** Runs of white space become one blank; none at the ends. */
export function singleBlanks(text: string): string {
  return text.replace(/\s+/gu, ' ').trim();
}
