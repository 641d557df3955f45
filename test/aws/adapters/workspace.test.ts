import { PutParameterCommand } from '@aws-sdk/client-ssm';
import { describe, expect, it } from 'vitest';
import { readWorkspaceParameters } from '../../../lib/adapters/aws/workspace-parameters.ts';
import { openAwsHost } from '../../../lib/adapters/aws/world.ts';
import { readWorkspaceFiles } from '../../../lib/adapters/local/workspace-files.ts';
import { toVariables } from '../../../lib/deployment/environment.ts';
import { namesOf } from '../../../lib/deployment/names.ts';
import { toParameter } from '../../../lib/deployment/workspace-parameter.ts';
import { freshNames, PLACE, testClients, zoneKeys } from './places.ts';

describe('the workspace that was deployed', () => {
  it('is, file by file, the one that the operator wrote', async () => {
    const clients = testClients();
    const collaborative = `t${Date.now().toString(36)}`;
    const names = namesOf(collaborative, PLACE);
    const files = await readWorkspaceFiles(new URL('../../../examples/county', import.meta.url).pathname);
    for (const [path, text] of files) {
      await clients.ssm().send(
        new PutParameterCommand({
          Name: `${names.workspaceParameters}${path}`,
          Value: toParameter(text) ?? 'too long',
          Type: 'String',
        }),
      );
    }
    await clients
      .ssm()
      .send(new PutParameterCommand({ Name: '/other/workspace/x.yaml', Value: 'x', Type: 'String' }));

    const read = await readWorkspaceParameters(clients.ssm(), names.workspaceParameters);
    const variables = {
      ...toVariables({
        place: PLACE,
        collaborative,
        step: 'Plan',
        keyVersion: 'v1',
        programVersion: '0.1.0',
        zoneKeys,
      }),
      AWS_REGION: PLACE.region,
      SOURCE_DATE_EPOCH: '1790000000',
    };
    const { workspace } = await openAwsHost({ variables, clients }).world();

    expect([...read].sort()).toEqual([...files].sort());
    expect(read.size).toBeGreaterThan(10);
    expect(workspace.contracts.size).toBeGreaterThan(3);
  });

  it('is empty where nothing is deployed', async () => {
    const read = await readWorkspaceParameters(testClients().ssm(), freshNames().workspaceParameters);

    expect(read.size).toBe(0);
  });
});
