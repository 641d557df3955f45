import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { handler as checkAgreement } from '../../lambdas/check-agreement/handler.ts';
import { handler as combine } from '../../lambdas/combine/handler.ts';
import { handler as read } from '../../lambdas/read/handler.ts';
import { handler as receipt } from '../../lambdas/receipt/handler.ts';
import { handler as receive } from '../../lambdas/receive/handler.ts';
import { handler as refuse } from '../../lambdas/refuse/handler.ts';
import type { StepHandler, World } from '../../lambdas/step.ts';
import { handler as tokenize } from '../../lambdas/tokenize/handler.ts';
import { handler as validate } from '../../lambdas/validate/handler.ts';
import { runWorkflow } from '../../lib/adapters/local/workflow-host.ts';
import { type LocalHost, openLocalHost } from '../../lib/cli/host.ts';
import { openWorkspace } from '../../lib/cli/workspace.ts';
import { PreconditionFailed } from '../../lib/errors/storage-errors.ts';
import { findDelivery } from '../../lib/governance/governance.ts';
import { deliveryIdOf, digestFile, Receipt } from '../../lib/intake/intake.ts';
import type { ObjectStore } from '../../lib/ports/object-store.ts';
import { silent } from '../../lib/ports/progress.ts';
import type { Signal } from '../../lib/ports/signals.ts';
import { digestsBelow } from '../e2e/digests.ts';
import { aFolder, IN_APRIL, SMALL_WORKSPACE, smallExtracts, writeFiles } from '../e2e/small-workspace.ts';

const DEFINITION = readFileSync(
  join(import.meta.dirname, '..', '..', 'lib', 'workflow', 'intake.asl.json'),
  'utf8',
);
const STEPS: Readonly<Record<string, StepHandler>> = {
  Receive: receive,
  CheckAgreement: checkAgreement,
  Refuse: refuse,
  Read: read,
  Validate: validate,
  Tokenize: tokenize,
  Combine: combine,
  Receipt: receipt,
};
const KEY = 'incoming/patients/2026-Q1/patients.csv';
const SLOT = { agency: 'clinic', dataset: 'patients', period: '2026-Q1' };
const { patients } = smallExtracts();
const FEWER = patients.split('\r\n').slice(0, 40).join('\r\n');

let folder: string;
let host: LocalHost;
let signals: Signal[];

beforeEach(async () => {
  folder = aFolder('intake');
  writeFiles(folder, SMALL_WORKSPACE);
  signals = [];
  const io = { environment: IN_APRIL, json: false } as never;
  const workspace = await openWorkspace(folder, io);
  host = await openLocalHost({ workspace, folder, command: 'test', environment: IN_APRIL, progress: silent });
});
afterEach(async () => host[Symbol.asyncDispose]());

const aWorld = (changes: Partial<World> = {}): World => ({
  ...host.world,
  signals: { emit: (some) => void signals.push(...some) },
  ...changes,
});
const landing = (): ObjectStore => host.world.zones.landing('clinic');
const state = () => join(folder, '.tributary');

/** The event that a bucket's notification becomes. */
const arrival = async (content: string, key = KEY) => ({
  agency: 'clinic',
  key,
  version: (await landing().put(key, content)).version,
});

/** One execution of the workflow, as Step Functions starts it. */
async function execute(
  event: unknown,
  execution: string,
  { world = aWorld(), steps = {} as Readonly<Record<string, StepHandler>> } = {},
): Promise<unknown> {
  const tasks = Object.entries({ ...STEPS, ...steps }).map(
    ([name, handler]) => [name, (input: unknown) => handler(input, { world })] as const,
  );
  return runWorkflow({
    definition: DEFINITION,
    input: event,
    tasks: Object.fromEntries(tasks),
    engine: world.engine,
    execution,
    retryAfter: 0,
  });
}

async function receiptOf(ended: unknown): Promise<Receipt> {
  const { receiptKey } = ended as { readonly receiptKey: string };
  return Receipt.parse(JSON.parse(Buffer.from(await landing().get(receiptKey)).toString('utf8')));
}

async function textOf(store: ObjectStore, key: string): Promise<string> {
  return Buffer.from(await store.get(key)).toString('utf8');
}

