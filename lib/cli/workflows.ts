import { readFileSync } from 'node:fs';
import { handler as announce } from '../../lambdas/announce/handler.ts';
import { handler as assemble } from '../../lambdas/assemble/handler.ts';
import { handler as auditProtection } from '../../lambdas/audit-protection/handler.ts';
import { handler as checkAgreement } from '../../lambdas/check-agreement/handler.ts';
import { handler as cluster } from '../../lambdas/cluster/handler.ts';
import { handler as combine } from '../../lambdas/combine/handler.ts';
import { handler as integrate } from '../../lambdas/integrate/handler.ts';
import { handler as measure } from '../../lambdas/measure/handler.ts';
import { handler as measureQuality } from '../../lambdas/measure-quality/handler.ts';
import { handler as plan } from '../../lambdas/plan/handler.ts';
import { handler as prepareLink } from '../../lambdas/prepare-link/handler.ts';
import { handler as protect } from '../../lambdas/protect/handler.ts';
import { handler as publish } from '../../lambdas/publish/handler.ts';
import { handler as read } from '../../lambdas/read/handler.ts';
import { handler as receipt } from '../../lambdas/receipt/handler.ts';
import { handler as receive } from '../../lambdas/receive/handler.ts';
import { handler as refuse } from '../../lambdas/refuse/handler.ts';
import { handler as showViews } from '../../lambdas/show-views/handler.ts';
import type { StepHandler, World } from '../../lambdas/step.ts';
import { handler as tokenize } from '../../lambdas/tokenize/handler.ts';
import { handler as train } from '../../lambdas/train/handler.ts';
import { handler as validate } from '../../lambdas/validate/handler.ts';
import { type Failure, runWorkflow } from '../adapters/local/workflow-host.ts';
import { TributaryError } from '../errors/tributary-error.ts';

/** The steps of each workflow, by the name that its file gives them. */
const INTAKE: Readonly<Record<string, StepHandler>> = {
  Receive: receive,
  CheckAgreement: checkAgreement,
  Refuse: refuse,
  Read: read,
  Validate: validate,
  Tokenize: oneAfterAnother(tokenize),
  Combine: combine,
  Receipt: receipt,
};
const INTEGRATION: Readonly<Record<string, StepHandler>> = {
  Plan: plan,
  PrepareLink: prepareLink,
  Train: train,
  Cluster: cluster,
  Integrate: integrate,
  MeasureQuality: measureQuality,
  Measure: measure,
  Protect: protect,
  AuditProtection: auditProtection,
  Assemble: assemble,
  Publish: publish,
  ShowViews: showViews,
  Announce: announce,
};

/** What a person is told while a state is at work. */
const WORDS: Readonly<Record<string, string>> = {
  Receive: 'receiving',
  Misplaced: 'writing the answer',
  CheckAgreement: 'asking for the agreement',
  Refuse: 'writing the answer',
  Read: 'reading',
  Validate: 'validating',
  Tokenize: 'tokenizing',
  Combine: 'comparing with what is in force',
  Receipt: 'writing the receipt',
  Apologise: 'leaving a note',
  Plan: 'planning',
  PrepareLink: 'linking',
  AskPrepareLink: 'linking',
  Train: 'training the model',
  AskScore: 'scoring pairs',
  Cluster: 'finding people',
  Integrate: 'integrating',
  AskIntegrate: 'integrating',
  MeasureQuality: 'measuring quality',
  Measure: 'measuring',
  AskMeasure: 'measuring',
  Protect: 'protecting',
  AuditProtection: 'attacking the protection',
  Assemble: 'assembling',
  Publish: 'publishing',
  ShowViews: 'showing',
  AskShow: 'showing',
  Announce: 'announcing',
};

/** What a person is told while a state is at work; undefined where a state is too short to tell of. */
export function stateWords(state: string): string | undefined {
  return WORDS[state];
}

export function runIntake(world: World, input: unknown): Promise<unknown> {
  return runIn(world, 'intake.asl.json', INTAKE, input);
}

export function runIntegration(world: World, input: unknown): Promise<unknown> {
  return runIn(world, 'integration.asl.json', INTEGRATION, input);
}

/** Parts of a delivery that run side by side on AWS would each want all of one machine. */
function oneAfterAnother(handler: StepHandler): StepHandler {
  const queue = { last: Promise.resolve<unknown>(undefined) };
  return (event, context) => {
    const answer = queue.last.then(() => handler(event, context));
    queue.last = answer.catch(() => undefined);
    return answer;
  };
}

/** What a run went on from. Errors of others than Tributary may quote a value, so only their names are told. */
function failureText({ state, detail, error }: Failure): string {
  const what = [WORDS[state] ?? state, detail].filter(Boolean).join(' ');
  if (error instanceof TributaryError) return `${what} failed: ${error.message}`;
  return `${what} failed (${error instanceof Error ? error.name : 'unknown'})`;
}

function runIn(
  world: World,
  file: string,
  steps: Readonly<Record<string, StepHandler>>,
  input: unknown,
): Promise<unknown> {
  const tasks = Object.entries(steps).map(
    ([name, handler]) => [name, (event: unknown) => handler(event, { world })] as const,
  );
  return runWorkflow({
    definition: readFileSync(new URL(`../workflow/${file}`, import.meta.url), 'utf8'),
    input,
    tasks: Object.fromEntries(tasks),
    engine: world.engine,
    onState: (state, detail) =>
      world.progress.tick([WORDS[state] ?? state, detail].filter(Boolean).join(' ')),
    onSurvived: (failure) => world.progress.done(failureText(failure)),
  });
}
