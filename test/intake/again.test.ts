import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { claimFile } from '../../lib/intake/claims.ts';
import { type Receipt, receiveAgain, receiveArrival, slotFolder } from '../../lib/intake/intake.ts';
import type { Contract, Workspace } from '../../lib/workspace/workspace.ts';
import { AT_NOON, aBench, aColumn, aContract, type Bench, CALENDAR } from './builders.ts';
import { deliver } from './delivering.ts';

let bench: Bench;
beforeEach(async () => {
  bench = await aBench();
});
afterEach(async () => bench[Symbol.asyncDispose]());

const FILE = [
  ['client', 'surname', 'visited', 'site'],
  ['1', 'Lee', '2026-01-02', 'N'],
];
const WRONG = [
  ['a', 'b'],
  ['1', '2'],
];
const FOLDER = slotFolder('visits', '2026-Q1');
const LATER = { now: () => new Date('2027-01-01T00:00:00Z') };

interface Asking {
  readonly keyVersion?: string;
  readonly agreement?: string | null;
  readonly key?: string;
  readonly execution?: string;
  readonly contract?: Contract;
}

const again = ({
  keyVersion = 'v2',
  agreement = 'dsa-1',
  key = FOLDER,
  execution = 'e9',
  contract = aContract(),
}: Asking = {}) =>
  receiveAgain({
    landing: bench.landing,
    workspace: {
      collaborative: { calendar: CALENDAR },
      contracts: new Map([['clinic/visits', contract]]),
    } as unknown as Workspace,
    agency: 'clinic',
    key,
    execution,
    agreementOf: () => agreement,
    keyVersion: async () => keyVersion,
    clock: LATER,
  });

const standing = async (): Promise<Receipt> =>
  (await deliver(bench, { contract: aContract(), file: FILE })).receipt;
const incoming = async () => (await bench.landing.list('incoming/')).map(({ key }) => key);

describe('what is in force, once the root key has changed', () => {
  it('becomes a delivery of its own, received when the earlier one was', async () => {
    const before = await standing();

    const arrival = await again();

    expect(arrival).toMatchObject({
      arrived: 'new',
      delivery: { number: 2, receivedAt: before.received_at, file: before.file },
    });
  });

  it('is taken from the file in force, also where the newest answer is a rejection', async () => {
    const before = await standing();
    await deliver(bench, { contract: aContract(), file: WRONG, name: 'later.csv' });
    await deliver(bench, { contract: aContract(), file: FILE });
    await deliver(bench, { contract: aContract(), file: WRONG, name: 'later.csv' });

    const arrival = await again();

    expect(arrival).toMatchObject({ arrived: 'new', delivery: { number: 5, file: before.file } });
  });

  it('is the same delivery where the step is repeated', async () => {
    await standing();

    const [first, second] = [await again(), await again()];

    expect(second).toEqual(first);
  });

  it('is taken in though another execution has claimed the file before', async () => {
    await standing();
    const [key = ''] = await incoming();
    const { version = '' } = (await bench.landing.head(key)) ?? {};
    await claimFile(bench.landing, { key, version, execution: 'e1' });

    const arrival = await again();

    expect(arrival.arrived).toBe('new');
    expect(await claimFile(bench.landing, { key, version, execution: 'e1' })).toBeUndefined();
  });

  it('stays as it is under the same key, and so does what is not of people', async () => {
    const { dataset, period, delivery_id } = await standing();
    const answer = { arrived: 'again', receiptKey: `receipts/${dataset}/${period}/0001-${delivery_id}.json` };

    expect(await again({ keyVersion: 'v1' })).toEqual(answer);
    expect(await again({ contract: aContract({ ofPeople: false }) })).toEqual(answer);
  });

  it('stays out, and its file stays, while no agreement is in force', async () => {
    await standing();
    const before = await incoming();

    expect(await again({ agreement: null })).toEqual({ arrived: 'nothing' });
    expect(await incoming()).toEqual(before);
  });

  it('stays out where the same file was rejected since, under the contract of today', async () => {
    await standing();
    const contract = aContract({
      digest: 'd'.repeat(64),
      columns: [...aContract().columns, aColumn('ward', { required: true })],
    });
    const later = await deliver(bench, { contract, file: FILE });

    expect(later.receipt.status).toBe('rejected');
    expect(await again({ contract })).toEqual({ arrived: 'nothing' });
  });

  it.each([
    ['there is no delivery', async () => undefined],
    [
      'its retention is over',
      async () => {
        await standing();
        for (const key of await incoming()) await bench.landing.delete(key);
      },
    ],
    [
      'another file lies there',
      async () => {
        await standing();
        for (const key of await incoming()) await bench.landing.put(key, 'another');
      },
    ],
  ])('stays out where %s', async (_, prepare) => {
    await prepare();

    expect(await again()).toEqual({ arrived: 'nothing' });
  });

  it.each(['incoming/visits/2026-Q1/visits.csv', 'incoming/visits/', 'incoming/visits/1999/', 'receipts/'])(
    'is not sought at %s, which is the folder of no slot',
    async (key) => {
      await standing();

      expect(await again({ key })).toEqual({ arrived: 'nothing' });
    },
  );

  it('is not taken in by an event of an agency, which says nothing of taking in again', async () => {
    await standing();

    const arrival = await receiveArrival({
      landing: bench.landing,
      workspace: {} as Workspace,
      agency: 'clinic',
      key: FOLDER,
      execution: 'e9',
      agreementOf: () => 'dsa-1',
      keyVersion: async () => 'v2',
      clock: AT_NOON,
    });

    expect(arrival).toEqual({ arrived: 'nothing' });
  });
});
