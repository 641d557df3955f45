import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BudgetLedgerDamaged, BudgetMissing, BudgetOverdrawn } from '../../../lib/disclosure/noise/errors.ts';
import { readLedger, type Spending, spendPrivacy, spentBy } from '../../../lib/disclosure/noise/ledger.ts';
import { exceeds, fromDecimal } from '../../../lib/disclosure/noise/rational.ts';
import { MemoryStore } from '../../adapters/aws/memory-store.ts';

const CLINIC = { agency: 'clinic', rho: 0.3 };
const SCHOOLS = { agency: 'schools', rho: 1 };

function aSpending(given: Partial<Spending> = {}): Spending {
  return { release: '0001', indicator: 'enrolment', digest: 'aaaa', rho: 0.1, ...given };
}

describe('the privacy ledger', () => {
  it('charges every owner until one has nothing left, to the last digit', async () => {
    const store = new MemoryStore();
    const spend = (digest: string) => spendPrivacy(store, [CLINIC, SCHOOLS], aSpending({ digest }));
    await spend('a');
    await spend('b');
    await spend('c');

    const fourth = spend('d');

    await expect(fourth).rejects.toThrow(BudgetOverdrawn);
    await expect(fourth).rejects.toThrow(/'clinic', which has 0 left \(0\.3 of 0\.3 is spent\)/);
    expect(await readLedger(store)).toHaveLength(3);
  });

  it('charges nobody where one owner cannot pay', async () => {
    const store = new MemoryStore();

    await expect(spendPrivacy(store, [SCHOOLS, CLINIC], aSpending({ rho: 0.5 }))).rejects.toThrow(
      BudgetOverdrawn,
    );

    expect(store.objects.size).toBe(0);
  });

  it('charges a retry nothing: the same data have the same noise', async () => {
    const store = new MemoryStore();
    await spendPrivacy(store, [CLINIC], aSpending());

    const again = await spendPrivacy(store, [CLINIC], aSpending({ release: '0002' }));

    expect(again).toBeNull();
    expect(await readLedger(store)).toHaveLength(1);
  });

  it('charges a retry nothing even where the budget is used up', async () => {
    const store = new MemoryStore();
    await spendPrivacy(store, [CLINIC], aSpending({ rho: 0.3 }));

    await expect(spendPrivacy(store, [CLINIC], aSpending({ rho: 0.3 }))).resolves.toBeNull();
  });

  it('charges other data of the same release anew', async () => {
    const store = new MemoryStore();
    await spendPrivacy(store, [CLINIC], aSpending());

    await spendPrivacy(store, [CLINIC], aSpending({ digest: 'bbbb' }));

    expect(spentBy(await readLedger(store), 'clinic')).toEqual(fromDecimal(0.2));
  });

  it('charges an owner who joins later, and the others not again', async () => {
    const store = new MemoryStore();
    await spendPrivacy(store, [CLINIC], aSpending());

    const entry = await spendPrivacy(store, [CLINIC, SCHOOLS], aSpending());

    expect(entry?.agencies).toEqual(['schools']);
  });

  it('refuses an owner that has set no budget', async () => {
    const spending = spendPrivacy(new MemoryStore(), [{ agency: 'courts', rho: null }], aSpending());

    await expect(spending).rejects.toThrow(BudgetMissing);
  });

  it('lets two at once not overdraw', async () => {
    const store = new MemoryStore();
    const asked = ['a', 'b', 'c', 'd', 'e'].map((digest) =>
      spendPrivacy(store, [CLINIC], aSpending({ digest })),
    );

    const answers = await Promise.allSettled(asked);

    expect(answers.filter(({ status }) => status === 'fulfilled')).toHaveLength(3);
    expect(spentBy(await readLedger(store), 'clinic')).toEqual(fromDecimal(0.3));
  });

  it('never holds more than a budget, whatever is asked at once and again', async () => {
    const asking = fc.record({
      digest: fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f'),
      rho: fc.constantFrom(0.01, 0.07, 0.1, 0.13),
      owners: fc.constantFrom([CLINIC], [SCHOOLS], [CLINIC, SCHOOLS]),
    });

    await fc.assert(
      fc.asyncProperty(fc.array(fc.array(asking, { maxLength: 4 }), { maxLength: 5 }), async (rounds) => {
        const store = new MemoryStore();

        for (const round of rounds) {
          await Promise.allSettled(
            round.map(({ owners, ...spending }) => spendPrivacy(store, owners, aSpending(spending))),
          );
        }

        const entries = await readLedger(store);
        for (const { agency, rho } of [CLINIC, SCHOOLS])
          expect(exceeds(spentBy(entries, agency), fromDecimal(rho))).toBe(false);
        const charges = entries.flatMap(({ digest, rho, agencies }) =>
          agencies.map((agency) => `${digest} ${rho} ${agency}`),
        );
        expect(new Set(charges).size).toBe(charges.length);
      }),
    );
  });

  it('stops everything where an entry is gone or is not what it should be', async () => {
    const [gone, garbled] = [new MemoryStore(), new MemoryStore()];
    for (const store of [gone, garbled]) {
      for (const digest of ['a', 'b']) await spendPrivacy(store, [SCHOOLS], aSpending({ digest }));
    }
    await gone.delete('privacy/00000001.json');
    await garbled.put('privacy/00000002.json', '{"number": 2, "rho": -1}');

    for (const store of [gone, garbled]) {
      await expect(spendPrivacy(store, [SCHOOLS], aSpending({ digest: 'c' }))).rejects.toThrow(
        BudgetLedgerDamaged,
      );
    }
  });
});
