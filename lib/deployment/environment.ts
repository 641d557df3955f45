import { type Audience, type Kind, TributaryError } from '../errors/tributary-error.ts';
import type { SharedZone } from '../ports/object-store.ts';
import type { Place, QueryDuty } from './names.ts';
import { SHARED_ZONES } from './zones.ts';

/** What a function is told of the system that it is a part of. */
export interface FunctionEnvironment {
  readonly place: Place;
  readonly collaborative: string;
  readonly step: string;
  /** For whom it asks the query engine; missing where it asks nothing. */
  readonly duty?: QueryDuty;
  /** The version of the root key of tokens, e.g. `v1`. */
  readonly keyVersion: string;
  /** ARN of the key of each shared zone. */
  readonly zoneKeys: Readonly<Record<SharedZone, string>>;
  readonly programVersion: string;
}

/** As the variables of a function; `AWS_REGION` is Lambda's own. */
export function toVariables(environment: FunctionEnvironment): Readonly<Record<string, string>> {
  const { place, collaborative, step, duty, keyVersion, zoneKeys, programVersion } = environment;
  return {
    TRIBUTARY_PARTITION: place.partition,
    TRIBUTARY_ACCOUNT: place.account,
    TRIBUTARY_COLLABORATIVE: collaborative,
    TRIBUTARY_STEP: step,
    TRIBUTARY_KEY_VERSION: keyVersion,
    TRIBUTARY_PROGRAM_VERSION: programVersion,
    ...(duty === undefined ? {} : { TRIBUTARY_DUTY: duty }),
    ...Object.fromEntries(SHARED_ZONES.map((zone) => [keyVariable(zone), zoneKeys[zone]])),
  };
}

/** @throws EnvironmentIncomplete */
export function fromVariables(variables: Readonly<Record<string, string | undefined>>): FunctionEnvironment {
  const read = (name: string): string => {
    const value = variables[name];
    if (value === undefined || value === '') throw new EnvironmentIncomplete(name);
    return value;
  };
  const duty = variables['TRIBUTARY_DUTY'];
  return {
    place: {
      partition: read('TRIBUTARY_PARTITION'),
      account: read('TRIBUTARY_ACCOUNT'),
      region: read('AWS_REGION'),
    },
    collaborative: read('TRIBUTARY_COLLABORATIVE'),
    step: read('TRIBUTARY_STEP'),
    keyVersion: read('TRIBUTARY_KEY_VERSION'),
    programVersion: read('TRIBUTARY_PROGRAM_VERSION'),
    ...(duty === undefined ? {} : { duty: duty as QueryDuty }),
    zoneKeys: {
      tokens: read(keyVariable('tokens')),
      records: read(keyVariable('records')),
      crosswalk: read(keyVariable('crosswalk')),
      integrated: read(keyVariable('integrated')),
      release: read(keyVariable('release')),
      audit: read(keyVariable('audit')),
    },
  };
}

function keyVariable(zone: SharedZone): string {
  return `TRIBUTARY_KEY_OF_${zone.toUpperCase()}`;
}

/** A function was deployed without something that it needs to know. */
export class EnvironmentIncomplete extends TributaryError {
  readonly code = 'ENVIRONMENT_INCOMPLETE';
  readonly kind: Kind = 'usage';
  readonly audience: Audience = 'operator';

  constructor(variable: string) {
    super(`The function was deployed without ${variable}. Deploy the pipeline again: npx cdk deploy.`);
  }
}
