import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { UnsafeName } from '../../lib/intake/errors.ts';
import {
  deliveryToReplace,
  incomingKey,
  Receipt,
  receiptText,
  safeFileName,
  standingReceipts,
} from '../../lib/intake/intake.ts';
import { aBench, aContract, type Bench } from './builders.ts';
import { deliver, textOf } from './delivering.ts';

let bench: Bench;
beforeEach(async () => {
  bench = await aBench();
});
afterEach(async () => bench[Symbol.asyncDispose]());

const FILE = [
  ['client', 'surname', 'visited', 'site'],
  ['1', 'Lee', '2026-01-02', 'N'],
];
const OTHER = [...FILE, ['2', 'Ng', '2026-01-03', 'S']];
const WRONG = [
  ['a', 'b'],
  ['1', '2'],
];

const everything = async () =>
  Promise.all(
    (await bench.landing.list('')).map(async ({ key }) => [key, await textOf(bench, key)] as const),
  );

describe('a delivery', () => {
  it('gets a receipt that says who, what, how much and what happens next', async () => {
    const { receipt } = await deliver(bench, { contract: aContract(), file: FILE });

    expect(Receipt.parse(receipt)).toMatchObject({
      agency: 'clinic',
      dataset: 'visits',
      period: '2026-Q1',
      number: 1,
      received_at: '2026-04-20T12:00:00.000Z',
      contract_version: '1.0.0',
      agreement: 'dsa-1',
      status: 'accepted',
      file: { name: 'visits.csv', bytes: 47, sha256: expect.stringMatching(/^[0-9a-f]{64}$/) },
      next: 'This delivery is in force for 2026-Q1; the next integration run uses it. Nothing is left to do.',
    });
    expect(receipt.delivery_id).toMatch(/^d[0-9a-f]{20}$/);
  });

  it('leaves its receipt in the landing zone, for machines and for people', async () => {
    const { receipt } = await deliver(bench, { contract: aContract(), file: FILE });

    const name = `receipts/visits/2026-Q1/0001-${receipt.delivery_id}`;
    expect(JSON.parse(await textOf(bench, `${name}.json`))).toEqual(receipt);
    expect(await textOf(bench, `${name}.txt`)).toBe(receiptText(receipt));
  });

  it('gets the very same receipt when the same file comes again, and changes nothing', async () => {
    const first = await deliver(bench, { contract: aContract(), file: FILE });
    const before = await everything();

    const again = await deliver(bench, { contract: aContract(), file: FILE });

    expect(again).toMatchObject({ seenBefore: true, receipt: first.receipt });
    expect(await everything()).toEqual(before);
  });

  it.each([
    ['another file', { file: OTHER }],
    ['another contract', { contract: aContract({ digest: 'd'.repeat(64) }) }],
    ['another agreement', { agreement: 'dsa-2' }],
    ['another root key, under which no token of the earlier one means anything', { keyVersion: 'v2' }],
  ])('is a new one with %s', async (_, change) => {
    const first = await deliver(bench, { contract: aContract(), file: FILE });

    const second = await deliver(bench, { contract: aContract(), file: FILE, ...change });

    expect(second.seenBefore).toBe(false);
    expect(second.receipt).toMatchObject({ number: 2, replaces: first.receipt.delivery_id });
    expect(second.receipt.delivery_id).not.toBe(first.receipt.delivery_id);
  });

  it('of no people, or rejected, is the same one whatever the root key', async () => {
    const seats = { contract: aContract({ ofPeople: false }), file: FILE };
    await deliver(bench, seats);
    const sameSeats = await deliver(bench, { ...seats, keyVersion: 'v2' });
    await deliver(bench, { contract: aContract(), file: WRONG, period: '2026-Q2' });

    const sameRefusal = await deliver(bench, {
      contract: aContract(),
      file: WRONG,
      period: '2026-Q2',
      keyVersion: 'v2',
    });

    expect([sameSeats.seenBefore, sameRefusal.seenBefore]).toEqual([true, true]);
  });

  it('that returns to an earlier file after another one replaces that one', async () => {
    await deliver(bench, { contract: aContract(), file: FILE });
    await deliver(bench, { contract: aContract(), file: OTHER });

    const third = await deliver(bench, { contract: aContract(), file: FILE });

    expect(third).toMatchObject({ seenBefore: false, receipt: { number: 3 } });
  });

  it('that is rejected leaves the earlier one in force', async () => {
    const first = await deliver(bench, { contract: aContract(), file: FILE });

    const second = await deliver(bench, { contract: aContract(), file: WRONG });

    const standing = await standingReceipts(bench.landing, 'visits');
    expect(second.receipt).toMatchObject({ status: 'rejected', replaces: null, changes: null });
    expect(second.receipt.next).toContain(
      `Delivery 1 (${first.receipt.delivery_id}) stays in force for 2026-Q1.`,
    );
    expect(standing.get('2026-Q1')?.delivery_id).toBe(first.receipt.delivery_id);
  });

  it('names the one that it would replace', async () => {
    const first = await deliver(bench, { contract: aContract(), file: FILE });
    const second = await deliver(bench, { contract: aContract(), file: WRONG });
    if (second.delivery === undefined) throw new Error('no delivery');

    expect(await deliveryToReplace(bench.landing, second.delivery)).toEqual({
      delivery_id: first.receipt.delivery_id,
      number: 1,
      key_version: 'v1',
    });
  });

  it('without an agreement leaves nothing but the refusal, however often it comes', async () => {
    const first = await deliver(bench, { contract: aContract(), file: FILE, agreement: null });
    const second = await deliver(bench, { contract: aContract(), file: FILE, agreement: null });

    const keys = (await bench.landing.list('')).map(({ key }) => key);
    expect(first.receipt).toMatchObject({
      status: 'rejected',
      agreement: null,
      findings: [{ code: 'agreement_missing', message: 'No agreement names clinic/visits.' }],
    });
    expect(second).toMatchObject({ seenBefore: true, receipt: first.receipt });
    expect(keys.map((key) => key.split('/')[0])).toEqual(['receipts', 'receipts']);
  });

  it('is taken in once an agreement is in force', async () => {
    await deliver(bench, { contract: aContract(), file: FILE, agreement: null });

    const { receipt } = await deliver(bench, { contract: aContract(), file: FILE });

    expect(receipt).toMatchObject({ status: 'accepted', number: 2 });
  });

  it('gets the same bytes of an answer in another place', async () => {
    await using elsewhere = await aBench();
    const bad = [...OTHER, ['', 'x', 'never', 'Q']];

    const here = await deliver(bench, { contract: aContract(), file: bad });
    const there = await deliver(elsewhere, { contract: aContract(), file: bad });

    const answers = async (place: Bench) =>
      Promise.all((await place.landing.list('')).map(async ({ key }) => [key, await textOf(place, key)]));
    expect(there.receipt).toEqual(here.receipt);
    expect(await answers(elsewhere)).toEqual(await answers(bench));
  });
});

