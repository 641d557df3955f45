import { ParameterTier, StringParameter } from 'aws-cdk-lib/aws-ssm';
import { Construct } from 'constructs';
import type { Names } from '../deployment/names.ts';
import { LONGEST_PARAMETER, toParameter } from '../deployment/workspace-parameter.ts';
import { WorkspaceFileTooLarge } from './errors.ts';

export interface WorkspaceParametersProps {
  readonly names: Names;
  readonly files: ReadonlyMap<string, string>;
}

/**
 * Files of the workspace as parameters of Systems Manager, from which functions read them: so a change of the workspace
 * is no change of any function.
 */
export class WorkspaceParameters extends Construct {
  constructor(scope: Construct, id: string, { names, files }: WorkspaceParametersProps) {
    super(scope, id);
    for (const [path, text] of [...files].sort(([a], [b]) => (a < b ? -1 : 1))) {
      const stringValue = toParameter(text);
      if (stringValue === undefined) throw new WorkspaceFileTooLarge(path, text.length, LONGEST_PARAMETER);
      new StringParameter(this, path.replaceAll('/', '.'), {
        parameterName: `${names.workspaceParameters}${path}`,
        description: `The file ${path} of the workspace.`,
        stringValue,
        tier: ParameterTier.STANDARD,
        simpleName: false,
      });
    }
  }
}

/** The files of one agency: its own and its contracts'. */
export function filesOfAgency(
  files: ReadonlyMap<string, string>,
  agency: string,
): ReadonlyMap<string, string> {
  return only(files, (path) => ownerOf(path) === agency);
}

/** The files that are no single agency's, among those that the workspace is read from. */
export function sharedFiles(files: ReadonlyMap<string, string>): ReadonlyMap<string, string> {
  return only(files, (path) => path === 'collaborative.yaml' || /^(agreements|indicators)\//.test(path));
}

function ownerOf(path: string): string | undefined {
  return /^(?:agencies\/([^/]+)\.yaml|contracts\/([^/]+)\/.+)$/.exec(path)?.slice(1).find(Boolean);
}

function only(
  files: ReadonlyMap<string, string>,
  wanted: (path: string) => boolean,
): ReadonlyMap<string, string> {
  return new Map([...files].filter(([path]) => wanted(path)));
}
