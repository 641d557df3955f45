import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ObjectNotFound } from '../../lib/errors/storage-errors.ts';
import { claimFile, releaseClaim, reserveNumber } from '../../lib/intake/claims.ts';
import { DeliverySuperseded } from '../../lib/intake/errors.ts';
import {
  type Arrival,
  answerDelivery,
  type DeliveryRef,
  deliveryToReplace,
  placeOf,
  readDelivery,
  receiptKeyOf,
  receiveArrival,
} from '../../lib/intake/intake.ts';
import type { ObjectStore } from '../../lib/ports/object-store.ts';
import type { Workspace } from '../../lib/workspace/workspace.ts';
import { AT_NOON, aBench, aContract, type Bench, CALENDAR, writtenTable } from './builders.ts';
import { textOf } from './delivering.ts';

let bench: Bench;
beforeEach(async () => {
  bench = await aBench();
});
afterEach(async () => bench[Symbol.asyncDispose]());

const CONTRACT = aContract();
const workspace = {
  collaborative: { calendar: CALENDAR },
  contracts: new Map([
    ['clinic/visits', CONTRACT],
    ['school/pupils', aContract({ id: 'school/pupils', agency: 'school', dataset: 'pupils' })],
  ]),
} as unknown as Workspace;
const KEY = 'incoming/visits/2026-Q1/visits.csv';
const FILE = writtenTable([
  ['client', 'surname', 'visited', 'site'],
  ['1', 'Lee', '2026-01-02', 'N'],
]);
const OTHER = writtenTable([
  ['client', 'surname', 'visited', 'site'],
  ['2', 'Ng', '2026-01-03', 'S'],
]);

/** An agency puts a file, as a bucket would announce it. */
const putFile = async (bytes: Uint8Array, key = KEY) => ({
  key,
  version: (await bench.landing.put(key, bytes)).version,
});

async function arrive(
  file: { readonly key: string; readonly version?: string },
  { execution = 'e1', landing = bench.landing as ObjectStore, agreement = 'dsa-1' as string | null } = {},
): Promise<Arrival> {
  return receiveArrival({
    ...file,
    landing,
    workspace,
    agency: 'clinic',
    execution,
    agreementOf: () => agreement,
    keyVersion: async () => 'v1',
    clock: AT_NOON,
  });
}

async function newDelivery(
  file: { readonly key: string; readonly version?: string },
  execution = 'e1',
): Promise<DeliveryRef> {
  const arrival = await arrive(file, { execution });
  if (arrival.arrived !== 'new') throw new Error(`It is ${arrival.arrived}.`);
  return arrival.delivery;
}

/** Ends a delivery with a receipt, as if all of it had been taken in. */
async function answer(delivery: DeliveryRef, overtakenBy?: DeliveryRef) {
  const reading = await readDelivery({
    delivery,
    contract: CONTRACT,
    landing: bench.landing,
    due: '2026-04-30',
  });
  expect(reading.readable).toBe(true);
  const replaces = await deliveryToReplace(bench.landing, delivery);
  return answerDelivery({
    delivery,
    contract: CONTRACT,
    landing: bench.landing,
    agreement: 'dsa-1',
    taken: {
      changes: { added: 1, changed: 0, removed: 0, unchanged: 0 },
      keyVersion: 'v1',
      ...(replaces === undefined ? {} : { replaces }),
      ...(overtakenBy === undefined
        ? {}
        : { overtakenBy: { delivery_id: overtakenBy.deliveryId, number: overtakenBy.number } }),
    },
  });
}

/** A store in which something happens just before a call of one method. */
function justBefore(
  method: 'get' | 'put' | 'head' | 'read',
  at: number,
  happens: () => Promise<unknown>,
): ObjectStore {
  let calls = 0;
  return new Proxy(bench.landing as ObjectStore, {
    get(store, name) {
      const value = Reflect.get(store, name);
      if (typeof value !== 'function') return value;
      if (name !== method) return value.bind(store);
      if (name === 'read') {
        return async function* (key: string) {
          calls += 1;
          if (calls === at) await happens();
          yield* store.read(key);
        };
      }
      return async (...given: readonly unknown[]) => {
        calls += 1;
        if (calls === at) await happens();
        return Reflect.apply(value, store, given);
      };
    },
  });
}

