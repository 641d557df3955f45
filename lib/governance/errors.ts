import { TributaryError } from '../errors/tributary-error.ts';

/** Why an agreement that names a dataset does not bind on a day. */
export type Lacking =
  | { readonly agreement: string; readonly lacks: 'effective'; readonly date: string }
  | { readonly agreement: string; readonly lacks: 'unexpired'; readonly date: string }
  | { readonly agreement: string; readonly lacks: 'signatures'; readonly of: readonly string[] };

/** Nothing lets this dataset in: says of each agreement that names it what it lacks. */
export class NoAgreementInForce extends TributaryError {
  readonly code = 'no_agreement_in_force';
  readonly kind = 'refusal';
  readonly audience = 'steward';
  readonly dataset: string;
  readonly lacking: readonly Lacking[];

  constructor(dataset: string, date: string, lacking: readonly Lacking[]) {
    super(`No agreement in force on ${date} covers ${dataset}: ${explain(lacking)}. Ask whoever keeps the agreements of the collaborative; until then nothing of ${dataset} is taken in.`);
    this.dataset = dataset;
    this.lacking = lacking;
  }
}

function explain(lacking: readonly Lacking[]): string {
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
  readonly code = 'dataset_unknown';
  readonly kind = 'usage';
  readonly audience = 'steward';

  constructor(dataset: string, suggestion: string) {
    super(`There is no dataset "${dataset}" in this workspace. ${suggestion}`);
  }
}
