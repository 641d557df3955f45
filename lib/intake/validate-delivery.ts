import { z } from 'zod';
import type { ObjectStore } from '../ports/object-store.ts';
import type { Progress } from '../ports/progress.ts';
import type { Workbench } from '../ports/workbench.ts';
import { quoteName, quoteText } from '../sql/quote.ts';
import type { Contract } from '../workspace/model.ts';
import type { IsoDate } from '../workspace/workspace.ts';
import { bornBy } from './born-by.ts';
import { deliveryKeys } from './delivery.ts';
import { type DeliveryRef, readingSameFile } from './delivery-ref.ts';
import { type Earlier, examine } from './examine.ts';
import type { Finding } from './finding.ts';
import { levelRuns, levelsAfterFailedFile, NO_ROWS, Outcome, RowCounts } from './outcome.ts';
import { profileFile } from './profile-file.ts';
import { writeFileFindings, writeQuarantine } from './quarantine.ts';
import { ReadPlan } from './read-plan.ts';
import { openSource } from './source.ts';
import { typedRows } from './typed-rows.ts';

/** Whether a delivered file can be read, and how. */
export const Reading = z.discriminatedUnion('readable', [
  z.strictObject({ readable: z.literal(true), plan: ReadPlan }),
  z.strictObject({ readable: z.literal(false) }),
]);
export type Reading = z.infer<typeof Reading>;

/** What the checks say about a delivery; the findings themselves are kept in the landing zone. */
export const Validation = z.strictObject({
  rejected: z.boolean(),
  rows: RowCounts,
  /** Causes that are warnings. */
  warnings: z.int().nonnegative(),
  /** How the accepted rows are to be read. */
  plan: ReadPlan,
});
export type Validation = z.infer<typeof Validation>;

export interface ReadInput {
  readonly delivery: DeliveryRef;
  readonly contract: Contract;
  readonly landing: ObjectStore;
}

export interface ReadFileInput extends ReadInput {
  /** The last day on which a delivery for its period is in time. */
  readonly due: IsoDate;
}

/** Finds out what the delivered file is, and keeps what was found for the receipt. */
export async function readDelivery({ delivery, contract, landing, due }: ReadFileInput): Promise<Reading> {
  const keys = deliveryKeys(delivery);
  const profile = await readingSameFile(landing, delivery, () =>
    profileFile(landing, delivery.key, contract),
  );
  const findings = [...profile.findings];
  const levels = profile.readable ? levelRuns({}) : levelsAfterFailedFile();
  await storeOutcome(landing, keys.outcome, { rejected: !profile.readable, rows: NO_ROWS, findings, levels });
  const arrived = delivery.receivedAt.slice(0, 10);
  if (profile.readable) return { readable: true, plan: { ...profile.plan, bornBy: bornBy(arrived, due) } };
  await writeFileFindings(findings, landing, keys.findings);
  return { readable: false };
}

export interface ValidateInput extends ReadInput {
  readonly plan: ReadPlan;
  readonly workbench: Workbench;
  readonly earlier: Earlier;
  readonly progress: Progress;
}

/**
 * Checks a readable delivery at every level, and leaves quarantined rows, findings and the numbers of the rows
 * that were not accepted in the landing zone.
 */
export async function validateDelivery(input: ValidateInput): Promise<Validation> {
  const { delivery, contract, landing, workbench, earlier, progress } = input;
  const keys = deliveryKeys(delivery);
  const found = await loadFileFindings(landing, keys.outcome);
  const file = { store: landing, key: delivery.key, plan: input.plan };
  const { outcome, plan } = await readingSameFile(landing, delivery, async () => {
    const { deliveryId } = delivery;
    const examined = await examine({
      contract,
      file,
      deliveryId,
      findings: found,
      workbench,
      earlier,
      progress,
    });
    await writeQuarantine(examined.examination, examined.plan, examined.outcome.findings, landing, keys);
    return examined;
  });
  await storeOutcome(landing, keys.outcome, outcome);
  const warnings = outcome.findings.filter(({ severity }) => severity === 'warning').length;
  return { rejected: outcome.rejected, rows: outcome.rows, warnings, plan };
}

export interface AcceptedInput extends ReadInput {
  /** From the validation, not from the reading. */
  readonly plan: ReadPlan;
  readonly workbench: Workbench;
}

/**
 * The accepted rows of a validated delivery: a DuckDB SELECT of `row_number` and the contract's columns by name,
 * typed (text trimmed, empty is null; bigint; decimal(18,4); date; boolean). Good while the workbench lives; rows
 * come in the order of the file.
 * @throws ObjectNotFound where the delivery was not validated; DeliverySuperseded
 */
export async function openAccepted(input: AcceptedInput): Promise<string> {
  const { delivery, contract, landing, plan, workbench } = input;
  const source = await readingSameFile(landing, delivery, () =>
    openSource(workbench, { store: landing, key: delivery.key, plan }, contract),
  );
  const excluded = await workbench.open(landing, deliveryKeys(delivery).excluded);
  const columns = ['row_number', ...contract.columns.map(({ name }) => quoteName(name))].join(', ');
  return [
    `SELECT ${columns} FROM (${typedRows(contract, source, plan.bornBy)}) AS typed`,
    `WHERE row_number NOT IN (SELECT row_number FROM read_parquet(${quoteText(excluded)}))`,
  ].join('\n');
}

/** What was found about a delivery so far. @throws ObjectNotFound where it was never read */
export async function loadOutcome(landing: ObjectStore, delivery: DeliveryRef): Promise<Outcome> {
  return Outcome.parse(await readJson(landing, deliveryKeys(delivery).outcome));
}

/** What reading the file found; a second try of the validation does not take over what the first one added. */
async function loadFileFindings(landing: ObjectStore, key: string): Promise<readonly Finding[]> {
  const { findings } = Outcome.parse(await readJson(landing, key));
  return findings.filter(({ code }) => FILE_CODES.has(code));
}

/** Codes that reading makes of a readable file. */
const FILE_CODES: ReadonlySet<string> = new Set([
  'column_absent',
  'column_unknown',
  'rows_blank',
  'encoding_fallback',
]);

async function storeOutcome(landing: ObjectStore, key: string, outcome: Outcome): Promise<void> {
  await landing.put(key, `${JSON.stringify(outcome)}\n`);
}

async function readJson(landing: ObjectStore, key: string): Promise<unknown> {
  return JSON.parse(Buffer.from(await landing.get(key)).toString('utf8'));
}
