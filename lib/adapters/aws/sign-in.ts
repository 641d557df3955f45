import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import type { Place } from '../../deployment/names.ts';
import { type Audience, type Kind, TributaryError } from '../../errors/tributary-error.ts';
import { connectionOf } from './clients.ts';
import { type OperatorClients, operatorClients } from './operator-clients.ts';

/** Whoever sits at the command line, as AWS knows them. */
export interface SignIn {
  readonly place: Place;
  readonly clients: OperatorClients;
}

/**
 * Finds region and credentials as every AWS tool does (variables, profiles, single sign-on) and asks AWS which account
 * they are of.
 * @throws RegionUnknown, NotSignedIn
 */
export async function signIn(variables: Readonly<Record<string, string | undefined>>): Promise<SignIn> {
  const region = variables['AWS_REGION'] || variables['AWS_DEFAULT_REGION'] || (await regionOfProfile());
  const clients = operatorClients(connectionOf(variables, region));
  try {
    const { Account = '', Arn = '' } = await clients.sts.send(new GetCallerIdentityCommand({}));
    const [, partition = 'aws'] = Arn.split(':');
    return { place: { partition, account: Account, region }, clients };
  } catch (error) {
    throw new NotSignedIn(error instanceof Error && EXPIRED.test(error.name) ? 'expired' : 'missing');
  }
}

const EXPIRED = /Expired/;

async function regionOfProfile(): Promise<string> {
  try {
    return await new STSClient({}).config.region();
  } catch {
    throw new RegionUnknown();
  }
}

/** Nothing says in which region the system is. */
export class RegionUnknown extends TributaryError {
  readonly code = 'REGION_UNKNOWN';
  readonly kind: Kind = 'usage';
  readonly audience: Audience = 'operator';

  constructor() {
    super(
      'Nothing says in which AWS region the system is. Set AWS_REGION, or a region in the profile that you use.',
    );
  }
}

/** AWS does not know who is asking. */
export class NotSignedIn extends TributaryError {
  readonly code = 'NOT_SIGNED_IN';
  readonly kind: Kind = 'usage';
  readonly audience: Audience = 'operator';

  constructor(problem: 'missing' | 'expired') {
    super(
      problem === 'expired'
        ? 'Your sign-in to AWS has expired. Sign in again, with "aws sso login" or as your organization does it, and repeat the command.'
        : 'You are not signed in to AWS, or AWS does not accept the credentials. Sign in, with "aws sso login" or as your organization does it; AWS_PROFILE chooses a profile.',
    );
  }
}
