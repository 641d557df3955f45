import { z } from 'zod';

const SQL_TYPES = ['varchar', 'bigint', 'boolean', 'date', 'double', 'decimal'] as const;

/** A table of a release: an indicator's, or one that describes the release. */
export const TableEntry = z.strictObject({
  name: z.string(),
  kind: z.enum(['indicator', 'reference']),
  columns: z.array(
    z.strictObject({ name: z.string(), type: z.enum(SQL_TYPES), comment: z.string().exactOptional() }),
  ),
  rows: z.int(),
  /** Rows whose numbers are not shown: suppressed, or coded. */
  suppressed: z.int(),
});
export type TableEntry = z.infer<typeof TableEntry>;

/** A file, by its path within the release. */
export const FileEntry = z.strictObject({ path: z.string(), bytes: z.int(), sha256: z.string() });
export type FileEntry = z.infer<typeof FileEntry>;

/** What a run left out or lost, in words for people. */
export const LeftOut = z.strictObject({
  what: z.enum(['dataset', 'indicator', 'delivery']),
  id: z.string(),
  reason: z.string(),
});
export type LeftOut = z.infer<typeof LeftOut>;

const RELEASE_FACTS = {
  format: z.literal('tributary-release/1'),
  release_id: z.string(),
  run: z.string(),
  title: z.string(),
  period: z.string(),
  period_start: z.string(),
  period_end: z.string(),
  /** `partial` where anything was skipped or lost. */
  status: z.enum(['complete', 'partial']),
  skipped: z.array(LeftOut),
  inputs_digest: z.string(),
  program_version: z.string(),
  tables: z.array(TableEntry),
  files: z.array(FileEntry),
};

/** `candidates/<run>/candidate.json`: what would be published. Written last by the assembly. */
export const Candidate = z.strictObject(RELEASE_FACTS);
export type Candidate = z.infer<typeof Candidate>;

/** `<release>/manifest.json`: the release exists from the moment that this does, and never changes. */
export const Manifest = z.strictObject({ ...RELEASE_FACTS, published_at: z.string() });
export type Manifest = z.infer<typeof Manifest>;

/** JSON with the fields in the order of the schema, and a line break at the end: the same facts, the same bytes. */
export function toJson(value: unknown): string {
  return `${JSON.stringify(value, undefined, 2)}\n`;
}

export function fromJson<T>(schema: z.ZodType<T>, bytes: Uint8Array): T {
  return schema.parse(JSON.parse(new TextDecoder().decode(bytes)));
}
