import { z } from 'zod';

/**
 * What a workflow has asked the query engine last: who wrote the statements, the ids of the queries, and where that
 * step goes on where they were not its last. A step that writes statements says the same of them beforehand.
 */
export const Asked = z.strictObject({
  /** The step, with its family of indicators where it has one; empty where nothing was asked yet. */
  by: z.string(),
  statements: z.array(z.strictObject({ queryId: z.string() })),
  /** How many statements have been written so far. */
  next: z.int(),
  more: z.boolean(),
});
export type Asked = z.infer<typeof Asked>;

/** What most steps of an integration run are told. */
export const OfRun = z.strictObject({ run: z.string(), asked: Asked });

/** What the steps of one family of indicators are told; it is called after its first member. */
export const OfFamily = z.strictObject({ run: z.string(), family: z.string(), asked: Asked });

/** A release that is about to be shown or told of. */
export const OfRelease = z.strictObject({ run: z.string(), release: z.string(), asked: Asked });

/** Statements for the workflow to send to the query engine, one by one, as many as fit into a message. */
export const Statements = z.strictObject({
  by: z.string(),
  statements: z.array(z.strictObject({ name: z.string(), sql: z.string(), database: z.string() })),
  next: z.int(),
  more: z.boolean(),
});
export type Statements = z.infer<typeof Statements>;

/** How one family came through. */
export const FamilyOutcome = z.union([
  z.strictObject({ family: z.string(), outcome: z.literal('protected') }),
  z.strictObject({
    family: z.string(),
    outcome: z.literal('lost'),
    error: z.strictObject({
      Error: z.string(),
      /** Missing where the query engine failed: what it says may quote a value, and has no bounds. */
      Cause: z.string().optional(),
    }),
  }),
]);
export type FamilyOutcome = z.infer<typeof FamilyOutcome>;
