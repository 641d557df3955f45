import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { deliveryTimes, retentionDays } from '../../lib/stacks/delivery-times.ts';
import { spans } from '../../lib/stacks/retention.ts';
import {
  type Agreement,
  addDays,
  type DatasetId,
  type IsoDate,
  inForce,
} from '../../lib/workspace/workspace.ts';

const DATASETS: readonly DatasetId[] = ['clinic/patients', 'clinic/visits', 'clinic/staff'];

function anAgreement(parts: Partial<Agreement> = {}): Agreement {
  return {
    id: 'small',
    title: 'Small',
    parties: ['clinic'],
    datasets: ['clinic/patients'],
    purpose: 'indicators',
    indicators: [],
    authority: 'none',
    effective: '2026-01-01',
    expires: '2026-12-31',
    retentionDays: 365,
    signatories: [{ name: 'Cleo Owner', agency: 'clinic', date: '2025-12-01' }],
    ...parts,
  };
}

const days = fc.integer({ min: 0, max: 60 }).map((day) => addDays('2026-01-01', day));
const agreements = fc.array(
  fc.record({
    datasets: fc.subarray([...DATASETS], { minLength: 1 }),
    effective: days,
    expires: days,
    signatories: fc.array(
      fc.record({ name: fc.constant('A'), agency: fc.constantFrom('clinic', 'school'), date: days }),
      { maxLength: 4 },
    ),
    parties: fc.subarray(['clinic', 'school'], { minLength: 1 }),
  }),
  { maxLength: 4 },
);

describe('when datasets may be delivered', () => {
  it('is on the days on which an agreement that names them is in force, and on no others', () => {
    fc.assert(
      fc.property(agreements, days, fc.constantFrom(...DATASETS), (parts, day: IsoDate, dataset) => {
        const all = parts.map((part, at) => anAgreement({ id: `a${at}`, ...part }));

        const times = deliveryTimes(DATASETS, all);

        const open = times.some(
          ({ from, until, datasets }) => datasets.includes(dataset) && from <= day && day < until,
        );
        const agreed = all.some(
          (agreement) => agreement.datasets.includes(dataset) && inForce(agreement, day),
        );
        expect(open).toBe(agreed);
      }),
    );
  });

  it('is one stretch where one agreement follows another, and two where a day lies between', () => {
    const first = anAgreement({ expires: '2026-03-31' });
    const renewed = anAgreement({ id: 'renewed', effective: '2026-04-01' });
    const later = anAgreement({ id: 'later', effective: '2026-04-02' });

    const seamless = deliveryTimes(['clinic/patients'], [renewed, first]);
    const interrupted = deliveryTimes(['clinic/patients'], [later, first]);

    expect(seamless).toEqual([{ from: '2026-01-01', until: '2027-01-01', datasets: ['clinic/patients'] }]);
    expect(interrupted.map(({ from, until }) => [from, until])).toEqual([
      ['2026-01-01', '2026-04-01'],
      ['2026-04-02', '2027-01-01'],
    ]);
  });

  it('begins with the last signature, where that came after the first day', () => {
    const late = anAgreement({ signatories: [{ name: 'Cleo', agency: 'clinic', date: '2026-02-10' }] });

    const [time] = deliveryTimes(['clinic/patients'], [late]);

    expect(time?.from).toBe('2026-02-10');
  });
});

describe('how long deliveries are kept', () => {
  it('is the shortest time of all agreements that name the dataset, those that are over included', () => {
    const all = [
      anAgreement({ retentionDays: 500 }),
      anAgreement({ id: 'over', expires: '2026-01-02', retentionDays: 90 }),
      anAgreement({ id: 'other', datasets: ['clinic/visits'], retentionDays: 5 }),
    ];

    expect(retentionDays('clinic/patients', all)).toBe(90);
    expect(retentionDays('clinic/staff', all)).toBeUndefined();
  });

  it('counts the days for which an expired version lies there as a replaced one', () => {
    fc.assert(
      fc.property(fc.integer({ min: 2, max: 4000 }), (allowed) => {
        const { current, replaced } = spans(allowed);

        expect(current + replaced).toBe(allowed);
        expect(Math.min(current, replaced)).toBeGreaterThanOrEqual(1);
      }),
    );
  });
});