describe('names in the landing zone', () => {
  it('stay in their folder, whatever a file is called', () => {
    fc.assert(
      fc.property(
        fc.string({
          unit: fc.constantFrom('.', '/', '\\', 'a', ' ', '\0', '\n', '*', '[', 'é', '~', ':'),
          maxLength: 200,
        }),
        (name) => {
          const safe = safeFileName(name);

          expect(safe).toMatch(/^[\p{L}\p{N} ._()+-]{1,120}$/u);
          expect(safe).not.toMatch(/^\.|^ |[. ]$/);
        },
      ),
      { numRuns: 1000 },
    );
  });

  it('keep a plain name and its ending', () => {
    expect(safeFileName('/home/ana/Visits 2026 (final).csv.gz')).toBe('Visits 2026 (final).csv.gz');
    expect(safeFileName('C:\\data\\visits.csv')).toBe('visits.csv');
  });

  it.each(['..', '../x', 'a/b', '', 'A', 'a'.repeat(64), 'a\0'])('refuse the dataset %j', (dataset) => {
    expect(() => incomingKey(aContract({ dataset }), '2026-Q1', `d${'0'.repeat(20)}`, 'x.csv')).toThrow(
      UnsafeName,
    );
  });

  it.each(['..', '2026/Q1', '', '2026-Q1\n'])('refuse the period %j', (period) => {
    expect(() => incomingKey(aContract(), period, `d${'0'.repeat(20)}`, 'x.csv')).toThrow(UnsafeName);
  });
});
