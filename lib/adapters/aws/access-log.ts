import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import type { AthenaClient } from '@aws-sdk/client-athena';
import { z } from 'zod';
import type { Names, Place } from '../../deployment/names.ts';
import type { Access, AccessLog, AccessLogFile } from '../../ports/access-log.ts';
import type { ObjectStore } from '../../ports/object-store.ts';
import {
  CloudTrailReader,
  CloudTrailRecord,
  ownWorkGroups,
  type RecordedAccess,
} from './cloudtrail-records.ts';
import { scannedBytes } from './query-history.ts';

const unzip = promisify(gunzip);

/** `…/<account>_CloudTrail_<region>_20260331T0455Z_<unique>.json.gz`; the time is that of delivery. */
const FILE = /_CloudTrail_[a-z0-9-]+_(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)Z_[^/]+\.json\.gz$/;
const Content = z.object({ Records: z.array(z.unknown()).default([]) });

/** A query runs for half an hour at most, so what it scanned is known of those in files that are older than this. */
const SETTLED_MINUTES = 35;
const DAY_MS = 86_400_000;

export interface CloudTrailLogSettings {
  /** The bucket of the trail. */
  readonly store: ObjectStore;
  readonly athena: AthenaClient;
  readonly names: Names;
  readonly place: Place;
}

/** CloudTrail's files in S3, completed by what Athena says of the queries that they name. */
export class CloudTrailLog implements AccessLog {
  readonly #settings: CloudTrailLogSettings;
  readonly #reader: CloudTrailReader;

  constructor(settings: CloudTrailLogSettings) {
    this.#settings = settings;
    this.#reader = new CloudTrailReader(settings.names, settings.place);
  }

  async files(since: Date, until: Date): Promise<readonly AccessLogFile[]> {
    const { store, place } = this.#settings;
    const latest = new Date(until.getTime() - SETTLED_MINUTES * 60_000);
    const found: AccessLogFile[] = [];
    for (const day of days(since, until)) {
      const folder = `AWSLogs/${place.account}/CloudTrail/${place.region}/${day.replaceAll('-', '/')}/`;
      const infos = await store.list(folder);
      found.push(...infos.filter(({ key }) => isBefore(key, latest)).map(({ key }) => ({ name: key, day })));
    }
    return found;
  }

  async read({ name }: AccessLogFile): Promise<readonly Access[]> {
    const { store, athena, names } = this.#settings;
    const content = Content.parse(JSON.parse((await unzip(await store.get(name))).toString('utf8')));
    const recorded = content.Records.flatMap((record) => {
      const parsed = CloudTrailRecord.safeParse(record);
      const access = parsed.success ? this.#reader.access(parsed.data) : undefined;
      return access === undefined ? [] : [access];
    });
    const own = new Set(ownWorkGroups(names));
    const ids = recorded.flatMap(({ query }) => (query && own.has(query.workGroup) ? [query.id] : []));
    const scanned = await scannedBytes(athena, ids);
    return recorded.map(({ access, query }: RecordedAccess) =>
      query === undefined ? access : { ...access, bytes: scanned.get(query.id) ?? 0 },
    );
  }
}

function isBefore(key: string, latest: Date): boolean {
  const [, year, month, day, hour, minute] = FILE.exec(key) ?? [];
  if (year === undefined) return false;
  return Date.parse(`${year}-${month}-${day}T${hour}:${minute}:00Z`) <= latest.getTime();
}

function days(since: Date, until: Date): readonly string[] {
  const first = Math.floor(since.getTime() / DAY_MS);
  const count = Math.floor(until.getTime() / DAY_MS) - first + 1;
  return Array.from({ length: Math.max(0, count) }, (_, at) =>
    new Date((first + at) * DAY_MS).toISOString().slice(0, 10),
  );
}
