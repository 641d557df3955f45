import { invokeFunction } from '../../adapters/aws/invoke-function.ts';
import { followExecution, startExecution } from '../../adapters/aws/workflow-executions.ts';
import { slotFolder } from '../../intake/intake.ts';
import { type StandingsPart, wholeReport } from '../../watch/watch.ts';
import { outcomeOf, type Retokenized, tellRetokenized } from '../commands/retokenize.ts';
import type { ExitCode, Io } from '../io.ts';
import { showProgress } from '../progress.ts';
import { KeyComesWithDeployment } from './errors.ts';
import { stepFailure } from './step-failure.ts';
import { openTarget, type Target, type TargetOptions } from './target.ts';

/** How many deliveries are taken in side by side; each may use several functions. */
const SIDE_BY_SIDE = 8;

export interface RetokenizeOnAwsOptions extends TargetOptions {
  readonly newKey?: boolean;
}

type Slot = Pick<Retokenized, 'agency' | 'dataset' | 'period'>;

/**
 * `tributary retokenize --target aws`: starts intake again for every delivery of people in force. Intake itself knows
 * which were tokenized under another root key, so that the command reads no data and can be repeated.
 * @throws KeyComesWithDeployment; StepFailed where the watch does not answer
 */
export async function retokenizeOnAws(options: RetokenizeOnAwsOptions, io: Io): Promise<ExitCode> {
  const target = await openTarget(options, io);
  if (options.newKey === true)
    throw new KeyComesWithDeployment(target.workspace.collaborative.deployment.keyVersion + 1);
  const progress = showProgress(io);
  progress.start('retokenize');
  const slots = await slotsInForce(target);
  const done: Retokenized[] = [];
  for (let at = 0; at < slots.length; at += SIDE_BY_SIDE) {
    const batch = slots.slice(at, at + SIDE_BY_SIDE);
    done.push(...(await Promise.all(batch.map((slot) => takeInAgain(target, slot)))));
    progress.tick(`${done.length} of ${slots.length}`);
  }
  progress.done(`${done.filter(({ outcome }) => outcome === 'tokenized anew').length} tokenized anew`);
  return tellRetokenized(done, io);
}

async function slotsInForce({ clients, names, workspace }: Target): Promise<readonly Slot[]> {
  const report = await wholeReport(async (input) => {
    const invoked = await invokeFunction(clients.lambda, names.function('Watch'), input);
    if (!invoked.answered) throw stepFailure('The function Watch', invoked.error, invoked.cause);
    // The function checks what it answers against its own schema.
    return invoked.output as StandingsPart;
  });
  return report.deliveries.flatMap(({ dataset: id, period, deliveryId }) => {
    const contract = workspace.contracts.get(id);
    if (deliveryId === undefined || contract?.ofPeople !== true) return [];
    return [{ agency: contract.agency, dataset: contract.dataset, period }];
  });
}

/** One execution. Where it fails, the others go on: the history of the execution and the agency's note say more. */
async function takeInAgain({ clients, names }: Target, slot: Slot): Promise<Retokenized> {
  const { agency, dataset, period } = slot;
  const input = { agency, key: slotFolder(dataset, period), again: true };
  const sfn = clients.sfn();
  const execution = await startExecution(sfn, names.stateMachineArn('intake'), input);
  const ending = await followExecution(sfn, execution, () => undefined);
  return { ...slot, outcome: ending.ended === 'failed' ? 'failed' : outcomeOf(ending.output) };
}
