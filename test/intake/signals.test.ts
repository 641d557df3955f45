import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { deliverySignals, misplacedSignals } from '../../lib/intake/intake.ts';
import { aBench, aContract, type Bench } from './builders.ts';
import { deliver } from './delivering.ts';

let bench: Bench;
beforeEach(async () => {
  bench = await aBench();
});
afterEach(async () => bench[Symbol.asyncDispose]());

const HEADER = ['client', 'surname', 'visited', 'site'];
const GOOD = (at: number) => [String(at), 'Lee', '2026-01-02', 'N'];
const of = { agency: 'clinic', dataset: 'visits' };
const valuesOf = (signals: ReturnType<typeof deliverySignals>) =>
  Object.fromEntries(signals.map(({ name, value }) => [name, value]));

describe('what operators are told of a delivery', () => {
  it('is how many rows were taken in and how many were not, by agency and dataset', async () => {
    const bad = ['2', 'Ng', 'never', 'N'];
    const { receipt } = await deliver(bench, { contract: aContract(), file: [HEADER, GOOD(1), bad] });

    const signals = deliverySignals(receipt);

    expect(signals).toContainEqual({ name: 'RowsAccepted', value: 1, of });
    expect(valuesOf(signals)).toEqual({
      RowsAccepted: 1,
      RowsQuarantined: 1,
      DeliveryRejected: 0,
      VolumeMoved: 0,
    });
  });

  it('is that it was rejected, and nothing of it was taken in', async () => {
    const { receipt } = await deliver(bench, { contract: aContract(), file: [['a'], ['1']] });

    expect(valuesOf(deliverySignals(receipt))).toMatchObject({ RowsAccepted: 0, DeliveryRejected: 1 });
  });

  it('is that its rows moved further than the contract lets them', async () => {
    await deliver(bench, {
      contract: aContract(),
      file: [HEADER, GOOD(1), GOOD(2), GOOD(3)],
      period: '2025-Q4',
    });

    const { receipt } = await deliver(bench, { contract: aContract(), file: [HEADER, GOOD(1)] });

    expect(valuesOf(deliverySignals(receipt))).toMatchObject({ VolumeMoved: 1, DeliveryRejected: 0 });
  });

  it('is of an agency alone where a folder names no dataset', () => {
    expect(misplacedSignals('clinic', undefined)).toEqual([
      { name: 'DeliveryRejected', value: 1, of: { agency: 'clinic' } },
    ]);
    expect(misplacedSignals('clinic', 'visits')).toEqual([{ name: 'DeliveryRejected', value: 1, of }]);
  });
});
