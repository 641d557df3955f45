import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { aBench, aColumn, aContract, type Bench } from './builders.ts';
import { deliver } from './delivering.ts';

let bench: Bench;
beforeAll(async () => {
  bench = await aBench();
});
afterAll(async () => bench[Symbol.asyncDispose]());

const contract = aContract({
  columns: [
    aColumn('client', { required: true, role: 'local_id', maxLength: 3 }),
    aColumn('born', {
      type: 'date',
      formats: ['yyyy-MM-dd', 'M/d/yy'],
      role: 'birth_date',
      invalid: 'missing',
    }),
    aColumn('visited', { type: 'date', minimum: '2026-01-01' }),
    aColumn('site', { codes: { map: { N: 'north', S: 'south' }, severity: 'warning' }, unique: true }),
    aColumn('agreed', { role: 'consent', codes: { map: { Y: 'yes', N: 'no' }, severity: 'error' } }),
  ],
  rowKey: ['client'],
  rules: [
    {
      name: 'born_first',
      expression: 'born <= visited',
      description: 'Nobody comes before birth',
      severity: 'error',
      level: 'row',
    },
  ],
  requiredConsent: ['Y'],
  maxQuarantinedShare: 1,
});

const aClient = fc.constantFrom('1', '2', '3', '4', '', ' ', 'long id', '"');
const aDate = fc.constantFrom('2026-01-02', '1948-11F24', '4/5/42', '', '2025-12-31', '"2026-01-02"');
const aSite = fc.constantFrom('N', 'S', 'X', '', '"N', 'N"', '"a,b"', '"a\nb"');
const aConsent = fc.constantFrom('Y', 'Y', 'N', '', 'maybe');
const aLine = fc.oneof(
  { weight: 8, arbitrary: fc.tuple(aClient, aDate, aDate, aSite, aConsent).map((cells) => cells.join(',')) },
  { weight: 1, arbitrary: fc.constantFrom('', ',,,,', '1', '1,,,,Y,', '5,,,,Y,more', '"') },
);
const aFile = fc
  .tuple(fc.array(aLine, { minLength: 1, maxLength: 12 }), fc.constantFrom('\n', '\r\n'))
  .map(([lines, newline]) => ['client,born,visited,site,agreed', ...lines, ''].join(newline));

describe('every row that was read', () => {
  it('is accepted, in quarantine or withheld, and no two of them, whatever the file is like', async () => {
    let deliveries = 0;
    await fc.assert(
      fc.asyncProperty(aFile, async (file) => {
        deliveries += 1;

        const { receipt, accepted } = await deliver(bench, {
          contract,
          file,
          agreement: `dsa-${deliveries}`,
        });

        const { read, accepted: taken, quarantined, withheld } = receipt.rows;
        expect(taken + quarantined + withheld).toBe(read);
        expect(accepted).toHaveLength(taken);
        expect(new Set(accepted.map((row) => row['row_number'])).size).toBe(taken);
      }),
      { numRuns: 40 },
    );
  });
});
