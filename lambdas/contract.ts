import { DatasetUnknown } from '../lib/governance/governance.ts';
import { type Contract, suggest, type Workspace } from '../lib/workspace/workspace.ts';

/** @throws DatasetUnknown */
export function findContract(
  { contracts }: Workspace,
  { agency, dataset }: { readonly agency: string; readonly dataset: string },
): Contract {
  const contract = contracts.get(`${agency}/${dataset}`);
  if (contract === undefined)
    throw new DatasetUnknown(`${agency}/${dataset}`, suggest(`${agency}/${dataset}`, contracts.keys()));
  return contract;
}
