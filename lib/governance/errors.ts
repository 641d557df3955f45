import { TributaryError } from '../errors/tributary-error.ts';
import { explainLacking, type Lacking } from '../workspace/workspace.ts';

/** Nothing lets this dataset in: says of each agreement that names it what it lacks. */
export class NoAgreementInForce extends TributaryError {
  readonly code = 'NO_AGREEMENT_IN_FORCE';
  readonly kind = 'refusal';
  readonly audience = 'steward';
  readonly dataset: string;
  readonly lacking: readonly Lacking[];

  constructor(dataset: string, date: string, lacking: readonly Lacking[]) {
    const remedy = `Ask who keeps the agreements of the collaborative; until then nothing of ${dataset} is taken in.`;
    super(`No agreement in force on ${date} covers ${dataset}: ${explainLacking(lacking)}. ${remedy}`);
    this.dataset = dataset;
    this.lacking = lacking;
  }
}

/** A dataset that the workspace has no contract for. */
export class DatasetUnknown extends TributaryError {
  readonly code = 'DATASET_UNKNOWN';
  readonly kind = 'usage';
  readonly audience = 'steward';

  constructor(dataset: string, suggestion: string) {
    super(`There is no dataset "${dataset}" in this workspace. ${suggestion}`);
  }
}

/** A step of a run was called before the run was planned. */
export class RunPlanMissing extends TributaryError {
  readonly code = 'RUN_PLAN_MISSING';
  readonly kind = 'fault';
  readonly audience = 'operator';

  constructor(run: string) {
    super(`Run ${run} has no plan. Start it with "tributary run", which plans first.`);
  }
}
