import { namesOf } from '../../../lib/deployment/names.ts';
import {
  FUNCTIONS,
  PEOPLE,
  QUERY_ROLES,
  STARTERS,
  WORKFLOW_ROLES,
} from '../../../lib/deployment/principals.ts';
import { STEPS } from '../../../lib/deployment/steps.ts';
import { SHARED_ZONES } from '../../../lib/deployment/zones.ts';
import type { ResolvedTemplates } from '../../../lib/stacks/resolve-template.ts';
import { ACCOUNT, PLACE } from '../synthesised.ts';
import { type DeployedPolicies, policiesOf } from './policies-of.ts';
import { STRANGER } from './simulate.ts';

/** Whose landing zone is judged, who delivers there, and who is another agency to it. */
export interface LandingJudged {
  readonly agency: string;
  /** One that its contracts name and an agreement admits now. */
  readonly dataset: string;
  readonly another: string;
  /** As whom the agency delivers. @default the role that its stack makes */
  readonly deliverer?: string;
}

/** The words of docs/access.md, as ARNs of a system that was synthesised. */
export class DeployedSystem {
  readonly names = namesOf('alder_county', PLACE);
  readonly policies: DeployedPolicies;
  readonly #keys: ReadonlyMap<string, string>;

  constructor(templates: ResolvedTemplates) {
    this.policies = policiesOf(templates);
    this.#keys = new Map(
      [...templates.resources('AWS::KMS::Alias')].map(({ properties }) => [
        String(properties['AliasName']),
        String(properties['TargetKeyId']),
      ]),
    );
  }

  /** Principals of the foundation. */
  readonly roles: readonly string[] = [
    ...FUNCTIONS,
    ...Object.values(QUERY_ROLES),
    ...Object.values(WORKFLOW_ROLES),
    ...STARTERS,
    ...PEOPLE,
  ];

  /** @param who as the tables call one principal */
  principal(who: string, { agency, another, deliverer }: LandingJudged): string {
    switch (who) {
      case 'the agency':
        return deliverer ?? this.names.roleArn(`Deliver-${agency}`);
      case 'another agency':
        return this.names.roleArn(`Deliver-${another}`);
      case 'stranger':
        return STRANGER;
      case 'administrator':
        return `arn:aws:iam::${ACCOUNT}:role/administrator`;
      case 'CloudFormation':
        return `arn:aws:iam::${ACCOUNT}:role/cdk-hnb659fds-cfn-exec-role-${ACCOUNT}-us-east-1`;
      case 'another account':
        return 'arn:aws:iam::999988887777:role/anybody';
      case 'anonymous':
        return 'anonymous';
      case 'elsewhere':
        return `arn:aws:iam::${ACCOUNT}:role/elsewhere`;
      default:
        if (who.endsWith('.amazonaws.com')) return who;
        if (!this.roles.includes(who)) throw new RangeError(`The tables name ${who}, which is nobody.`);
        return this.names.roleArn(who);
    }
  }

  /** Names of principals for which a word of the tables stands. */
  everyone(word: string, { deliverer }: LandingJudged): readonly string[] {
    switch (word) {
      case 'nobody':
        return [];
      case 'every function':
        return FUNCTIONS;
      case 'functions that watch':
        return STEPS.filter(({ workflow }) => workflow === 'watch').map(({ name }) => name);
      case 'every role':
        return [
          ...this.roles,
          ...(deliverer === undefined ? ['the agency'] : []),
          'another agency',
          'administrator',
          'CloudFormation',
        ];
      default:
        return [word];
    }
  }

  bucket(zone: string, { agency }: LandingJudged): string {
    if (zone === 'landing') return this.names.landing(agency);
    if (zone === 'logs') return this.names.accessLogs;
    if (zone === 'trail') return this.names.accessTrail;
    const shared = SHARED_ZONES.find((known) => known === zone);
    return shared === undefined ? zone : this.names.zone(shared);
  }

  /** @returns the key's ARN and its alias */
  key(name: string, { agency }: LandingJudged): { readonly arn: string; readonly alias: string } {
    const alias = this.#alias(name, agency);
    // It calls its key as we call ours, which nobody can forbid it.
    if (name === 'abroad') return { arn: 'arn:aws:kms:us-east-1:999988887777:key/abroad', alias };
    const arn = this.#keys.get(alias) ?? `arn:aws:kms:us-east-1:${ACCOUNT}:key/${name}`;
    return { arn, alias };
  }

  #alias(name: string, agency: string): string {
    switch (name) {
      case 'landing':
      case 'abroad':
        return this.names.landingKeyAlias(agency);
      case 'hmac':
        return this.names.hmacKeyAlias('v1');
      case 'disclosure':
        return this.names.disclosureKeyAlias;
      case 'trail':
        return `alias/${this.names.system}-access-trail`;
      case 'elsewhere':
        return 'alias/elsewhere';
      default:
        return this.names.keyAlias(name as never);
    }
  }

  /**
   * A resource as the tables write it: a service and the end of an ARN, a bucket of a zone, a key, or a role.
   * @param self the name of who asks, for `{self}`
   */
  resource(text: string, landing: LandingJudged, self = ''): string {
    const filled = this.fill(text, landing).replaceAll('{self}', this.#self(self));
    if (filled === '*') return '*';
    const [, service = '', rest = ''] = /^([a-z0-9]+):(.*)$/.exec(filled) ?? [];
    switch (service) {
      case 'role':
        return this.principal(rest, landing);
      case 's3': {
        const [zone = '', ...key] = rest.split('/');
        return [`arn:aws:s3:::${this.bucket(zone, landing)}`, ...key].join('/');
      }
      case 'kms':
        return this.key(rest, landing).arn;
      case '':
        throw new RangeError(`${text} is no resource.`);
      default:
        return `arn:aws:${service}:us-east-1:${ACCOUNT}:${rest}`;
    }
  }

  /** Fills in `{system}`, `{account}`, `{tokens}` (its bucket) and services: `{states}:stateMachine:a`. */
  fill(text: string, landing: LandingJudged): string {
    return text.replaceAll(/\{([a-z0-9]+)\}/g, (whole, word: string) => {
      if (word === 'system') return this.names.system;
      if (word === 'account') return ACCOUNT;
      if (word === 'self') return whole;
      if (word === 'landing' || SHARED_ZONES.some((zone) => zone === word)) return this.bucket(word, landing);
      return `arn:aws:${word}:us-east-1:${ACCOUNT}`;
    });
  }

  /** As a function's own name has it. */
  #self(who: string): string {
    return this.roles.includes(who) ? this.names.function(who).slice(this.names.system.length + 1) : 'nobody';
  }
}
