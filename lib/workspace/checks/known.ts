import { suggest } from '../did-you-mean.ts';
import type { Finding } from '../finding.ts';
import type { Contract, DatasetId, Workspace } from '../model.ts';
import type { Path, YamlFile } from '../yaml-document.ts';

/** The workspace as far as it could be read. */
export interface Known {
  readonly workspace: Workspace;
  readonly unread: ReadonlySet<string>;
}

/** Whether a dataset has no contract; false where the contract is there and merely broken. */
export function datasetMissing({ workspace, unread }: Known, id: string): boolean {
  return !workspace.contracts.has(id as DatasetId) && !unread.has(`contracts/${id}.yaml`);
}

export function contractOf({ workspace }: Known, id: string): Contract | undefined {
  return workspace.contracts.get(id as DatasetId);
}

/** A finding for each dataset of a list that has no contract. */
export function unknownDatasets(
  yaml: YamlFile,
  known: Known,
  at: Path,
  ids: readonly string[],
): readonly Finding[] {
  return ids.flatMap((id, index) =>
    datasetMissing(known, id)
      ? [
          yaml.finding([...at, index], {
            code: 'unknown_name',
            message: `There is no dataset "${id}".`,
            remedy: `${suggest(id, known.workspace.contracts.keys())} A dataset is a file contracts/${id}.yaml.`,
          }),
        ]
      : [],
  );
}

/** A finding for each second occurrence in a list. */
export function repeated(
  yaml: YamlFile,
  what: string,
  names: readonly string[],
  at: (index: number) => Path,
): readonly Finding[] {
  return names.flatMap((name, index) =>
    names.indexOf(name) < index
      ? [
          yaml.finding(at(index), {
            code: 'duplicate',
            message: `There are two ${what} "${name}".`,
            remedy: 'Rename one of them, or take it out.',
          }),
        ]
      : [],
  );
}

/** The word of the totals, which no code may be, in whatever case: readers could not tell the two apart. */
export function isTotal(code: string): boolean {
  return code.trim().toLowerCase() === 'total';
}

export function totalFinding(yaml: YamlFile, at: Path): Finding {
  return yaml.finding(at, {
    code: 'total',
    message: 'No code may be called Total: that is how a total reads in what is published.',
    remedy: 'Give the code another name, such as all_ages.',
  });
}
