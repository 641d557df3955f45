import type { Names, Place } from '../../deployment/names.ts';
import type { Observed } from '../../ports/observed.ts';
import { CloudTrailLog } from './access-log.ts';
import type { Clients } from './clients.ts';
import { AwsExecutions } from './executions.ts';
import { S3Store } from './s3-store.ts';

/** What a deployment has to look at: its trail, its executions, and what the watch remembers. */
export function awsObserved(
  names: Names,
  place: Place,
  clients: Pick<Clients, 's3' | 'athena' | 'sfn'>,
): Observed {
  const store = new S3Store({ client: clients.s3(), bucket: names.accessTrail, owner: place.account });
  return {
    accessLog: new CloudTrailLog({ store, athena: clients.athena(), names, place }),
    executions: new AwsExecutions({ sfn: clients.sfn(), athena: clients.athena(), names }),
    memory: store,
  };
}