describe('the event of a new file', () => {
  it('ends in a receipt, with the delivery in force and its signals', async () => {
    const ended = await execute(await arrival(patients), 'e1');

    expect(await receiptOf(ended)).toMatchObject({ status: 'accepted', number: 1, rows: { accepted: 61 } });
    expect(await findDelivery(host.world.zones.tokens, SLOT)).toMatchObject({ number: 1 });
    expect(signals).toContainEqual({
      name: 'RowsAccepted',
      value: 61,
      of: { agency: 'clinic', dataset: 'patients' },
    });
  });

  it('that comes twice does nothing the second time', async () => {
    const event = await arrival(patients);
    await execute(event, 'e1');
    const before = digestsBelow(state());

    const ended = await execute(event, 'e2');

    expect(ended).toEqual({ nothingToDo: true });
    expect(digestsBelow(state())).toEqual(before);
  });

  it('that comes twice at the same moment is answered once', async () => {
    const event = await arrival(patients);

    const ended = await Promise.all([execute(event, 'e1'), execute(event, 'e2')]);

    expect(ended).toContainEqual({ nothingToDo: true });
    expect((await landing().list('receipts/')).map(({ key }) => key)).toHaveLength(2);
  });

  it('whose file is replaced while it is looked at leaves the word to the newer one', async () => {
    const replaced: { event?: unknown } = {};
    const slow: StepHandler = async (input, context) => {
      const answer = await validate(input, context);
      replaced.event = await arrival(FEWER);
      return answer;
    };

    const older = await execute(await arrival(patients), 'e1', { steps: { Validate: slow } });
    const newer = await execute(replaced.event, 'e2');

    expect(older).toEqual({ nothingToDo: true });
    expect(await receiptOf(newer)).toMatchObject({ status: 'accepted', rows: { accepted: 39 } });
  });

  it('is refused with a state that has a key too many', async () => {
    const event = { ...(await arrival(patients)), period: '2026-Q1' };

    await expect(execute(event, 'e1')).rejects.toMatchObject({ name: 'StepInputInvalid' });
  });
});

describe('two deliveries of one slot at the same time', () => {
  it('each get a receipt, and the later number is in force whoever ends first', async () => {
    const first = await arrival(patients, 'incoming/patients/2026-Q1/first.csv');
    const second = await arrival(FEWER, 'incoming/patients/2026-Q1/second.csv');
    const done: { second?: Promise<unknown> } = {};
    const slow: StepHandler = async (input, context) => {
      done.second = execute(second, 'e2');
      await done.second;
      return combine(input, context);
    };

    const ended = await execute(first, 'e1', { steps: { Combine: slow } });

    const receipts = [await receiptOf(ended), await receiptOf(await done.second)];
    expect(receipts.map(({ number, status }) => [number, status])).toEqual([
      [1, 'accepted'],
      [2, 'accepted'],
    ]);
    expect(receipts[0]?.next).toContain('Delivery 2');
    expect(await findDelivery(host.world.zones.tokens, SLOT)).toMatchObject({
      number: 2,
      deliveryId: receipts[1]?.delivery_id,
    });
  });

  it('that meet at the ledger are both tried until one is in force', async () => {
    const { tokens } = host.world.zones;
    const refused = { times: 2 };
    const contended = new Proxy(tokens, {
      get(store, name) {
        if (name === 'put')
          return async (...given: Parameters<ObjectStore['put']>) => {
            if (refused.times-- > 0) throw new PreconditionFailed('deliveries/clinic/patients/2026-Q1.json');
            return store.put(...given);
          };
        const value = Reflect.get(store, name);
        return typeof value === 'function' ? value.bind(store) : value;
      },
    });
    const world = aWorld({ zones: { ...host.world.zones, tokens: contended } });

    const ended = await execute(await arrival(patients), 'e1', {
      steps: { Receipt: (input) => receipt(input, { world }) },
    });

    expect(await receiptOf(ended)).toMatchObject({ status: 'accepted' });
    expect(refused.times).toBeLessThan(0);
  });
});

