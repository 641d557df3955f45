import { GetParametersByPathCommand, type SSMClient } from '@aws-sdk/client-ssm';
import { fromParameter } from '../../deployment/workspace-parameter.ts';
import { toAwsFailure } from './failures.ts';

/**
 * The files of the workspace that was deployed, from Systems Manager.
 * @param folder below which each file is a parameter, as `Names.workspaceParameters`
 * @returns relative path to text; empty where nothing is deployed
 */
export async function readWorkspaceParameters(
  client: SSMClient,
  folder: string,
): Promise<ReadonlyMap<string, string>> {
  const path = folder.replace(/\/$/, '');
  const files = new Map<string, string>();
  let token: string | undefined;
  do {
    const command: GetParametersByPathCommand = new GetParametersByPathCommand({
      Path: path,
      Recursive: true,
      ...(token === undefined ? {} : { NextToken: token }),
    });
    const page = await client.send(command).catch((error: unknown) => {
      throw toAwsFailure(error, 'ssm:GetParametersByPath', `parameters below ${path}`);
    });
    for (const { Name = '', Value = '' } of page.Parameters ?? [])
      files.set(Name.slice(path.length + 1), fromParameter(Value));
    token = page.NextToken;
  } while (token !== undefined);
  return files;
}
