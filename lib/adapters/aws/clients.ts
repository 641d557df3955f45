import { AthenaClient } from '@aws-sdk/client-athena';
import { GlueClient } from '@aws-sdk/client-glue';
import { KMSClient } from '@aws-sdk/client-kms';
import { S3Client } from '@aws-sdk/client-s3';
import { SFNClient } from '@aws-sdk/client-sfn';
import { SSMClient } from '@aws-sdk/client-ssm';

export interface ConnectionSettings {
  readonly region: string;
  /** Another endpoint than AWS's own, as `AWS_ENDPOINT_URL` has it: a server that answers for AWS in a test. */
  readonly endpoint?: string;
  /** Endpoints that keep to FIPS 140, as `AWS_USE_FIPS_ENDPOINT` has it. */
  readonly fips?: boolean;
  /** Default: the role of the function, or what the environment of the command line says. */
  readonly credentials?: { readonly accessKeyId: string; readonly secretAccessKey: string };
}

/** Throttling is what Athena and Glue answer first in a busy account; five tries take some ten seconds. */
const TRIES = 5;

/** A client a service, made when first asked for: most steps need three of them. */
export interface Clients {
  readonly s3: () => S3Client;
  readonly kms: () => KMSClient;
  readonly athena: () => AthenaClient;
  readonly glue: () => GlueClient;
  readonly sfn: () => SFNClient;
  readonly ssm: () => SSMClient;
}

export function awsClients(settings: ConnectionSettings): Clients {
  const { region, endpoint, fips, credentials } = settings;
  const shared = {
    region,
    maxAttempts: TRIES,
    ...(endpoint === undefined ? {} : { endpoint }),
    ...(fips === true ? { useFipsEndpoint: true } : {}),
    ...(credentials === undefined ? {} : { credentials }),
  };
  // A server in a test has one name, not one a bucket.
  const pathStyle = endpoint === undefined ? {} : { forcePathStyle: true };
  return {
    s3: once(() => new S3Client({ ...shared, ...pathStyle })),
    kms: once(() => new KMSClient(shared)),
    athena: once(() => new AthenaClient(shared)),
    glue: once(() => new GlueClient(shared)),
    sfn: once(() => new SFNClient(shared)),
    ssm: once(() => new SSMClient(shared)),
  };
}

/** How the variables of a process or function say where AWS is. */
export function connectionOf(
  variables: Readonly<Record<string, string | undefined>>,
  region: string,
): ConnectionSettings {
  const endpoint = variables['AWS_ENDPOINT_URL'];
  return {
    region,
    ...(endpoint === undefined || endpoint === '' ? {} : { endpoint }),
    ...(variables['AWS_USE_FIPS_ENDPOINT'] === 'true' ? { fips: true } : {}),
  };
}

function once<T>(make: () => T): () => T {
  const made: { readonly value: T }[] = [];
  return () => {
    const [known] = made;
    if (known !== undefined) return known.value;
    const value = make();
    made.push({ value });
    return value;
  };
}
