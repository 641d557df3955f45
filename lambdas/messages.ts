import { z } from 'zod';

/** What most steps of an integration run are told. */
export const OfRun = z.strictObject({ run: z.string() });

/** What the steps of one indicator are told. Earlier steps' answers may lie beside it. */
export const OfIndicator = z.object({ run: z.string(), indicator: z.string() });

/** Statements for the workflow to send to the query engine, one by one. */
export const Statements = z.strictObject({
  statements: z.array(z.strictObject({ name: z.string(), sql: z.string(), database: z.string() })),
});

/** How one indicator came through. */
export const IndicatorOutcome = z.union([
  z.strictObject({ indicator: z.string(), outcome: z.literal('protected') }),
  z.strictObject({ indicator: z.string(), outcome: z.literal('lost'), error: z.string(), cause: z.string() }),
]);
