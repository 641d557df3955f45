import { randomUUID } from 'node:crypto';
import { CreateStateMachineCommand, StartExecutionCommand, StopExecutionCommand } from '@aws-sdk/client-sfn';
import { RunTurn } from '../../../lib/adapters/aws/run-turn.ts';
import { S3Store } from '../../../lib/adapters/aws/s3-store.ts';
import { describeTurn } from '../../conformance/turn.ts';
import { freshNames, makeBucket, PLACE, testClients, zoneKeys } from './places.ts';

/** Nothing but time passes in it. */
const WAITING = JSON.stringify({
  StartAt: 'Wait',
  States: { Wait: { Type: 'Wait', Seconds: 600, End: true } },
});

describeTurn('an object of the crosswalk zone', async () => {
  const clients = testClients();
  const names = freshNames();
  await makeBucket(clients.s3(), names.zone('crosswalk'));
  const { stateMachineArn } = await clients.sfn().send(
    new CreateStateMachineCommand({
      name: names.stateMachine('integration'),
      definition: WAITING,
      roleArn: `arn:aws:iam::${PLACE.account}:role/integration`,
    }),
  );
  return {
    open: () =>
      new RunTurn({
        store: new S3Store({
          client: clients.s3(),
          bucket: names.zone('crosswalk'),
          key: zoneKeys.crosswalk,
        }),
        executions: clients.sfn,
        clock: { now: () => new Date() },
      }),
    async start() {
      const { executionArn = '' } = await clients
        .sfn()
        .send(new StartExecutionCommand({ stateMachineArn, name: randomUUID() }));
      return executionArn;
    },
    async end(executionArn) {
      await clients.sfn().send(new StopExecutionCommand({ executionArn }));
    },
  };
});
