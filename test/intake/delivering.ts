import * as intake from '../../lib/intake/intake.ts';
import { silent } from '../../lib/ports/progress.ts';
import type { SqlRow } from '../../lib/ports/query-engine.ts';
import { type Contract, type DatasetId, dueDate, parsePeriod } from '../../lib/workspace/workspace.ts';
import { AT_NOON, type Bench, CALENDAR, writtenTable } from './builders.ts';

export interface Delivered {
  readonly receipt: intake.Receipt;
  readonly seenBefore: boolean;
  /** Rows that the next step would get; none where the file was rejected. */
  readonly accepted: readonly SqlRow[];
  readonly delivery?: intake.DeliveryRef;
}

export interface Delivering {
  readonly contract: Contract;
  readonly file: readonly (readonly string[])[] | Uint8Array | string;
  readonly period?: string;
  readonly agreement?: string | null;
  /** Default: `v1`. */
  readonly keyVersion?: string;
  readonly name?: string;
  readonly contracts?: ReadonlyMap<DatasetId, Contract>;
}

/** Takes a file through the steps of intake as the workflow does, tokens aside. */
export async function deliver({ landing, workbench }: Bench, options: Delivering): Promise<Delivered> {
  const {
    contract,
    file,
    period = '2026-Q1',
    agreement = 'dsa-1',
    keyVersion = 'v1',
    name = 'visits.csv',
    contracts = new Map(),
  } = options;
  const bytes = typeof file === 'string' || file instanceof Uint8Array ? file : writtenTable(file);
  const key = `incoming/${contract.dataset}/${period}/d${'0'.repeat(20)}/${intake.safeFileName(name)}`;
  await landing.put(key, bytes);
  const received = await intake.receiveDelivery({
    landing,
    contract,
    period,
    key,
    agreement,
    keyVersion: async () => keyVersion,
    clock: AT_NOON,
  });
  if (received.seenBefore) return { receipt: received.receipt, seenBefore: true, accepted: [] };
  const { delivery } = received;
  const due = dueDate(parsePeriod(period, CALENDAR), contract.dueDays);
  if (agreement === null) {
    const receipt = await intake.refuseDelivery({
      delivery,
      contract,
      landing,
      missing: 'No agreement names clinic/visits.',
    });
    return { receipt, seenBefore: false, accepted: [], delivery };
  }
  const reading = await intake.readDelivery({ delivery, contract, landing, due });
  const answer = { delivery, contract, landing, agreement };
  if (!reading.readable)
    return { receipt: await intake.answerDelivery(answer), seenBefore: false, accepted: [], delivery };
  const earlier = await intake.earlierDeliveries(landing, contract, period, CALENDAR, contracts);
  const validation = await intake.validateDelivery({
    delivery,
    contract,
    landing,
    plan: reading.plan,
    workbench,
    earlier,
    progress: silent,
  });
  if (validation.rejected)
    return { receipt: await intake.answerDelivery(answer), seenBefore: false, accepted: [], delivery };
  const select = await intake.openAccepted({ delivery, contract, landing, plan: validation.plan, workbench });
  const accepted = await workbench.rows(`SELECT * FROM (${select}) ORDER BY row_number`);
  const replaces = await intake.deliveryToReplace(landing, delivery);
  const changes = { added: accepted.length, changed: 0, removed: 0, unchanged: 0 };
  return {
    receipt: await intake.answerDelivery({
      ...answer,
      taken: { changes, keyVersion, ...(replaces ? { replaces } : {}) },
    }),
    seenBefore: false,
    accepted,
    delivery,
  };
}

/** The text of an object in the landing zone. */
export async function textOf({ landing }: Bench, key: string): Promise<string> {
  return Buffer.from(await landing.get(key)).toString('utf8');
}
