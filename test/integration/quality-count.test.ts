import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { quotient, showShare } from '../../lib/integration/quality-count.ts';
import { qualityPolicy } from '../../lib/integration/quality-policy.ts';
import { aContract, anAgency, aPlan, aWorkspace, POLICY } from './county.ts';

const counts = fc.record({
  affected: fc.bigInt({ min: 0n, max: 5000n }),
  rest: fc.bigInt({ min: 0n, max: 5000n }),
});
const policies = fc.record({ threshold: fc.integer({ min: 1, max: 60 }), hidesZero: fc.boolean() });

function policyOf(threshold: number, zeros: 'published' | 'protected' = 'published') {
  const workspace = aWorkspace([aContract('a/one', [])], {
    agencies: [anAgency('a', { ...POLICY, threshold, zeros })],
  });
  return qualityPolicy(aPlan([]), workspace, aContract('a/one', []));
}

/** Every count of records and affected that would be shown in the same way. */
function lookAlikes(
  records: bigint,
  affected: bigint,
  policy: ReturnType<typeof policyOf>,
): { records: bigint; affected: bigint }[] {
  const shown = JSON.stringify(showShare(records, affected, policy), (_key, value) =>
    typeof value === 'bigint' ? String(value) : value,
  );
  const around = (count: bigint) =>
    Array.from({ length: 2 * policy.base + 1 }, (_, at) => count + BigInt(at - policy.base));
  return around(records).flatMap((r) =>
    around(affected)
      .filter((a) => a >= 0n && a <= r)
      .filter(
        (a) =>
          JSON.stringify(showShare(r, a, policy), (_key, value) =>
            typeof value === 'bigint' ? String(value) : value,
          ) === shown,
      )
      .map((a) => ({ records: r, affected: a })),
  );
}

describe('a share in a quality table', () => {
  it('is never shown where the part, the rest or the whole is small', () => {
    fc.assert(
      fc.property(counts, policies, ({ affected, rest }, { threshold, hidesZero }) => {
        const records = affected + rest;

        const shown = showShare(
          records,
          affected,
          policyOf(threshold, hidesZero ? 'protected' : 'published'),
        );

        const small = [records, affected, rest].some(
          (count) => count < BigInt(threshold) && (hidesZero || count > 0n),
        );
        expect(shown.status).toBe(small ? 'suppressed' : 'published');
        expect(shown.affected === null).toBe(small);
      }),
    );
  });

  it('leaves open as many values of every part as a suppressed cell has, unless the part is none or all', () => {
    const policy = policyOf(11);

    fc.assert(
      fc.property(
        fc.bigInt({ min: 200n, max: 900n }),
        fc.bigInt({ min: 40n, max: 150n }),
        (records, affected) => {
          const possible = lookAlikes(records, affected, policy);

          expect(new Set(possible.map((one) => one.affected)).size).toBeGreaterThanOrEqual(10);
          expect(new Set(possible.map((one) => one.records - one.affected)).size).toBeGreaterThanOrEqual(10);
        },
      ),
      { numRuns: 20 },
    );
  });

  it('shows a zero only where there is none', () => {
    const policy = policyOf(11);

    expect(showShare(500n, 0n, policy)).toEqual({
      records: 500n,
      affected: 0n,
      share: '0.0000',
      status: 'published',
    });
    expect(showShare(500n, 12n, policy)).toEqual({
      records: 500n,
      affected: 25n,
      share: '0.0500',
      status: 'published',
    });
    expect(showShare(500n, 10n, policy).status).toBe('suppressed');
  });

  it('is rounded half up to four places', () => {
    expect([
      quotient(1n, 3n),
      quotient(2n, 3n),
      quotient(1n, 20_000n),
      quotient(0n, 5n),
      quotient(1n, 0n),
    ]).toEqual(['0.3333', '0.6667', '0.0001', '0.0000', null]);
  });
});

describe('the rule for a dataset', () => {
  it('is the strictest of its owner and of the agreements in force that name it', () => {
    const contract = aContract('a/one', []);
    const agreement = (id: string, threshold: number) => ({
      id,
      title: id,
      parties: ['a'],
      datasets: [contract.id],
      purpose: 'indicators' as const,
      indicators: ['*'],
      authority: 'law',
      effective: '2025-01-01',
      expires: '2027-01-01',
      retentionDays: 100,
      policy: { ...POLICY, threshold },
      signatories: [],
    });
    const workspace = aWorkspace([contract], { agreements: [agreement('all', 16), agreement('lapsed', 50)] });
    const plan = aPlan([], { scopes: [{ id: 'all', agreements: ['all'], datasets: [contract.id] }] });

    const { threshold, base } = qualityPolicy(plan, workspace, contract);

    expect([threshold, base]).toEqual([16, 50]);
  });

  it('rounds as coarsely as an owner has counts rounded', () => {
    const contract = aContract('a/one', []);
    const workspace = aWorkspace([contract]);
    const rounding = { ...POLICY, threshold: 1, suppress: false, rounding: { base: 10 } };
    const collaborative = { ...workspace.collaborative, policy: rounding };

    const { base } = qualityPolicy(aPlan([]), { ...workspace, agencies: new Map(), collaborative }, contract);

    expect(base).toBe(10);
  });

  it('leaves datasets that are not of people as they are', () => {
    const seats = aContract('a/seats', [], { ofPeople: false });

    const policy = qualityPolicy(aPlan([]), aWorkspace([seats]), seats);

    expect(showShare(7n, 3n, policy)).toEqual({
      records: 7n,
      affected: 3n,
      share: '0.4286',
      status: 'published',
    });
  });
});
