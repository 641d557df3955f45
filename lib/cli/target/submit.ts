import { createReadStream } from 'node:fs';
import { findContract } from '../../../lambdas/contract.ts';
import { DelivererStore } from '../../adapters/aws/deliverer-store.ts';
import { AccessRefused } from '../../adapters/aws/errors.ts';
import { systemClock } from '../../adapters/local/clock.ts';
import { intakeAgreement, NoAgreementInForce } from '../../governance/governance.ts';
import { digestFile, nextDelivery, type Receipt, receiptText, safeFileName } from '../../intake/intake.ts';
import type { ObjectStore } from '../../ports/object-store.ts';
import type { Progress } from '../../ports/progress.ts';
import {
  type Contract,
  dayOf,
  type IsoDate,
  requirePeriod,
  type Workspace,
} from '../../workspace/workspace.ts';
import type { SubmitOptions } from '../commands/submit.ts';
import { requireFile } from '../files.ts';
import { type ExitCode, type Io, printJson } from '../io.ts';
import { showProgress } from '../progress.ts';
import { AnswerWatch } from './answer-watch.ts';
import { DeliveryNotAllowed } from './errors.ts';
import { openTarget, type TargetOptions } from './target.ts';

export interface SubmitOnAwsOptions extends SubmitOptions, TargetOptions {
  /** How many minutes to wait for the receipt. */
  readonly wait: number;
}

/**
 * `tributary submit --target aws`: puts a file straight into the agency's landing zone and waits for its receipt. A file
 * that the newest receipt answers already is not sent again.
 * @throws DeliveryNotAllowed, ReceiptNotThere, NotedInstead
 */
export async function submitOnAws(options: SubmitOnAwsOptions, io: Io): Promise<ExitCode> {
  const receipt = await deliverToAws(options, io);
  if (io.json) printJson(io, receipt);
  else io.out(receiptText(receipt));
  return receipt.status === 'rejected' ? 1 : 0;
}

async function deliverToAws(options: SubmitOnAwsOptions, io: Io): Promise<Receipt> {
  const { agency, dataset, file, wait } = options;
  const name = await requireFile(file);
  const { workspace, names, place, clients } = await openTarget(options, io);
  const contract = findContract(workspace, { agency, dataset });
  const { id: period } = requirePeriod(options.period, workspace.collaborative.calendar, contract.frequency);
  const landing = new DelivererStore({
    client: clients.s3(),
    bucket: names.landing(agency),
    owner: place.account,
  });
  const progress = showProgress(io);
  progress.start(`${agency}/${dataset} ${period}`, 100);
  const { sha256, bytes } = await digestFile(createReadStream(file));
  const agreement = agreementOrNull(workspace, contract, dayOf(systemClock(io.environment).now()));
  try {
    const keyVersion = async () => `v${workspace.collaborative.deployment.keyVersion}`;
    const known = await nextDelivery({ landing, contract, period, sha256, agreement, keyVersion });
    if (known.seenBefore) {
      progress.done('the same file as before: this is its receipt, and nothing was sent');
      return known.receipt;
    }
    const answers = await AnswerWatch.begin(landing, contract.dataset, period);
    const key = `incoming/${contract.dataset}/${period}/${safeFileName(name)}`;
    await send(landing, key, file, bytes, progress);
    const receipt = await answers.waitFor({ key, sha256 }, wait);
    progress.done(receipt.status.replaceAll('_', ' '));
    return receipt;
  } catch (error) {
    throw error instanceof AccessRefused ? new DeliveryNotAllowed(agency, error) : error;
  }
}

/** The file as it is, in parts, each with its SHA-256. A tick is a hundredth of it. */
async function send(
  landing: ObjectStore,
  key: string,
  file: string,
  bytes: number,
  progress: Progress,
): Promise<void> {
  const chunks = async function* () {
    let sent = 0;
    let ticks = 0;
    for await (const chunk of createReadStream(file, { highWaterMark: 1 << 20 })) {
      yield chunk as Uint8Array;
      sent += (chunk as Uint8Array).length;
      for (; ticks < Math.floor((100 * sent) / bytes); ticks += 1) progress.tick('sending');
    }
  };
  await landing.put(key, chunks());
}

function agreementOrNull(workspace: Workspace, contract: Contract, today: IsoDate): string | null {
  try {
    return intakeAgreement(workspace, contract.id, today).id;
  } catch (error) {
    if (error instanceof NoAgreementInForce) return null;
    throw error;
  }
}
