import { z } from 'zod';
import { ObjectNotFound, PreconditionFailed } from '../../errors/storage-errors.ts';
import type { ObjectStore } from '../../ports/object-store.ts';
import { BudgetLedgerBusy, BudgetLedgerDamaged, BudgetMissing, BudgetOverdrawn } from './errors.ts';
import { exceeds, fromDecimal, plus, type Rational, rational, toNumber } from './rational.ts';

/** An owner of data and what it allows to be spent of its people's privacy, over all time; null: nothing. */
export interface PrivacyBudget {
  readonly agency: string;
  readonly rho: number | null;
}

/** What a release is about to spend on one indicator. */
export interface Spending {
  readonly release: string;
  readonly indicator: string;
  /** Of everything that determines the noise: see `noiseDigest`. The same digest has the same noise. */
  readonly digest: string;
  readonly rho: number;
}

/** One entry of the ledger. */
const Entry = z.strictObject({
  number: z.int().positive(),
  release: z.string(),
  indicator: z.string(),
  digest: z.string(),
  rho: z.number().positive(),
  /** Who is charged. */
  agencies: z.array(z.string()),
});
export type LedgerEntry = z.output<typeof Entry>;

/** Where the entries lie in the audit zone, one object each, numbered without gaps. */
const FOLDER = 'privacy/';
/** So often may somebody else take the number that was about to be written. */
const TRIES = 50;

/**
 * Charges every owner what an indicator spends, all of them in one write; to be called before anything noisy is
 * written. What was charged once with the same digest is free: it is the same noise, so nothing more is learnt.
 * @returns the entry, or null where nothing was left to charge
 * @throws BudgetMissing, BudgetOverdrawn, BudgetLedgerDamaged, BudgetLedgerBusy
 */
export async function spendPrivacy(
  store: ObjectStore,
  owners: readonly PrivacyBudget[],
  spending: Spending,
): Promise<LedgerEntry | null> {
  for (let tries = 0; tries < TRIES; tries += 1) {
    const entries = await readLedger(store);
    const charged = new Set(entries.filter(isSame(spending)).flatMap(({ agencies }) => agencies));
    const toCharge = owners.filter(({ agency }) => !charged.has(agency));
    if (toCharge.length === 0) return null;
    for (const owner of toCharge) refuseOverdraft(owner, spentBy(entries, owner.agency), spending);
    const entry: LedgerEntry = {
      number: entries.length + 1,
      release: spending.release,
      indicator: spending.indicator,
      digest: spending.digest,
      rho: spending.rho,
      agencies: [...new Set(toCharge.map(({ agency }) => agency))].sort(),
    };
    try {
      await store.put(keyOf(entry.number), `${JSON.stringify(Entry.parse(entry), undefined, 1)}\n`, {
        ifAbsent: true,
      });
      return entry;
    } catch (error) {
      if (!(error instanceof PreconditionFailed)) throw error;
    }
  }
  throw new BudgetLedgerBusy();
}

/** All entries in their order. @throws BudgetLedgerDamaged where one is missing or is not what it should be */
export async function readLedger(store: ObjectStore): Promise<readonly LedgerEntry[]> {
  const listed = await store.list(FOLDER);
  return Promise.all(
    listed.map(async ({ key }, at) => {
      const number = at + 1;
      if (key !== keyOf(number)) throw new BudgetLedgerDamaged({ entry: number });
      const entry = Entry.safeParse(await readJson(store, key));
      if (!entry.success || entry.data.number !== number) throw new BudgetLedgerDamaged({ entry: number });
      return entry.data;
    }),
  );
}

/** What an owner's budget has been charged so far. */
export function spentBy(entries: readonly LedgerEntry[], agency: string): Rational {
  return entries
    .filter(({ agencies }) => agencies.includes(agency))
    .reduce((sum, { rho }) => plus(sum, fromDecimal(rho)), rational(0));
}

function isSame({ indicator, digest, rho }: Spending): (entry: LedgerEntry) => boolean {
  return (entry) => entry.indicator === indicator && entry.digest === digest && entry.rho === rho;
}

function refuseOverdraft({ agency, rho }: PrivacyBudget, spent: Rational, spending: Spending): void {
  const { indicator } = spending;
  if (rho === null) throw new BudgetMissing({ agency, indicator });
  const budget = fromDecimal(rho);
  const after = plus(spent, fromDecimal(spending.rho));
  if (!exceeds(after, budget)) return;
  const left = exceeds(spent, budget)
    ? rational(0)
    : rational(budget.over * spent.under - spent.over * budget.under, budget.under * spent.under);
  throw new BudgetOverdrawn({
    agency,
    indicator,
    budget: rho,
    spent: toNumber(spent),
    asked: spending.rho,
    left: toNumber(left),
  });
}

/** Eight digits, so that the order of keys is the order of numbers. */
function keyOf(number: number): string {
  return `${FOLDER}${String(number).padStart(8, '0')}.json`;
}

async function readJson(store: ObjectStore, key: string): Promise<unknown> {
  try {
    return JSON.parse(new TextDecoder().decode(await store.get(key)));
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof ObjectNotFound) return null;
    throw error;
  }
}
