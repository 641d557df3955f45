import type { z } from 'zod';
import { nearest, suggest } from './did-you-mean.ts';
import type { Finding } from './finding.ts';
import type { FindingText, Path, YamlFile } from './yaml-document.ts';

type Issue = z.core.$ZodIssue;

/**
 * Holds a file against the schema of its kind.
 * @returns the parsed document, or undefined beside what is wrong with it
 */
export function parseDocument<T>(
  yaml: YamlFile,
  schema: z.ZodType<T>,
): { readonly document?: T; readonly findings: readonly Finding[] } {
  const parsed = schema.safeParse(yaml.value, { reportInput: true });
  if (parsed.success) return { document: parsed.data, findings: [] };
  return {
    findings: firstAtEachPlace(parsed.error.issues.flatMap((issue) => findingsOf(yaml, issue, [], schema))),
  };
}

/** One value may break several checks of a schema (a list is no text, and too short for one): the first says it. */
function firstAtEachPlace(findings: readonly Finding[]): readonly Finding[] {
  const places = findings.map(({ line, column, code }) => `${line}:${column}:${code}`);
  return findings.filter(
    ({ code }, index) =>
      code === 'missing_key' || code === 'unknown_key' || places.indexOf(places[index] ?? '') === index,
  );
}

function findingsOf(yaml: YamlFile, issue: Issue, above: Path, schema: z.ZodType): readonly Finding[] {
  const path = [...above, ...issue.path];
  if (issue.code === 'invalid_union') {
    const branch = likeliestBranch(issue.errors);
    if (branch !== undefined) return branch.flatMap((inner) => findingsOf(yaml, inner, path, schema));
  }
  if (issue.code === 'unrecognized_keys') {
    const known = keysAt(schema, path);
    return issue.keys.map((key) =>
      yaml.finding([...path, key], {
        code: 'unknown_key',
        message: `There is no key "${key}" here.`,
        remedy: suggestKey(
          key,
          known.filter((name) => !hasKey(issue.input, name)),
        ),
        atKey: true,
      }),
    );
  }
  return [yaml.finding(path, describe(issue, nameOf(path, yaml.value)))];
}

/**
 * The branch of a union that was meant: the one that fails deepest, since there the outer form fits; then the
 * one with the fewest complaints. A branch whose telling key (`property`, `kind`, `engine`) has another value was not meant.
 */
function likeliestBranch(branches: readonly (readonly Issue[])[]): readonly Issue[] | undefined {
  const meant = branches.filter((issues) => issues.length > 0 && !issues.some(isTelling));
  const fitting = meant.filter(
    (issues) => !issues.every(({ code, path }) => path.length === 0 && code === 'invalid_type'),
  );
  const ranked = [...fitting].sort((a, b) => depth(b) - depth(a) || a.length - b.length);
  return ranked[0];
}

const TELLING = ['property', 'kind', 'engine'];

function isTelling({ code, path }: Issue): boolean {
  const telling = path.length === 1 && TELLING.includes(String(path[0]));
  return telling && (code === 'invalid_value' || code === 'invalid_format');
}

function depth(issues: readonly Issue[]): number {
  return Math.max(...issues.map(({ path }) => path.length));
}

function describe(issue: Issue, name: string): FindingText {
  if (issue.code === 'custom')
    return { code: 'value', message: issue.message, remedy: String(issue.params?.['remedy']) };
  if (issue.code === 'invalid_type' && issue.input === undefined) {
    return { code: 'missing_key', message: `${name} is missing.`, remedy: `Add it: ${expected(issue)}.` };
  }
  if (issue.input === undefined && issue.code === 'invalid_value') {
    return { code: 'missing_key', message: `${name} is missing.`, remedy: `Add it: ${expected(issue)}.` };
  }
  if (issue.input === null) {
    return {
      code: 'value',
      message: `${name} is empty.`,
      remedy: `Write ${expected(issue)}, or take the key out.`,
    };
  }
  const remedy =
    issue.code === 'invalid_value' && typeof issue.input === 'string'
      ? oneOf(issue.input, issue.values)
      : `Write ${expected(issue)}.`;
  return { code: 'value', message: `${name} cannot be ${shown(issue.input, issue)}.`, remedy };
}

function oneOf(input: string, values: readonly unknown[]): string {
  const near = nearest(input, values.map(String));
  return near === undefined ? `Write ${list(values)}.` : `Did you mean "${near}"?`;
}

