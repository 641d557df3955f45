import { createReadStream } from 'node:fs';
import { findContract } from '../../../lambdas/contract.ts';
import { Answered, NothingToDo } from '../../../lambdas/intake-messages.ts';
import { intakeAgreement, NoAgreementInForce } from '../../governance/governance.ts';
import {
  DeliveryChanged,
  digestFile,
  incomingKey,
  nextDelivery,
  type Receipt,
  readReceipt,
  receiptText,
} from '../../intake/intake.ts';
import { dayOf, requirePeriod } from '../../workspace/workspace.ts';
import { requireFile } from '../files.ts';
import { openLocalHost } from '../host.ts';
import { type ExitCode, type Io, printJson } from '../io.ts';
import { showProgress } from '../progress.ts';
import { runIntake } from '../workflows.ts';
import { openWorkspace } from '../workspace.ts';

export interface SubmitOptions {
  readonly workspace: string;
  readonly agency: string;
  readonly dataset: string;
  readonly period: string;
  readonly file: string;
}

/** `tributary submit`: delivers a file and prints its receipt. Exits with 1 where nothing was taken in. */
export async function submitCommand(options: SubmitOptions, io: Io): Promise<ExitCode> {
  const receipt = await deliver(options, io);
  if (io.json) printJson(io, receipt);
  else io.out(receiptText(receipt));
  return receipt.status === 'rejected' ? 1 : 0;
}

/** The delivery itself, for commands that tell of it in their own words. */
export async function deliver(
  { workspace: folder, agency, dataset, file, ...options }: SubmitOptions,
  io: Io,
): Promise<Receipt> {
  const workspace = await openWorkspace(folder, io);
  const contract = findContract(workspace, { agency, dataset });
  const { id: period } = requirePeriod(options.period, workspace.collaborative.calendar, contract.frequency);
  const name = await requireFile(file);
  const progress = showProgress(io);
  progress.start(`${agency}/${dataset} ${period}`);
  await using host = await openLocalHost({
    workspace,
    folder,
    command: 'submit',
    environment: io.environment,
    progress,
  });
  const landing = host.world.zones.landing(agency);
  const { sha256 } = await digestFile(createReadStream(file));
  const agreement = agreementOrNull(
    () => intakeAgreement(workspace, contract.id, dayOf(host.world.clock.now())).id,
  );
  const keyVersion = async () => (await host.world.keys()).version;
  const next = await nextDelivery({ landing, contract, period, sha256, agreement, keyVersion });
  const key = incomingKey(
    contract,
    period,
    next.seenBefore ? next.receipt.delivery_id : next.deliveryId,
    name,
  );
  await landing.put(key, createReadStream(file, { highWaterMark: 1 << 20 }));
  const ended = Answered.or(NothingToDo).parse(await runIntake(host.world, { agency, key }));
  if ('nothingToDo' in ended) throw new DeliveryChanged();
  const { receiptKey, seenBefore } = ended;
  const receipt = await readReceipt(landing, receiptKey);
  progress.done(
    seenBefore
      ? 'the same file as before: this is its receipt, and nothing changed'
      : receipt.status.replaceAll('_', ' '),
  );
  return receipt;
}

function agreementOrNull(ask: () => string): string | null {
  try {
    return ask();
  } catch (error) {
    if (error instanceof NoAgreementInForce) return null;
    throw error;
  }
}