describe('a file that arrives', () => {
  it('is of the dataset and period of its folder, under whatever name and in whatever folder below', async () => {
    const file = await putFile(FILE, 'incoming/visits/2026-Q1/from our system/March (final).csv');

    const delivery = await newDelivery(file);

    expect(delivery).toMatchObject({
      agency: 'clinic',
      dataset: 'visits',
      period: '2026-Q1',
      number: 1,
      version: file.version,
      file: { name: 'March (final).csv' },
    });
  });

  it('is looked at once, however often its event comes', async () => {
    const file = await putFile(FILE);
    await newDelivery(file, 'e1');

    const second = await arrive(file, { execution: 'e2' });

    expect(second).toEqual({ arrived: 'nothing' });
  });

  it('is the very same delivery when a step of its own execution is repeated', async () => {
    const file = await putFile(FILE);
    const first = await newDelivery(file);

    const again = await newDelivery(file);

    expect(again).toEqual(first);
  });

  it('is looked at anew under the same key, and is the next delivery where its bytes are others', async () => {
    const first = await newDelivery(await putFile(FILE));
    await answer(first);

    const second = await newDelivery(await putFile(OTHER), 'e2');

    expect(second.number).toBe(2);
    expect((await answer(second)).replaces).toBe(first.deliveryId);
  });

  it('gets the receipt again, byte for byte, where its bytes are those of the newest delivery', async () => {
    const receipt = await answer(await newDelivery(await putFile(FILE)));
    const receiptKey = receiptKeyOf(receipt);
    const [text, version] = [
      await textOf(bench, receiptKey),
      (await bench.landing.head(receiptKey))?.version,
    ];

    const again = await arrive(await putFile(FILE), { execution: 'e2' });

    expect(again).toEqual({ arrived: 'again', receiptKey });
    expect(await textOf(bench, receiptKey)).toBe(text);
    expect((await bench.landing.head(receiptKey))?.version).not.toBe(version);
  });

  it('is passed over where a newer one has taken its place, which is looked at by itself', async () => {
    const older = await putFile(FILE);
    const newer = await putFile(OTHER);

    expect(await arrive(older, { execution: 'e1' })).toEqual({ arrived: 'nothing' });
    expect(await arrive(newer, { execution: 'e2' })).toMatchObject({
      arrived: 'new',
      delivery: { number: 1 },
    });
  });

  it('can be started again once its claim is let go, and not before', async () => {
    const file = await putFile(FILE);
    await newDelivery(file, 'e1');

    await releaseClaim(bench.landing, { ...file, execution: 'e2' });
    const early = await arrive(file, { execution: 'e2' });
    await releaseClaim(bench.landing, { ...file, execution: 'e1' });
    const late = await arrive(file, { execution: 'e2' });

    expect(early).toEqual({ arrived: 'nothing' });
    expect(late).toMatchObject({ arrived: 'new', delivery: { number: 2 } });
  });

  it('is nothing where it is only the marker of a folder', async () => {
    expect(await arrive({ key: 'incoming/visits/2026-Q1/', version: 'v' })).toEqual({ arrived: 'nothing' });
  });

  it('leaves no claim on a host where nothing else happens at the same time', async () => {
    const { key } = await putFile(FILE);

    await newDelivery({ key });

    expect((await bench.landing.list('')).map((one) => one.key)).toEqual([KEY]);
  });

  it.each([
    ['incoming/visits.csv', 'folder_unknown'],
    ['incoming/visits/visits.csv', 'folder_unknown'],
    ['other/visits/2026-Q1/visits.csv', 'folder_unknown'],
    ['incoming/visit/2026-Q1/visits.csv', 'dataset_unknown'],
    ['incoming/pupils/2026-Q1/pupils.csv', 'dataset_unknown'],
    ['incoming/visits/2026-1/visits.csv', 'period_unknown'],
    ['incoming/visits/2026-01/visits.csv', 'period_unknown'],
    ['incoming/visits/2019-Q1/visits.csv', 'period_unknown'],
    ['incoming/visits/FY2026-Q1/visits.csv', 'period_unknown'],
  ])('is misplaced at %s', async (key, code) => {
    const arrival = await arrive(await putFile(FILE, key));

    expect(arrival).toEqual({ arrived: 'misplaced' });
    expect(placeOf('clinic', key, workspace)).toMatchObject({ found: false, finding: { code } });
  });

  it('is told which datasets there are of its own agency, and no other', () => {
    const place = placeOf('clinic', 'incoming/zzz/2026-Q1/x.csv', workspace);

    expect(place).toMatchObject({ finding: { message: expect.stringContaining('There are: visits.') } });
    expect(JSON.stringify(place)).not.toContain('pupils');
  });
});

