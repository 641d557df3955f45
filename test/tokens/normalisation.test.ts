import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fullName, givenName, surname } from '../../lib/tokens/normalise/names.ts';
import { NICKNAMES, rootOf } from '../../lib/tokens/normalise/nicknames.ts';
import {
  isPlaceholder,
  PLACEHOLDERS,
  type PlaceholderField,
} from '../../lib/tokens/normalise/placeholders.ts';
import { SPARSE_PREFIXES, threeDigitZip } from '../../lib/tokens/normalise/postal-code.ts';
import { NORMALISATION } from '../../lib/tokens/normalise/rules.ts';

const rule = (field: string) => {
  const found = NORMALISATION.find((one) => one.field === field);
  if (found === undefined) throw new Error(`no rule for ${field}`);
  return found.apply;
};

describe.each(NORMALISATION)('the rule for a $field', ({ right, wrong, apply }) => {
  it.each(right)('writes %j as %j', (raw, normalised) => {
    expect(apply(raw)).toBe(normalised);
  });

  it.each(wrong)('does not write %j as %j, because %s', (raw, not) => {
    expect(apply(raw)).not.toBe(not);
  });

  it('takes anything without failing', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 40 }), (raw) => {
        const normalised = apply(raw);

        expect(normalised === null || normalised.length > 0).toBe(true);
      }),
    );
  });

  it('does not mind blanks around', () => {
    const bare = right.map(([raw]) => apply(raw));

    const padded = right.map(([raw]) => apply(`  ${raw} `));

    expect(padded).toEqual(bare);
  });
});

const aWord = fc.string({
  unit: fc.constantFrom(...'ABCDEFGHIJKLMNOPRSTUVWXYZÀÉÑÖÜßŁø'),
  minLength: 2,
  maxLength: 12,
});

describe('normalised identifiers', () => {
  it.each(['birth date', 'sex', 'phone', 'e-mail', 'street', 'city', 'postal code', 'local id'])(
    'stay what they are when the rule for a %s is applied again',
    (field) => {
      const apply = rule(field);
      const examples = NORMALISATION.find((one) => one.field === field)?.right.map(([raw]) => raw) ?? [];
      const raws = fc.oneof(fc.constantFrom(...examples), fc.stringMatching(/^[0-9A-Za-z .#@/-]{1,25}$/));

      fc.assert(
        fc.property(raws, (raw) => {
          const once = apply(raw);

          if (once !== null) expect(apply(once)).toBe(once);
        }),
      );
    },
  );

  it('stay what they are when the rule for a name is applied again', () => {
    fc.assert(
      fc.property(aWord, aWord, (first, second) => {
        const once = surname(`${first}-${second}`).surname?.whole;
        const given = givenName(first).given;

        if (once !== undefined) expect(surname(once).surname?.whole ?? once).toBe(once);
        if (given !== null) expect(givenName(given).given).toBe(given);
      }),
    );
  });

  it('are the same for every way of writing the sign between two surnames', () => {
    fc.assert(
      fc.property(aWord, aWord, fc.constantFrom('-', ' ', ' - ', '–', '/', ' & '), (first, second, sign) => {
        const written = surname(`${first}${sign}${second}`);

        expect(written).toEqual(surname(`${first} ${second}`));
      }),
    );
  });

  it('are the same for a whole name with the surname first and last', () => {
    fc.assert(
      fc.property(
        fc.constantFrom('Anna', 'José', 'Mary-Ann', "D'Andre"),
        fc.constantFrom('Smith', "O'Brien", 'García-López', 'de la Cruz', 'van der Berg'),
        fc.constantFrom('', ' Jr.', ' III'),
        (given, family, generation) => {
          const last = fullName(`${given} ${family}${generation}`);
          const first = fullName(`${family}${generation}, ${given}`);

          expect(last).toEqual(first);
          expect(last.surname).toEqual(surname(family).surname);
          expect(last.given).toBe(givenName(given).given);
        },
      ),
    );
  });
});

describe('placeholders', () => {
  const fields = Object.keys(PLACEHOLDERS) as PlaceholderField[];
  const rules: Partial<Record<PlaceholderField, (raw: string) => unknown>> = {
    given_name: (raw) => givenName(raw).given,
    surname: (raw) => surname(raw).surname?.whole,
    full_name: (raw) => fullName(raw).surname?.whole,
    middle_name: rule('middle name'),
    birth_date: rule('birth date'),
    ssn: rule('Social Security number'),
    phone: rule('phone'),
    street: rule('street'),
    city: rule('city'),
    postal_code: rule('postal code'),
    local_id: rule('local id'),
    email: (raw) => rule('e-mail')(`${raw}@county.gov`),
  };

  it.each(fields)('of a %s are missing', (field) => {
    const kept = PLACEHOLDERS[field].values.filter((value) => (rules[field]?.(value) ?? null) !== null);

    expect(kept).toEqual([]);
  });

  it('count from a word’s edge only', () => {
    const atEdge = isPlaceholder('given_name', 'BABY A');
    const within = isPlaceholder('given_name', 'TESTA MARIE');

    expect([atEdge, within]).toEqual([true, false]);
  });
});

describe('nicknames', () => {
  it('lead to one name each, which is no nickname itself', () => {
    const nicknames = Object.values(NICKNAMES).flatMap((names) => names.split(' '));
    const roots = Object.keys(NICKNAMES);

    expect(nicknames.filter((name, at) => nicknames.indexOf(name) !== at)).toEqual([]);
    expect(roots.filter((root) => rootOf(root) !== root)).toEqual([]);
    expect(rootOf('PEGGY')).toBe('MARGARET');
    expect(rootOf('ZORAIDA')).toBe('ZORAIDA');
  });

  it('are written as the rule for given names writes them', () => {
    const names = Object.entries(NICKNAMES).flatMap(([root, list]) => [root, ...list.split(' ')]);

    expect(names.filter((name) => givenName(name).given !== name)).toEqual([]);
  });
});

it('shows sparsely peopled areas as 000', () => {
  const shown = [...SPARSE_PREFIXES].map((prefix) => threeDigitZip(`${prefix}01`));

  expect(new Set(shown)).toEqual(new Set(['000']));
});