/** What should stand there, in words that a person who knows YAML understands. */
function expected(issue: Issue): string {
  switch (issue.code) {
    case 'invalid_type':
      return TYPES[issue.expected] ?? `a value of type ${issue.expected}`;
    case 'invalid_value':
      return list(issue.values);
    case 'invalid_format':
      return format(issue.format, 'pattern' in issue ? issue.pattern : undefined);
    case 'too_small':
      if (issue.origin === 'string') return 'a text that is not empty';
      if (issue.origin === 'array')
        return issue.exact ? `a list of exactly ${issue.minimum}` : `a list of at least ${issue.minimum}`;
      return `a number ${issue.inclusive === false ? 'above' : 'of at least'} ${issue.minimum}`;
    case 'too_big':
      if (issue.origin === 'string') return `a text of at most ${issue.maximum} characters`;
      if (issue.origin === 'array')
        return issue.exact ? `a list of exactly ${issue.maximum}` : `a list of at most ${issue.maximum}`;
      return `a number ${issue.inclusive === false ? 'below' : 'of at most'} ${issue.maximum}`;
    case 'invalid_union':
      return 'one of the forms that docs/workspace.md shows';
    default:
      return 'what docs/workspace.md shows';
  }
}

const TYPES: Readonly<Record<string, string>> = {
  string: 'a text (in quotes where it looks like a number)',
  int: 'a whole number',
  number: 'a number',
  boolean: 'true or false',
  array: 'a list',
  object: 'keys with values',
  record: 'keys with values',
};

const FORMATS: Readonly<Record<string, string>> = {
  date: 'a date that exists, as 2026-03-31',
  email: 'an e-mail address',
};

/** The forms of names, by the pattern that holds them. */
const PATTERNS: readonly (readonly [beginning: string, words: string])[] = [
  ['/^[a-z][a-z0-9_]*$/', 'lower-case letters, digits and underscores, beginning with a letter'],
  ['/^[a-z][a-z0-9_]*\\/', 'agency/dataset in lower case'],
  ['/^[a-z][a-z0-9_]*\\.', 'dataset.column of the same agency'],
  [
    '/^[A-Za-z_][A-Za-z0-9_]*$/',
    'letters, digits and underscores; other spellings of the header go to aliases',
  ],
  ['/^(?:FY)?', 'a period as 2026, 2026-Q1, 2026-03 or FY2026-Q1'],
  ['/^arn:aws', 'the ARN of an AWS principal'],
  ['/^[A-Za-z0-9_-]+$/', 'letters, digits, _ and -'],
];

function format(name: string, pattern: string | undefined): string {
  const words = PATTERNS.find(([beginning]) => pattern?.startsWith(beginning))?.[1];
  return FORMATS[name] ?? words ?? 'what docs/workspace.md shows';
}

function list(values: readonly unknown[]): string {
  const written = values.map((value) => String(value));
  return written.length < 2 ? (written[0] ?? '') : `${written.slice(0, -1).join(', ')} or ${written.at(-1)}`;
}

/** The key that the path ends with, in quotes; of a custom or service-level property its own name. */
function nameOf(path: Path, root: unknown): string {
  const last = path.findLastIndex((step) => typeof step === 'string');
  if (last < 0) return 'This file';
  const holder = path
    .slice(0, last)
    .reduce<unknown>((inside, step) => (inside as Step | undefined)?.[step], root);
  const property = (holder as Step | undefined)?.['property'];
  const name = path[last] === 'value' && typeof property === 'string' ? property : String(path[last]);
  const index = path.at(-1);
  return typeof index === 'number' ? `Number ${index + 1} of "${name}"` : `"${name}"`;
}

type Step = Readonly<Record<PropertyKey, unknown>>;

function shown(input: unknown, issue: Issue): string {
  if (Array.isArray(input)) return issue.code === 'invalid_type' ? 'a list' : `a list of ${input.length}`;
  if (typeof input === 'object' && input !== null) return 'keys with values';
  const text = String(input);
  return `"${text.length > 60 ? `${text.slice(0, 60)}…` : text}"`;
}

function suggestKey(key: string, free: readonly string[]): string {
  return free.length === 0 ? 'Take it out.' : suggest(key, free);
}

function hasKey(input: unknown, key: string): boolean {
  return typeof input === 'object' && input !== null && Object.hasOwn(input, key);
}

/** Every key that the schema has at a path, whatever the branch: the candidates for "did you mean". */
function keysAt(schema: z.ZodType, path: Path): readonly string[] {
  let here: readonly Definition[] = unwrap(schema);
  for (const step of path) {
    here = here.flatMap(({ def }) => {
      const next = def.shape?.[String(step)] ?? def.element ?? def.valueType;
      return next === undefined ? [] : unwrap(next);
    });
  }
  return here.flatMap(({ def }) => Object.keys(def.shape ?? {}));
}

/** The parts of zod's definitions that lead from a schema to what lies in it. */
interface Definition {
  readonly def: {
    readonly shape?: Readonly<Record<string, Definition>>;
    readonly element?: Definition;
    readonly valueType?: Definition;
    readonly innerType?: Definition;
    readonly in?: Definition;
    readonly options?: readonly Definition[];
  };
}

/** Through optionals, defaults, transforms and unions down to objects, lists and records. */
function unwrap(schema: z.ZodType | Definition): readonly Definition[] {
  const definition = schema as unknown as Definition;
  const inner = definition.def.innerType ?? definition.def.in;
  if (inner !== undefined) return unwrap(inner);
  return definition.def.options?.flatMap((option) => unwrap(option)) ?? [definition];
}
