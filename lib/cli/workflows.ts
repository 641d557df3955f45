import { readFileSync } from 'node:fs';
import { handler as announce } from '../../lambdas/announce/handler.ts';
import { handler as assemble } from '../../lambdas/assemble/handler.ts';
import { handler as auditProtection } from '../../lambdas/audit-protection/handler.ts';
import { handler as checkAgreement } from '../../lambdas/check-agreement/handler.ts';
import { handler as cluster } from '../../lambdas/cluster/handler.ts';
import { handler as integrate } from '../../lambdas/integrate/handler.ts';
import { handler as measure } from '../../lambdas/measure/handler.ts';
import { handler as plan } from '../../lambdas/plan/handler.ts';
import { handler as prepareLink } from '../../lambdas/prepare-link/handler.ts';
import { handler as protect } from '../../lambdas/protect/handler.ts';
import { handler as publish } from '../../lambdas/publish/handler.ts';
import { handler as read } from '../../lambdas/read/handler.ts';
import { handler as receipt } from '../../lambdas/receipt/handler.ts';
import { handler as receive } from '../../lambdas/receive/handler.ts';
import { handler as refuse } from '../../lambdas/refuse/handler.ts';
import type { StepHandler, World } from '../../lambdas/step.ts';
import { handler as tokenize } from '../../lambdas/tokenize/handler.ts';
import { handler as train } from '../../lambdas/train/handler.ts';
import { handler as validate } from '../../lambdas/validate/handler.ts';
import { runWorkflow } from '../adapters/local/workflow-host.ts';

/** The steps of each workflow, by the name that its file gives them. */
const INTAKE: Readonly<Record<string, StepHandler>> = {
  Receive: receive,
  CheckAgreement: checkAgreement,
  Refuse: refuse,
  Read: read,
  Validate: validate,
  Tokenize: tokenize,
  Receipt: receipt,
};
const INTEGRATION: Readonly<Record<string, StepHandler>> = {
  Plan: plan,
  PrepareLink: prepareLink,
  Train: train,
  Cluster: cluster,
  Integrate: integrate,
  Measure: measure,
  Protect: protect,
  AuditProtection: auditProtection,
  Assemble: assemble,
  Publish: publish,
  Announce: announce,
};

/** What a person is told while a state is at work. */
const WORDS: Readonly<Record<string, string>> = {
  Receive: 'receiving',
  CheckAgreement: 'asking for the agreement',
  Read: 'reading',
  Validate: 'validating',
  Tokenize: 'tokenizing',
  Receipt: 'writing the receipt',
  Plan: 'planning',
  PrepareLink: 'linking',
  AskPrepareLink: 'linking',
  Train: 'training the model',
  AskScore: 'scoring pairs',
  Cluster: 'finding people',
  Integrate: 'integrating',
  AskIntegrate: 'integrating',
  Measure: 'measuring',
  AskMeasure: 'measuring',
  Protect: 'protecting',
  AuditProtection: 'attacking the protection',
  Assemble: 'assembling',
  Publish: 'publishing',
  Announce: 'announcing',
};

export function runIntake(world: World, input: unknown): Promise<unknown> {
  return runIn(world, 'intake.asl.json', INTAKE, input);
}

export function runIntegration(world: World, input: unknown): Promise<unknown> {
  return runIn(world, 'integration.asl.json', INTEGRATION, input);
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
  });
}
