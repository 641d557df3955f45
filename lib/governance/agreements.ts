import {
  type Agreement,
  type DatasetId,
  type IsoDate,
  inForce,
  lackingOf,
  suggest,
  type Workspace,
} from '../workspace/workspace.ts';
import { DatasetUnknown, NoAgreementInForce } from './errors.ts';

/** Agreements that bind on a day, ordered by id. */
export function agreementsInForce(agreements: readonly Agreement[], day: IsoDate): readonly Agreement[] {
  return [...agreements].filter((agreement) => inForce(agreement, day)).sort(byId);
}

/**
 * The agreement under which a dataset is taken in on a day: of those in force that name it the first by id. Its
 * purpose does not matter at this door; it does where something is published.
 * @throws DatasetUnknown, NoAgreementInForce
 */
export function intakeAgreement(workspace: Workspace, dataset: DatasetId, day: IsoDate): Agreement {
  if (!workspace.contracts.has(dataset))
    throw new DatasetUnknown(dataset, suggest(dataset, workspace.contracts.keys()));
  const naming = workspace.agreements.filter(({ datasets }) => datasets.includes(dataset));
  const [first] = agreementsInForce(naming, day);
  if (first === undefined) throw new NoAgreementInForce(dataset, day, lackingOf(naming, day));
  return first;
}

function byId(a: Agreement, b: Agreement): number {
  return a.id < b.id ? -1 : Number(a.id > b.id);
}