describe('a file in a folder that nobody knows', () => {
  it('is answered where receipts lie, removed, and kept for auditors without its folder’s name', async () => {
    const key = 'incoming/patients/Zqvandersnoot/Zqxanthippe.csv';

    const ended = await execute(await arrival(patients, key), 'e1');

    const { receiptKey } = ended as { readonly receiptKey: string };
    expect(receiptKey).toMatch(/^receipts\/not-placed\//);
    expect(await landing().head(key)).toBeUndefined();
    const [kept] = await host.world.zones.audit.list('misplaced/');
    const decision = await textOf(host.world.zones.audit, kept?.key ?? '');
    expect(JSON.parse(decision)).toMatchObject({
      agency: 'clinic',
      dataset: 'patients',
      finding: 'period_unknown',
    });
    expect(`${kept?.key}${decision}${JSON.stringify(ended)}`).not.toMatch(/zq/i);
    expect(signals).toEqual([
      { name: 'DeliveryRejected', value: 1, of: { agency: 'clinic', dataset: 'patients' } },
    ]);
  });
});

describe('a delivery that a fault stops', () => {
  class KeysAway extends Error {
    override readonly name = 'KeysAway';
  }
  const broken = () =>
    aWorld({
      keys: async () => {
        throw new KeysAway('The key cannot be used.');
      },
    });

  it('ends with the very error, a note for the agency and one for the operator', async () => {
    const execution = execute(await arrival(patients), 'e1', { world: broken() });

    await expect(execution).rejects.toThrow(KeysAway);
    const [note] = (await landing().list('receipts/')).map(({ key }) => key);
    expect(note).toMatch(/^receipts\/not-processed\/n[0-9a-f]{20}\.json$/);
    const [failure] = await host.world.zones.audit.list('failures/');
    expect(JSON.parse(await textOf(host.world.zones.audit, failure?.key ?? ''))).toMatchObject({
      agency: 'clinic',
      execution: 'e1',
      error: 'KeysAway',
    });
    expect(await findDelivery(host.world.zones.tokens, SLOT)).toBeUndefined();
  });

  it('is taken in when the same event is started again, once the fault is gone', async () => {
    const event = await arrival(patients);
    await execute(event, 'e1', { world: broken() }).catch(() => undefined);

    const ended = await execute(event, 'e2');

    expect(await receiptOf(ended)).toMatchObject({ status: 'accepted', rows: { accepted: 61 } });
  });

  it('ends with that error even where the note cannot be written', async () => {
    const execution = execute(await arrival(patients), 'e1', {
      world: broken(),
      steps: { Refuse: async () => Promise.reject(new Error('the disk is full')) },
    });

    await expect(execution).rejects.toThrow(KeysAway);
  });

  it('ends in failure, and with a note, where the host stopped a step', async () => {
    const timedOut: StepHandler = async () => {
      throw Object.assign(new Error('too long'), { name: 'States.Timeout' });
    };

    const execution = execute(await arrival(patients), 'e1', { steps: { Validate: timedOut } });

    await expect(execution).rejects.toThrow('too long');
    expect((await landing().list('receipts/not-processed/')).length).toBe(2);
  });

  it('is tried again where AWS says that it may work later', async () => {
    const tries = { left: 3 };
    const busy: StepHandler = async (input, context) => {
      tries.left -= 1;
      if (tries.left > 0) throw Object.assign(new Error('busy'), { name: 'Lambda.TooManyRequestsException' });
      return read(input, context);
    };

    const ended = await execute(await arrival(patients), 'e1', { steps: { Read: busy } });

    expect(await receiptOf(ended)).toMatchObject({ status: 'accepted', number: 1 });
    expect(tries.left).toBe(0);
  });
});

describe('a delivery in several parts', () => {
  const digests = () => {
    const { tokens, records } = host.world.zones;
    return Promise.all([tokens.list('identities/'), records.list('')]).then((found) =>
      found.flat().map(({ key }) => key.split('/').at(-1)),
    );
  };

  it('gets the receipt of the same delivery in one, and leaves one list of record ids', async () => {
    const whole = await receiptOf(await execute(await arrival(patients), 'e1'));
    const [contract] = [...host.world.workspace.contracts.values()].filter(
      ({ id }) => id === 'clinic/patients',
    );
    const event = await arrival(FEWER);
    const { sha256 } = await digestFile(landing().read(KEY));
    const second = deliveryIdOf({ ...SLOT, sha256, contractDigest: contract?.digest ?? '', number: 2 });
    await landing().put(`record-ids/patients/${second}/parts.json`, '{"parts":3}\n');

    const parted = await receiptOf(await execute(event, 'e2'));

    expect(parted).toMatchObject({
      delivery_id: second,
      replaces: whole.delivery_id,
      changes: { added: 0, changed: 0, removed: 22, unchanged: 39 },
    });
    expect(await digests()).toEqual(
      expect.arrayContaining(['part-0.parquet', 'part-1.parquet', 'part-2.parquet']),
    );
    expect((await landing().list('record-ids/')).map(({ key }) => key)).toEqual(
      [
        `record-ids/patients/${whole.delivery_id}.parquet`,
        `record-ids/patients/${second}.parquet`,
        `record-ids/patients/${second}/parts.json`,
      ].toSorted(),
    );
  });
});
