import {
  type Agreement,
  type DatasetId,
  type IsoDate,
  inForce,
  missingSignatures,
  suggest,
  type Workspace,
} from '../workspace/workspace.ts';
import { DatasetUnknown, type Lacking, NoAgreementInForce } from './errors.ts';

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

/** What each of some agreements that are not in force lacks, ordered by id. */
export function lackingOf(agreements: readonly Agreement[], day: IsoDate): readonly Lacking[] {
  return [...agreements].sort(byId).flatMap((agreement): readonly Lacking[] => {
    const { id, effective, expires } = agreement;
    if (expires < day) return [{ agreement: id, lacks: 'unexpired', date: expires }];
    if (effective > day) return [{ agreement: id, lacks: 'effective', date: effective }];
    const of = missingSignatures(agreement, day);
    return of.length === 0 ? [] : [{ agreement: id, lacks: 'signatures', of }];
  });
}

function byId(a: Agreement, b: Agreement): number {
  return a.id < b.id ? -1 : Number(a.id > b.id);
}
