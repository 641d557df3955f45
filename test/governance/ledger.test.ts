import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { FolderStore } from '../../lib/adapters/local/folder-store.ts';
import { PreconditionFailed } from '../../lib/errors/storage-errors.ts';
import { findDelivery, putInForce } from '../../lib/governance/governance.ts';
import type { ObjectStore } from '../../lib/ports/object-store.ts';
import { aDelivery } from './governed.ts';

let folder: string;
let tokens: FolderStore;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ledger-'));
  tokens = new FolderStore(folder);
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const SLOT = { agency: 'clinic', dataset: 'visits', period: '2026-Q1' };
const numbered = (number: number) =>
  aDelivery('clinic/visits', '2026-Q1', { number, deliveryId: `d${number}` });
const standing = async () => (await findDelivery(tokens, SLOT))?.number;

/** Another execution gets in between the look at the ledger and the write, so many times. */
function contested(times: number, rival: (round: number) => Promise<unknown>): ObjectStore {
  const round = { at: 0 };
  return new Proxy(tokens as ObjectStore, {
    get(store, name) {
      const value = Reflect.get(store, name);
      if (typeof value !== 'function') return value;
      if (name !== 'put') return value.bind(store);
      return async (...given: Parameters<ObjectStore['put']>) => {
        round.at += 1;
        if (round.at <= times) await rival(round.at);
        return store.put(...given);
      };
    },
  });
}

/** Conditional writes as S3 has them: looked at and written in one. */
function aBucket(): ObjectStore {
  const objects = new Map<string, { readonly version: string; readonly text: string }>();
  const count = { of: 0 };
  const infoOf = (key: string, { version, text }: { version: string; text: string }) => ({
    key,
    version,
    bytes: text.length,
  });
  return {
    async get(key) {
      return Buffer.from(objects.get(key)?.text ?? '');
    },
    async *read() {},
    async head(key) {
      const found = objects.get(key);
      return found && infoOf(key, found);
    },
    async list() {
      return [];
    },
    async put(key, body, { ifAbsent, ifMatch } = {}) {
      // Others get their turn between the look and the write, never within it.
      await new Promise((turn) => setTimeout(turn, 1));
      const found = objects.get(key);
      if ((ifAbsent && found) || (ifMatch !== undefined && found?.version !== ifMatch))
        throw new PreconditionFailed(key);
      count.of += 1;
      const written = { version: String(count.of), text: String(body) };
      objects.set(key, written);
      return infoOf(key, written);
    },
    async delete(key) {
      objects.delete(key);
    },
  };
}

describe('the ledger', () => {
  it('has the newest delivery of a slot in force', async () => {
    await putInForce(tokens, numbered(1));

    expect(await putInForce(tokens, numbered(2))).toMatchObject({ number: 2 });
    expect(await standing()).toBe(2);
  });

  it('takes the same delivery once more when a step is repeated', async () => {
    await putInForce(tokens, numbered(1));

    expect(await putInForce(tokens, numbered(1))).toMatchObject({ number: 1 });
  });

  it('never lets an earlier delivery replace a later one', async () => {
    await putInForce(tokens, numbered(2));

    expect(await putInForce(tokens, numbered(1))).toMatchObject({ number: 2 });
    expect(await standing()).toBe(2);
  });

  it.each([
    ['a slot that was empty', undefined],
    ['a slot with a delivery', 1],
  ])('keeps the later one that got in between, in %s', async (_, first) => {
    if (first !== undefined) await putInForce(tokens, numbered(first));
    const store = contested(1, () => putInForce(tokens, numbered(3)));

    const inForce = await putInForce(store, numbered(2));

    expect(inForce.number).toBe(3);
    expect(await standing()).toBe(3);
  });

  it('replaces the earlier one that got in between', async () => {
    const store = contested(1, () => putInForce(tokens, numbered(1)));

    const inForce = await putInForce(store, numbered(2));

    expect(inForce.number).toBe(2);
    expect(await standing()).toBe(2);
  });

  it('ends with the highest number, however many come at once', async () => {
    const store = aBucket();
    const numbers = [5, 2, 8, 1, 9, 3, 7, 4, 6];

    await Promise.all(numbers.map((number) => putInForce(store, numbered(number))));

    expect((await findDelivery(store, SLOT))?.number).toBe(9);
  });

  it('gives up, to be tried again later, where others are always faster', async () => {
    const store = contested(Number.POSITIVE_INFINITY, (round) =>
      tokens.put(
        `deliveries/clinic/visits/2026-Q1.json`,
        `${JSON.stringify(numbered(1))}${' '.repeat(round)}`,
      ),
    );

    await expect(putInForce(store, numbered(2))).rejects.toThrow(PreconditionFailed);
  });
});
