import { ZONE_PARTS } from '../../../lib/deployment/zones.ts';
import { CLEAN, SCAN_TAG } from '../../../lib/stacks/landing-policy.ts';
import type { DeployedSystem, LandingJudged } from './deployed-system.ts';
import type { DeployedPolicies } from './policies-of.ts';
import {
  type AccessRequest,
  judgedBy,
  type Lock,
  statementsAbout,
  type Verdict,
  verdictOf,
} from './simulate.ts';
import { items, type Row, type Section } from './table.ts';

export interface Probe {
  readonly lock: Lock;
  readonly request: AccessRequest;
}

/** One thing that has to be so. `never` is refused in so many words, whatever else is granted. */
export interface Check {
  /** Names the cell. */
  readonly title: string;
  /** The cell of a table; several checks hold its locks one by one. */
  readonly cell: boolean;
  readonly expected: 'yes' | 'no' | 'never';
  /** All have to be allowed for a yes. */
  readonly probes: readonly Probe[];
}

/** @returns whether it is as expected */
export function holds({ expected, probes }: Check, policies: DeployedPolicies): boolean {
  const verdicts = probes.map(({ lock, request }) => verdictOf(policies, request, lock));
  if (expected === 'never') return verdicts.every((verdict) => verdict === 'ExplicitlyDenied');
  return verdicts.every((verdict) => verdict === 'Allowed') === (expected === 'yes');
}

/** What a reader needs to see why a check failed. */
export function explain({ title, expected, probes }: Check, policies: DeployedPolicies): string {
  const said = probes.map(({ lock, request }) => {
    const verdict: Verdict = verdictOf(policies, request, lock);
    return `${request.principal} ${request.action} ${request.resource} (${lock}): ${verdict}\n${statementsAbout(policies, request)}`;
  });
  return `${title}: expected ${expected}\n${said.join('\n')}`;
}

/** Which policies decide a check: a change of any other leaves it as it is. */
export function concernsOf({ probes }: Check): ReadonlySet<string> {
  return new Set(
    probes.flatMap(({ lock, request: { principal, action, resource } }) => [
      ...(lock === 'own' || lock === 'all' ? [`identity of ${principal}`] : []),
      ...(lock === 'boundary' || lock === 'all' ? [`boundary of ${principal}`] : []),
      ...(lock === 'resource' || lock === 'all' ? [judgedBy(action, resource)] : []),
    ]),
  );
}

const LETTERS = {
  r: 's3:GetObject',
  l: 's3:ListBucket',
  w: 's3:PutObject',
  d: 's3:DeleteObject',
  v: 's3:DeleteObjectVersion',
} as const;
type Letter = keyof typeof LETTERS;
const KMS_OF: Readonly<Partial<Record<Letter, string>>> = { r: 'kms:Decrypt', w: 'kms:GenerateDataKey' };

/** Where files are scanned for malware, it is a clean one that is asked for. */
const SCANNED = { [`s3:ExistingObjectTag/${SCAN_TAG}`]: CLEAN };

const OUTSIDERS = ['stranger', 'administrator', 'CloudFormation', 'another account', 'anonymous'];
const AGENCIES = ['the agency', 'another agency'];
const SERVICES = [
  'lambda',
  'states',
  'events',
  'scheduler',
  'cloudwatch',
  'logs.us-east-1',
  'cloudtrail',
  'logging.s3',
].map((service) => `${service}.amazonaws.com`);

/** Makes checks of the tables of docs/access.md. */
export class Checks {
  readonly #system: DeployedSystem;
  readonly #landing: LandingJudged;

  constructor(system: DeployedSystem, landing: LandingJudged) {
    this.#system = system;
    this.#landing = landing;
  }

