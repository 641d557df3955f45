import { Construct } from 'constructs';
import type { Names, Place } from '../deployment/names.ts';
import { ZONE_PARTS } from '../deployment/zones.ts';
import { objectStatements, type Reach } from './object-statements.ts';
import type { Principal } from './principals.ts';

type LandingPart = keyof typeof ZONE_PARTS.landing;

/**
 * Who reaches the landing zones of all agencies, by the pattern of their buckets' names and of their keys' aliases: an
 * agency that comes changes nothing here. Its own stack's bucket and key have to let them in as well.
 */
export class LandingAccess extends Construct {
  readonly #names: Names;
  readonly #place: Place;
  readonly #reach = new Map<Principal, { [V in keyof Reach]: Set<string> }>();

  constructor(scope: Construct, id: string, names: Names, place: Place) {
    super(scope, id);
    this.#names = names;
    this.#place = place;
  }

  grantRead(parts: readonly LandingPart[], ...who: readonly Principal[]): void {
    this.#grant('read', parts, who);
  }

  grantWrite(parts: readonly LandingPart[], ...who: readonly Principal[]): void {
    this.#grant('write', parts, who);
  }

  /** Every version goes for good. */
  grantRemove(parts: readonly LandingPart[], ...who: readonly Principal[]): void {
    this.#grant('list', parts, who);
    this.#grant('remove', parts, who);
  }

  /** Writes what was granted into the principals' policies. */
  write(): void {
    const { partition, region, account } = this.#place;
    for (const [principal, reach] of this.#reach)
      for (const statement of objectStatements({
        sid: 'Landing',
        bucketArn: `arn:${partition}:s3:::${this.#names.anyLanding}`,
        reach,
        key: {
          anyArn: `arn:${partition}:kms:${region}:${account}:key/*`,
          alias: this.#names.landingKeyAlias('*'),
        },
        place: this.#place,
      }))
        principal.may(statement);
  }

  #grant(verb: keyof Reach, parts: readonly LandingPart[], who: readonly Principal[]): void {
    for (const principal of who) {
      const reach = this.#reach.get(principal) ?? {
        read: new Set(),
        list: new Set(),
        write: new Set(),
        remove: new Set(),
      };
      for (const part of parts) reach[verb].add(ZONE_PARTS.landing[part]);
      this.#reach.set(principal, reach);
    }
  }
}
