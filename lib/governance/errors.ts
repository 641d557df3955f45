import { TributaryError } from '../errors/tributary-error.ts';

/** Why an agreement that names a dataset does not bind on a day. */
export type Lacking =
  | { readonly agreement: string; readonly lacks: 'effective'; readonly date: string }
  | { readonly agreement: string; readonly lacks: 'unexpired'; readonly date: string }
  | { readonly agreement: string; readonly lacks: 'signatures'; readonly of: readonly string[] };

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

/** What agreements lack, in one phrase: `schools_dsa expired on 2026-03-31; …`. */
export function explainLacking(lacking: readonly Lacking[]): string {
  if (lacking.length === 0) return 'none names it';
  return lacking.map((one) => `${one.agreement} ${phrase(one)}`).join('; ');
}

function phrase(lacking: Lacking): string {
  if (lacking.lacks === 'effective') return `is not effective until ${lacking.date}`;
  if (lacking.lacks === 'unexpired') return `expired on ${lacking.date}`;
  return `has no signatory of ${lacking.of.join(' and ')}`;
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
