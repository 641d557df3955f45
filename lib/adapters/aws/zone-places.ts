import type { Names } from '../../deployment/names.ts';
import { SHARED_ZONES } from '../../deployment/zones.ts';
import type { SharedZone } from '../../ports/object-store.ts';

/** A folder of a zone. */
export interface ZonePlace {
  readonly zone: SharedZone;
  /** No slash at either end. */
  readonly path: string;
}

/** `s3://bucket/path/`. The slash at the end keeps `runs/r1` from being the beginning of `runs/r10`. */
export function locationOf(names: Names, { zone, path }: ZonePlace): string {
  return `s3://${names.zone(zone)}/${path}/`;
}

/** The zone and folder of a location; undefined where it lies in no zone of this system. */
export function placeOf(names: Names, location: string): ZonePlace | undefined {
  const [, bucket, path] = /^s3:\/\/([^/]+)\/(.+?)\/?$/.exec(location) ?? [];
  const zone = SHARED_ZONES.find((one) => names.zone(one) === bucket);
  const climbing = path?.split('/').some((segment) => ['', '.', '..'].includes(segment));
  return zone === undefined || path === undefined || climbing === true ? undefined : { zone, path };
}
