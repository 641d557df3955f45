import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { draftContract, readWorkspace } from '../../lib/workspace/workspace.ts';
import { TODAY, workspaceFiles } from './a-workspace.ts';

const ROWS = 40;
const column = (value: (row: number) => string) => Array.from({ length: ROWS }, (_, row) => value(row));

const BOOKINGS = {
  'Booking No.': column((row) => `B-${row}`),
  InmateID: column((row) => `00${row % 20}`),
  'Last Name': column((row) => `ZZLAST${row % 5}`),
  DOB: column((row) => `${(row % 12) + 1}/28/1990`),
  'Soc Sec': column((row) => `900-55-12${String(row).padStart(2, '0')}`),
  'Contact 2': column(() => '(515) 555-0100'),
  Charge: column((row) => ['theft', 'assault', 'other'][row % 3] ?? ''),
  'Case Worker': column(() => 'ZZWORKER'),
  Notes: column((row) => `ZZNOTE ${row}`),
  Bail: column((row) => `${row}.50`),
  Grade: column((row) => `0${row % 4}`),
  Released: column((row) => (row % 2 === 0 ? '' : '20260131')),
  Empty: column(() => ''),
};

function drafted(columns: Readonly<Record<string, readonly string[]>>) {
  const yaml = draftContract({
    agency: 'schools',
    dataset: 'bookings',
    headers: Object.keys(columns),
    samples: Object.values(columns),
  });
  const { workspace, findings } = readWorkspace(workspaceFiles({ 'contracts/schools/bookings.yaml': yaml }), {
    folder: 'draft',
    today: TODAY,
  });
  return { yaml, findings, contract: workspace?.contracts.get('schools/bookings') };
}

describe('a drafted contract', () => {
  it('is one that check accepts, save that no agreement names it yet', () => {
    const { findings } = drafted(BOOKINGS);

    expect(findings.map(({ code }) => code)).toEqual(['no_agreement']);
  });

  it('guesses roles, types, formats and the key of a row', () => {
    const { contract } = drafted(BOOKINGS);

    const guesses = contract?.columns.map(({ name, role, type, formats }) =>
      [name, role ?? type, ...formats].join(' '),
    );
    expect(contract?.rowKey).toEqual(['booking_no']);
    expect(guesses).toEqual([
      'booking_no string',
      'inmate_id local_id',
      'last_name surname',
      'dob birth_date M/d/yyyy',
      'soc_sec ssn',
      'contact_2 phone',
      'charge string',
      'case_worker string',
      'notes string',
      'bail number',
      'grade string',
      'released date yyyyMMdd',
      'empty string',
    ]);
  });

  it('keeps codes, numbers, dates and what is coarse of an identifier, and nothing else', () => {
    const { contract } = drafted(BOOKINGS);

    const kept = contract?.columns.flatMap(({ keep }) => keep.map(({ as }) => as));

    expect(kept).toEqual(['birth_year', 'charge', 'bail', 'grade', 'released']);
  });

  it('shows the codes of a column without a role, with their leading zeros', () => {
    const { contract } = drafted(BOOKINGS);

    const codes = contract?.columns.flatMap(({ name, codes }) =>
      codes === undefined ? [] : [[name, ...Object.keys(codes.map).sort()]],
    );

    expect(codes).toEqual([
      ['charge', 'assault', 'other', 'theft'],
      ['grade', '00', '01', '02', '03'],
    ]);
  });

  it('shows no code that only a row or two have, and none of a column with many for its rows', () => {
    const rare = column((row) => (row === 7 ? 'ZZRARE' : `code ${row % 4}`));
    const many = Array.from({ length: 12 }, (_, row) => `ZZMANY${row % 4}`);

    const yamls = [drafted({ Kind: rare }), drafted({ Kind: many })].map(({ yaml }) => yaml);

    expect(yamls.join('')).not.toMatch(/ZZ|property: codes/);
  });

  it('leaves open whether day or month comes first where the values do', () => {
    const { contract, yaml } = drafted({ Visit: column(() => '03/04/2026') });

    expect(contract?.columns[0]?.formats).toEqual(['M/d/yyyy', 'd/M/yyyy']);
    expect(yaml).toContain('Month or day first?');
  });

  it('never shows a value of a column that may be personal, nor one that few rows have', () => {
    const secrets = fc.array(fc.stringMatching(/^ZZ[A-Z]{6}$/), { minLength: 12, maxLength: 40 });
    const headers = fc.constantFrom(
      'Last Name',
      'first_nm',
      'SSN',
      'MRN',
      'Guardian name',
      'Home Address',
      'Phone2',
      'E-mail',
      'Remarks',
      'X1',
    );

    fc.assert(
      fc.property(headers, secrets, (header, values) => {
        const { yaml } = drafted({ [header]: values });

        for (const value of values) expect(yaml).not.toContain(value);
      }),
      { numRuns: 50 },
    );
  });

  it('stands whatever the headers are', () => {
    const headers = fc.uniqueArray(fc.string({ maxLength: 12 }), { minLength: 1, maxLength: 6 });

    fc.assert(
      fc.property(headers, (names) => {
        const { findings } = drafted(Object.fromEntries(names.map((name) => [`${name} `, ['1', '2']])));

        const grave = findings.filter(({ severity, code }) => severity === 'error' && code !== 'duplicate');
        expect(grave).toEqual([]);
      }),
      { numRuns: 100 },
    );
  });
});
