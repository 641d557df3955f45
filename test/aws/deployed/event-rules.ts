import type { ResolvedTemplates } from '../../../lib/stacks/resolve-template.ts';

/** What a rule of EventBridge does with an event that it matches: whom it calls with what. */
export interface Delivered {
  readonly target: string;
  /** As the target gets it. */
  readonly input: unknown;
}

/** An object that somebody put into a bucket. */
export interface StoredObject {
  readonly bucket: string;
  readonly key: string;
  readonly version: string;
  readonly bytes: number;
}

/** The event that S3 sends to EventBridge for it. */
export function objectCreatedEvent(object: StoredObject, account: string, region: string) {
  return {
    ...{ version: '0', id: '17793124-05d4-b198-2fde-7ededc63b103', 'detail-type': 'Object Created' },
    ...{ source: 'aws.s3', account, time: '2026-04-20T09:00:00Z', region },
    resources: [`arn:aws:s3:::${object.bucket}`],
    detail: {
      version: '0',
      bucket: { name: object.bucket },
      object: {
        ...{ key: object.key, size: object.bytes, etag: 'b1946ac92492d2347c6235b4d2611184' },
        ...{ 'version-id': object.version, sequencer: '00617F08299329D189' },
      },
      ...{ 'request-id': 'N4N7GDK58NMKJ12R', requester: account, 'source-ip-address': '1.2.3.4' },
      reason: 'PutObject',
    },
  };
}

/** Whom EventBridge would call, by the rules of the templates. */
export function deliver(templates: ResolvedTemplates, event: unknown): readonly Delivered[] {
  return [...templates.resources('AWS::Events::Rule')]
    .filter(
      ({ properties }) =>
        properties['EventPattern'] !== undefined && matches(properties['EventPattern'], event),
    )
    .flatMap(({ properties }) => properties['Targets'] as readonly Target[])
    .map((target) => ({ target: target.Arn, input: inputOf(target, event) }));
}

interface Target {
  readonly Arn: string;
  readonly Input?: string;
  readonly InputTransformer?: {
    readonly InputPathsMap?: Readonly<Record<string, string>>;
    readonly InputTemplate: string;
  };
}

/** A pattern's leaf is a list of what the value may be; only what our rules use is known. */
function matches(pattern: unknown, value: unknown): boolean {
  if (Array.isArray(pattern)) return pattern.some((one) => matchesOne(one, value));
  if (typeof value !== 'object' || value === null) return false;
  return Object.entries(pattern as object).every(([key, inner]) =>
    matches(inner, (value as Readonly<Record<string, unknown>>)[key]),
  );
}

function matchesOne(expected: unknown, value: unknown): boolean {
  if (typeof expected !== 'object' || expected === null) return expected === value;
  const [[kind, of] = ['', undefined]] = Object.entries(expected);
  if (typeof value !== 'string' || typeof of !== 'string')
    throw new RangeError(`This pattern is not known here: ${JSON.stringify(expected)}`);
  if (kind === 'prefix') return value.startsWith(of);
  if (kind === 'suffix') return value.endsWith(of);
  if (kind === 'wildcard')
    return new RegExp(
      `^${of
        .split('*')
        .map((part) => part.replaceAll(/[.+?^${}()|[\]\\]/g, '\\$&'))
        .join('.*')}$`,
    ).test(value);
  throw new RangeError(`This pattern is not known here: ${JSON.stringify(expected)}`);
}

/** EventBridge puts a text into a template with its quotes where the placeholder stands bare. */
function inputOf({ Input, InputTransformer }: Target, event: unknown): unknown {
  if (Input !== undefined) return JSON.parse(Input);
  if (InputTransformer === undefined) return event;
  const { InputPathsMap = {}, InputTemplate } = InputTransformer;
  const filled = InputTemplate.replaceAll(
    /("?)<([\w.-]+)>("?)/g,
    (_, before: string, name: string, after: string) => {
      const value = at(event, InputPathsMap[name] ?? '');
      const text = JSON.stringify(value ?? null);
      return before === '"' && after === '"'
        ? text
        : `${before}${typeof value === 'string' && before !== after ? text.slice(1, -1) : text}${after}`;
    },
  );
  try {
    return JSON.parse(filled);
  } catch {
    return filled;
  }
}

function at(event: unknown, path: string): unknown {
  return path
    .split('.')
    .slice(1)
    .reduce<unknown>((value, key) => (value as Readonly<Record<string, unknown>> | undefined)?.[key], event);
}
