import { suggest } from '../did-you-mean.ts';
import type { Finding } from '../finding.ts';
import { type Column, KEEPABLE_ROLES, type Kept } from '../model.ts';
import { likelyRole } from '../role-guess.ts';
import type { FindingText } from '../yaml-document.ts';
import { type ColumnPlace, customAt } from './column-place.ts';

/** Attributes that every table has by itself. */
const OWN_COLUMNS = ['person_id', 'record_id', 'period', 'delivery_id'];

/** Whether what is kept of a column may be, and can be made. */
export function checkKept(place: ColumnPlace): readonly Finding[] {
  const { yaml, column } = place;
  const at = customAt(place, 'keep');
  const told = column.keep.map((kept) => keptProblem(place, kept)).filter((problem) => problem !== undefined);
  const guess =
    column.role === undefined && column.keep.some(({ derive }) => derive === 'value')
      ? likelyRole(column.name)
      : undefined;
  const looks: readonly FindingText[] =
    guess === undefined
      ? []
      : [
          {
            code: 'looks_identifying',
            severity: 'warning',
            message: `"${column.name}" is kept as it is, and its name looks like an identifier (${guess}).`,
            remedy: `If it identifies people, give it the role ${guess} and do not keep it.`,
          },
        ];
  return [...told, ...looks].map((problem) => yaml.finding(at, problem));
}

/** Roles whose columns may be coarsened, and into what. */
const COARSER: Readonly<Partial<Record<NonNullable<Column['role']>, readonly Kept['derive'][]>>> = {
  birth_date: ['birth_year', 'birth_month', 'age_at'],
  postal_code: ['zip3'],
};

function keptProblem({ column, dates }: ColumnPlace, { as, derive, at }: Kept): FindingText | undefined {
  const { name, role, type } = column;
  if (OWN_COLUMNS.includes(as)) {
    return {
      code: 'reserved',
      message: `"${as}" is a column that every table has by itself.`,
      remedy: `Keep "${name}" under another name, with "as".`,
    };
  }
  const allowed =
    role === undefined
      ? undefined
      : KEEPABLE_ROLES.includes(role)
        ? ['value' as const]
        : (COARSER[role] ?? []);
  if (allowed !== undefined && !allowed.includes(derive)) {
    const instead =
      allowed.length === 0
        ? 'Take "keep" out: nothing of it may leave the landing zone.'
        : `What may be kept of it: ${allowed.join(', ')}.`;
    return derive === 'value'
      ? {
          code: 'role_kept',
          message: `"${name}" identifies people (${role}) and cannot be kept as it is.`,
          remedy: instead,
        }
      : { code: 'derivation', message: `There is no ${derive} of "${name}" (${role}).`, remedy: instead };
  }
  const ofDates = derive === 'birth_year' || derive === 'birth_month' || derive === 'age_at';
  if (ofDates && type !== 'date') {
    return {
      code: 'derivation',
      message: `${derive} is made from a date, and "${name}" is of type ${type}.`,
      remedy: 'Write logicalType: date at the column.',
    };
  }
  if (!ofDates && derive !== 'value' && type !== 'string') {
    return {
      code: 'derivation',
      message: `${derive} is made from a text, and "${name}" is of type ${type}.`,
      remedy: 'Write logicalType: string at the column.',
    };
  }
  if (derive !== 'age_at') {
    return at === undefined
      ? undefined
      : {
          code: 'derivation',
          message: `"at" belongs to age_at, not to ${derive}.`,
          remedy: 'Take "at" out.',
        };
  }
  if (at === undefined) {
    return {
      code: 'derivation',
      message: 'age_at needs to know when.',
      remedy: 'Add at: period_end, or at: and a date column.',
    };
  }
  return at === 'period_end' || dates.includes(at)
    ? undefined
    : {
        code: 'unknown_name',
        message: `"${at}" is no date column of this contract.`,
        remedy: suggest(at, [...dates, 'period_end']),
      };
}
