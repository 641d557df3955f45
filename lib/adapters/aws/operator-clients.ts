import { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import { LambdaClient } from '@aws-sdk/client-lambda';
import { STSClient } from '@aws-sdk/client-sts';
import { awsClients, type Clients, type ConnectionSettings } from './clients.ts';

/** What a person at the command line asks beside what functions ask. */
export interface OperatorClients extends Clients {
  readonly cloudFormation: CloudFormationClient;
  readonly lambda: LambdaClient;
  readonly sts: STSClient;
}

export function operatorClients(connection: ConnectionSettings): OperatorClients {
  const { region, endpoint, fips, credentials } = connection;
  const shared = {
    region,
    ...(endpoint === undefined ? {} : { endpoint }),
    ...(fips === true ? { useFipsEndpoint: true } : {}),
    ...(credentials === undefined ? {} : { credentials }),
  };
  return {
    ...awsClients(connection),
    cloudFormation: new CloudFormationClient(shared),
    // A function of the watch may take a minute; a request that is sent again would run it twice.
    lambda: new LambdaClient({ ...shared, maxAttempts: 1 }),
    sts: new STSClient(shared),
  };
}
