import { alike, both, exact, type Field, field, same } from './field.ts';

export const PHONE: Field = exact('phone', { match: 600, relative: 600, twin: 800, stranger: 0.1 }, 'phone');
export const EMAIL: Field = exact('email', { match: 750, relative: 150, twin: 300, stranger: 0.1 }, 'email');

const place = `(${same('postal_code')} OR ${same('city')})`;
const bothPlaces = `(${same('postal_code')} AND ${same('city')})`;
const closeStreet = `${alike('street', 60)} AND (${place} OR p.a_street_number = p.b_street_number)`;

/** An address is one field, because its parts come and go together. Shares by level: match, relative, twin, stranger. */
export const ADDRESS: Field = field(
  'address',
  `(${both('street')} OR ${both('postal_code')} OR ${both('city')})`,
  [
    ['same_street', `${same('street')} AND ${place}`, [450, 700, 750, 0.1], ['street']],
    ['street_elsewhere', same('street'), [60, 40, 40, 0.1], ['street']],
    ['close_street', closeStreet, [120, 80, 90, 0.3]],
    ['same_house_number', `${same('street_number')} AND ${place}`, [40, 30, 30, 1]],
    ['same_place', bothPlaces, [130, 60, 40, 15], ['postal_code', 'city']],
    ['near', place, [100, 50, 30, 30]],
    ['different', undefined, [100, 40, 20, 953.5]],
  ],
  'street',
);