  /** Of a zone's table: every principal, part and letter, and each lock by itself. */
  *zone(zone: string, section: Section, key: string | undefined): Iterable<Check> {
    const bucket = `arn:aws:s3:::${this.#system.bucket(zone, this.#landing)}`;
    for (const who of [...this.#system.roles, ...AGENCIES, ...OUTSIDERS]) {
      const row = rowOf(section, who);
      for (const part of section.columns.slice(1))
        for (const letter of Object.keys(LETTERS) as Letter[])
          yield* this.#cell({
            zone,
            bucket,
            key,
            who,
            part,
            letter,
            granted: (row?.[part] ?? '').includes(letter),
          });
      if (zone !== 'trail' && !AGENCIES.includes(who) && who !== 'stranger')
        yield* this.#bucketLock(
          zone,
          bucket,
          who,
          section.columns
            .slice(1)
            .map((part) => row?.[part] ?? '')
            .join(''),
        );
    }
    if (zone === 'landing') yield* this.#agencyLock(bucket);
  }

  *#cell(of: {
    readonly zone: string;
    readonly bucket: string;
    readonly key: string | undefined;
    readonly who: string;
    readonly part: string;
    readonly letter: Letter;
    readonly granted: boolean;
  }): Iterable<Check> {
    const { zone, bucket, key, who, part, letter, granted } = of;
    const principal = this.#system.principal(who, this.#landing);
    const action = LETTERS[letter];
    const folder = this.#folder(zone, part);
    const request: AccessRequest =
      letter === 'l'
        ? { principal, action, resource: bucket, context: { 's3:prefix': folder } }
        : { principal, action, resource: `${bucket}/${folder}a.csv`, context: SCANNED };
    const kms = KMS_OF[letter];
    const opening =
      kms === undefined || key === undefined
        ? []
        : [{ lock: 'all' as const, request: this.#through(kms, key, bucket, principal) }];
    const title = `${zone}/${part}: ${who} ${letter}`;
    const expected = granted ? 'yes' : 'no';
    yield { title, cell: true, expected, probes: [{ lock: 'all', request }, ...opening] };
    if (!this.#system.roles.includes(who) || zone === 'trail') return;
    yield { title: `${title}, by its own policy`, cell: false, expected, probes: [{ lock: 'own', request }] };
    if (letter === 'l')
      yield {
        title: `${title}, of another bucket`,
        cell: false,
        expected: 'no',
        probes: [{ lock: 'own', request: { ...request, resource: 'arn:aws:s3:::elsewhere' } }],
      };
    else if (letter === 'w')
      for (const other of ['s3:PutObjectTagging', 's3:BypassGovernanceRetention'])
        yield {
          title: `${zone}/${part}: ${who} ${other}`,
          cell: false,
          expected: 'no',
          probes: [{ lock: 'own', request: { ...request, action: other } }],
        };
  }

  /** The bucket's own policy lets in whoever has any such letter, and refuses everybody else, administrators included. */
  *#bucketLock(zone: string, bucket: string, who: string, letters: string): Iterable<Check> {
    const principal = this.#system.principal(who, this.#landing);
    const outside = who === 'another account' || who === 'anonymous';
    for (const [action, admitted] of [
      ['s3:GetObject', letters.includes('r')],
      ['s3:GetObjectVersion', letters.includes('r')],
      ['s3:PutObject', /[wdv]/.test(letters)],
      ['s3:DeleteObject', /[wdv]/.test(letters)],
      ['s3:DeleteObjectVersion', /[wdv]/.test(letters)],
    ] as const)
      yield {
        title: `${zone}: the bucket lets ${who} ${action}`,
        cell: false,
        expected: admitted ? 'yes' : 'never',
        probes: [
          { lock: 'resource', request: { principal, action, resource: `${bucket}/a/a`, context: SCANNED } },
        ],
      };
    if (outside)
      for (const action of ['s3:ListBucket', 's3:GetBucketPolicy', 's3:PutBucketPolicy'])
        yield {
          title: `${zone}: the bucket lets ${who} ${action}`,
          cell: false,
          expected: 'no',
          probes: [{ lock: 'resource', request: { principal, action, resource: bucket } }],
        };
  }

  /** An agency has no right but these, whatever other policies it has. */
  *#agencyLock(bucket: string): Iterable<Check> {
    for (const part of [...Object.keys(ZONE_PARTS.landing), 'anything else'])
      for (const who of AGENCIES)
        for (const [action, parts] of [
          ['s3:GetObject', ['receipts']],
          ['s3:PutObject', ['incoming']],
          ['s3:DeleteObject', []],
          ['s3:DeleteObjectVersion', []],
        ] as const)
          yield {
            title: `landing/${part}: the bucket lets ${who} ${action}`,
            cell: false,
            expected: who === 'the agency' && (parts as readonly string[]).includes(part) ? 'yes' : 'never',
            probes: [
              {
                lock: 'resource',
                request: {
                  principal: this.#system.principal(who, this.#landing),
                  action,
                  resource: `${bucket}/${this.#folder('landing', part)}a.csv`,
                  context: SCANNED,
                },
              },
            ],
          };
  }

  /** Of a row of the table of keys. */
  *key(row: Row): Iterable<Check> {
    const { key = '', for: zone = '' } = row;
    const everybody = [...this.#system.roles, ...AGENCIES, ...OUTSIDERS];
    for (const [column, action, context] of [
      ['makes MACs', 'kms:GenerateMac', { 'kms:MacAlgorithm': 'HMAC_SHA_256' }],
      ['deletes', 'kms:ScheduleKeyDeletion', { 'kms:ScheduleKeyDeletionPendingWindowInDays': '30' }],
    ] as const)
      for (const who of everybody)
        yield* this.#locks({
          title: `key ${key}: ${who} ${column}`,
          who,
          granted: items(row[column]).includes(who),
          own: column === 'makes MACs',
          request: this.#keyRequest(action, key, this.#system.principal(who, this.#landing), context),
        });
    if (zone === '') return;
    const bucket = `arn:aws:s3:::${this.#system.bucket(zone, this.#landing)}`;
    for (const [column, action] of [
      ['decrypts', 'kms:Decrypt'],
      ['makes data keys', 'kms:GenerateDataKey'],
    ] as const)
      for (const who of everybody) {
        const principal = this.#system.principal(who, this.#landing);
        const granted = items(row[column]).includes(who);
        const title = `key ${key} for ${zone}: ${who} ${column}`;
        const right = this.#through(action, key, bucket, principal);
        const own = key !== 'trail';
        yield* this.#locks({ title, who, granted, own, opens: true, request: right });
        if (column === 'decrypts')
          yield* this.#locks({
            title: `key ${key} for ${zone}: ${who} encrypts with it`,
            who,
            granted: false,
            own,
            opens: true,
            request: { ...right, action: 'kms:Encrypt' },
          });
        const { 'kms:ViaService': _, ...direct } = right.context ?? {};
        for (const [how, request] of [
          ['not through S3', { ...right, context: direct }],
          [
            'through Athena',
            { ...right, context: { ...right.context, 'kms:ViaService': 'athena.us-east-1.amazonaws.com' } },
          ],
          ...(key === 'trail'
            ? []
            : ([
                ['for another bucket', this.#through(action, key, 'arn:aws:s3:::elsewhere', principal)],
                ['with another key', this.#through(action, 'elsewhere', bucket, principal)],
                ["with another account's key", this.#through(action, 'abroad', bucket, principal)],
              ] as const)),
        ] as const)
          yield* this.#locks({
            title: `${title} ${how}`,
            who,
            granted: false,
            own,
            opens: !how.endsWith('key'),
            request,
          });
      }
  }

  *#locks({
    title,
    who,
    granted,
    own,
    opens = false,
    request,
  }: {
    readonly title: string;
    readonly who: string;
    readonly granted: boolean;
    /** Whether it is granted by own policies. */
    readonly own: boolean;
    /** Whether the resource's policy holds everybody else out by itself. */
    readonly opens?: boolean;
    readonly request: AccessRequest;
  }): Iterable<Check> {
    const expected = granted ? 'yes' : 'no';
    yield { title, cell: true, expected, probes: [{ lock: 'all', request }] };
    if (own && this.#system.roles.includes(who))
      yield {
        title: `${title}, by its own policy`,
        cell: false,
        expected,
        probes: [{ lock: 'own', request }],
      };
    if (opens && who !== 'stranger')
      yield {
        title: `${title}, by the key's policy`,
        cell: false,
        expected,
        probes: [{ lock: 'resource', request }],
      };
  }

  /** Of a row of the tables of services: what roles may do by their own policies. */
  *service(row: Row): Iterable<Check> {
    const named = new Set(items(row['who']).flatMap((word) => this.#system.everyone(word, this.#landing)));
    for (const who of [...this.#system.roles, ...AGENCIES, 'stranger'])
      for (const request of this.#asked(row, who)) {
        const expected = named.has(who) ? 'yes' : 'no';
        const title = `${who} ${request.action} ${request.resource}`;
        yield { title, cell: true, expected, probes: [{ lock: 'all', request }] };
        if (this.#system.roles.includes(who))
          yield {
            title: `${title}, by its own policy`,
            cell: false,
            expected,
            probes: [{ lock: 'own', request }],
          };
      }
  }

  /** Of a row of the table of doors: whom policies of resources let in. */
  *door(row: Row): Iterable<Check> {
    const named = new Set(items(row['who']).flatMap((word) => this.#system.everyone(word, this.#landing)));
    const everybody = [
      ...this.#system.roles,
      ...AGENCIES,
      ...OUTSIDERS.filter((who) => who !== 'stranger'),
      ...SERVICES,
    ];
    for (const who of everybody)
      for (const request of this.#asked(row, who))
        yield {
          title: `door: ${who} ${request.action} ${request.resource} ${row['with']}`,
          cell: true,
          expected: named.has(who) ? 'yes' : 'no',
          probes: [{ lock: 'resource', request }],
        };
  }

  /** Of a row of the table of the boundary, which all roles share. */
  *boundary(row: Row): Iterable<Check> {
    const expected = row['answer'];
    if (expected !== 'yes' && expected !== 'no' && expected !== 'never')
      throw new RangeError(`The boundary answers ${expected}.`);
    for (const request of this.#asked({ ...row }, 'Plan'))
      yield {
        title: `boundary: ${request.action} ${request.resource} ${row['with']}`,
        cell: true,
        expected,
        probes: [{ lock: 'boundary', request }],
      };
  }

  /** That a role has the boundary at all. */
  *bounded(): Iterable<Check> {
    for (const who of [...this.#system.roles, ...AGENCIES])
      yield {
        title: `${who} has a boundary`,
        cell: false,
        expected: 'no',
        probes: [
          {
            lock: 'boundary',
            request: {
              principal: this.#system.principal(who, this.#landing),
              action: 's3:GetObject',
              resource: 'arn:aws:s3:::elsewhere/a',
            },
          },
        ],
      };
  }

  *#asked(row: Row, who: string): Iterable<AccessRequest> {
    const principal = this.#system.principal(who, this.#landing);
    const context = contextOf(this.#system.fill(row['with'] ?? '', this.#landing));
    for (const on of items(row['on']).flatMap((text) =>
      text === 'every function'
        ? this.#system.everyone(text, this.#landing).map((name) => `role:${name}`)
        : [text],
    ))
      for (const action of items(row['may']))
        yield on.startsWith('kms:')
          ? this.#keyRequest(action, on.slice('kms:'.length), principal, context)
          : { principal, action, resource: this.#system.resource(on, this.#landing, who), context };
  }

  /** As S3 asks KMS in somebody's name. */
  #through(action: string, key: string, bucketArn: string, principal: string): AccessRequest {
    return this.#keyRequest(action, key, principal, {
      'kms:ViaService': 's3.us-east-1.amazonaws.com',
      'kms:EncryptionContext:aws:s3:arn': bucketArn,
    });
  }

  #keyRequest(
    action: string,
    key: string,
    principal: string,
    context: Readonly<Record<string, string>>,
  ): AccessRequest {
    const { arn, alias } = this.#system.key(key, this.#landing);
    return { principal, action, resource: arn, context: { ...context, 'kms:ResourceAliases': [alias] } };
  }

  /** A folder that lies in a part of a zone. */
  #folder(zone: string, part: string): string {
    if (part === 'anything else') return 'elsewhere/';
    if (zone === 'trail') return part === 'logs' ? 'AWSLogs/111122223333/' : 'watch/';
    if (zone === 'landing' && part === 'incoming') return `incoming/${this.#landing.dataset}/2026-Q1/`;
    const parts: Readonly<Record<string, Readonly<Record<string, string>>>> = ZONE_PARTS;
    const prefix = parts[zone]?.[part];
    if (prefix === undefined) throw new RangeError(`The zone ${zone} has no part ${part}.`);
    return `${prefix.replaceAll('?', '1')}a/`;
  }
}

function rowOf({ rows }: Section, who: string): Row | undefined {
  return rows.find((row) => items(row['who']).includes(who));
}

function contextOf(text: string): Readonly<Record<string, string>> {
  return Object.fromEntries(
    text
      .split(';')
      .map((pair) => pair.trim())
      .filter((pair) => pair !== '')
      .map((pair) => [pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1)]),
  );
}