describe('a file that is replaced while it is being received', () => {
  it('is not taken for the newer one', async () => {
    const file = await putFile(FILE);
    const landing = justBefore('read', 1, () => putFile(OTHER));

    await expect(arrive(file, { landing })).rejects.toThrow(DeliverySuperseded);
  });

  it('is not taken for the newer one later on', async () => {
    const delivery = await newDelivery(await putFile(FILE));
    const read = (landing: ObjectStore) =>
      readDelivery({ delivery, contract: CONTRACT, landing, due: '2026-04-30' });

    await expect(read(justBefore('read', 1, () => putFile(OTHER)))).rejects.toThrow(DeliverySuperseded);
    await expect(read(bench.landing)).rejects.toThrow(DeliverySuperseded);
  });

  it('and is gone, is told from a fault', async () => {
    const delivery = await newDelivery(await putFile(FILE));
    await bench.landing.delete(KEY);

    const reading = readDelivery({ delivery, contract: CONTRACT, landing: bench.landing, due: '2026-04-30' });

    await expect(reading).rejects.toThrow(DeliverySuperseded);
    await expect(reading).rejects.not.toThrow(/visits\.csv/);
  });
});

describe('two deliveries of one slot side by side', () => {
  const SECOND = 'incoming/visits/2026-Q1/second.csv';

  it('get numbers of their own', async () => {
    const [one, other] = [await putFile(FILE), await putFile(OTHER, SECOND)];

    const deliveries = await Promise.all([newDelivery(one, 'e1'), newDelivery(other, 'e2')]);

    expect(deliveries.map(({ number }) => number).toSorted()).toEqual([1, 2]);
    expect(new Set(deliveries.map(({ deliveryId }) => deliveryId)).size).toBe(2);
  });

  it('get them however many there are and whoever is faster', async () => {
    const executions = Array.from({ length: 20 }, (_, at) => `e${at}`);

    const numbers = await Promise.all(
      executions.map((execution) =>
        reserveNumber(bench.landing, { dataset: 'visits', period: '2026-Q1' }, 1, execution),
      ),
    );
    const again = await reserveNumber(bench.landing, { dataset: 'visits', period: '2026-Q1' }, 1, 'e7');

    expect(numbers.toSorted((a, b) => a - b)).toEqual(executions.map((_, at) => at + 1));
    expect(again).toBe(numbers[7]);
  });

  it('of which the later one ends first: the earlier one says that it is not in force', async () => {
    const first = await newDelivery(await putFile(FILE), 'e1');
    const second = await newDelivery(await putFile(OTHER, SECOND), 'e2');
    await answer(second);

    const receipt = await answer(first, second);

    expect(receipt).toMatchObject({ number: 1, status: 'accepted', replaces: null });
    expect(receipt.next).toBe(
      `Delivery 2 (${second.deliveryId}), which came after this one, is in force for 2026-Q1; nothing of this one is used. Nothing is left to do.`,
    );
  });

  it('never replace a later one', async () => {
    const first = await newDelivery(await putFile(FILE), 'e1');
    const second = await newDelivery(await putFile(OTHER, SECOND), 'e2');
    await answer(second);

    expect(await deliveryToReplace(bench.landing, first)).toBeUndefined();
  });
});

describe('a claim', () => {
  const FIRST = { key: KEY, version: 'v1', execution: 'e1' };
  const SECOND = { ...FIRST, execution: 'e2' };

  it('goes to one of many executions', async () => {
    const executions = Array.from({ length: 20 }, (_, at) => `e${at}`);

    const claims = await Promise.all(
      executions.map((execution) => claimFile(bench.landing, { ...FIRST, execution })),
    );

    expect(claims.filter((claim) => claim !== undefined)).toHaveLength(1);
  });

  it('is of one version of one file', async () => {
    await claimFile(bench.landing, FIRST);

    expect(await claimFile(bench.landing, { ...SECOND, version: 'v2' })).toBeDefined();
    expect(await claimFile(bench.landing, { ...SECOND, key: `${KEY}.gz` })).toBeDefined();
    expect(await claimFile(bench.landing, SECOND)).toBeUndefined();
  });

  it('that is let go between the try and the look is tried again', async () => {
    await claimFile(bench.landing, FIRST);
    const landing = justBefore('get', 1, () => releaseClaim(bench.landing, FIRST));

    expect(await claimFile(landing, SECOND)).toEqual({ execution: 'e2' });
  });

  it('does not show what the file is called', async () => {
    await claimFile(bench.landing, { ...FIRST, key: 'incoming/visits/2026-Q1/Jane Doe.csv', version: 'a/b' });

    const [claim] = await bench.landing.list('claims/');
    expect(claim?.key).toMatch(/^claims\/[0-9a-f]{64}\/a%2Fb\.json$/);
    await expect(bench.landing.get('claims/a')).rejects.toThrow(ObjectNotFound);
  });
});
