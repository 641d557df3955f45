import type { Drift } from './drift.ts';

const MEANS = {
  missing: 'Functions do not know it.',
  changed: 'Functions go by what was deployed.',
  extra: 'Functions still go by it.',
} as const;

/** Files of the workspace that functions have otherwise, or not at all. @param folder of Systems Manager */
export function workspaceDrift(
  folder: string,
  files: ReadonlyMap<string, string>,
  deployed: ReadonlyMap<string, string>,
): readonly Drift[] {
  const paths = [...new Set([...files.keys(), ...deployed.keys()])].toSorted();
  return paths.flatMap((path): readonly Drift[] => {
    const [mine, other] = [files.get(path), deployed.get(path)];
    if (mine === other) return [];
    const problem = other === undefined ? 'missing' : mine === undefined ? 'extra' : 'changed';
    const verb = {
      missing: 'is not deployed',
      changed: 'was changed',
      extra: 'is deployed, and no longer here',
    }[problem];
    return [
      {
        of: 'workspace_file',
        problem,
        at: folder,
        name: path,
        message: `The file ${path} ${verb}. ${MEANS[problem]} Deploy again: npx cdk deploy --all.`,
      },
    ];
  });
}
