import { z } from 'zod';

/** The longest answer, in millions of characters of its values. */
export const ANSWER_MEGABYTES = 64;

/** The exit code with which the process says that it held more memory than it may. */
export const MEMORY_EXIT = 71;

const LIMITS = { megabytes: z.int(), processMegabytes: z.int(), threads: z.int() };

/** What the reader process is told: one line of JSON a request. */
export const ReaderRequest = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('parse'), sql: z.string(), ...LIMITS }),
  z.strictObject({
    kind: z.literal('ask'),
    sql: z.string(),
    database: z.string(),
    rowLimit: z.int(),
    tables: z.array(
      z.strictObject({
        database: z.string(),
        name: z.string(),
        partition: z.string(),
        parts: z.array(z.strictObject({ value: z.string(), path: z.string() })),
      }),
    ),
    views: z.array(z.string()),
    ...LIMITS,
  }),
]);
export type ReaderRequest = z.infer<typeof ReaderRequest>;

/** What it replies: one line of JSON. Integers are text, since JSON's numbers would lose digits. */
export const ReaderReply = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('parsed'),
    parsed: z.discriminatedUnion('kind', [
      z.strictObject({ kind: z.literal('tree'), statements: z.array(z.unknown()) }),
      z.strictObject({ kind: z.literal('syntax'), detail: z.string() }),
      z.strictObject({ kind: z.literal('not_a_select') }),
    ]),
  }),
  z.strictObject({
    kind: z.literal('answer'),
    columns: z.array(
      z.strictObject({ name: z.string(), kind: z.enum(['integer', 'decimal', 'double', 'boolean', 'text']) }),
    ),
    rows: z.array(z.array(z.union([z.string(), z.number(), z.boolean(), z.null()]))),
  }),
  z.strictObject({ kind: z.literal('failed'), detail: z.string() }),
  z.strictObject({ kind: z.literal('limit'), limit: z.enum(['memory', 'rows', 'size']) }),
]);
export type ReaderReply = z.infer<typeof ReaderReply>;
