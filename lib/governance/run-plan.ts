import { z } from 'zod';

/** What `tokens/deliveries/<agency>/<dataset>/<period>.json` says: which delivery is in force. Written last by intake. */
export const DeliveryInForce = z.strictObject({
  deliveryId: z.string(),
  agency: z.string(),
  dataset: z.string(),
  period: z.string(),
  /** How many deliveries this slot has had, this one included. */
  number: z.int().positive(),
  ofPeople: z.boolean(),
  receivedAt: z.string(),
  /** After the due date of its period. */
  late: z.boolean(),
  status: z.enum(['accepted', 'accepted_with_errors', 'partially_accepted']),
  contractVersion: z.string(),
  contractDigest: z.string(),
  keyVersion: z.string(),
  agreement: z.string(),
  rows: z.strictObject({ read: z.int(), accepted: z.int(), quarantined: z.int(), withheld: z.int() }),
  /** Share of missing values by kept column and by role, in tenths of a percent. */
  missing: z.record(z.string(), z.int()),
  warnings: z.int(),
});
export type DeliveryInForce = z.infer<typeof DeliveryInForce>;

/** A disclosure policy, whole; see `DisclosurePolicy`. */
const Policy = z.strictObject({
  threshold: z.int(),
  zeros: z.enum(['published', 'protected']),
  minimumDenominator: z.int(),
  minimumContributors: z.int().exactOptional(),
  dominance: z.strictObject({ n: z.int(), k: z.number() }).exactOptional(),
  pPercent: z.number().exactOptional(),
  groupDisclosure: z.boolean().exactOptional(),
  extremeShares: z.strictObject({ below: z.number(), above: z.number() }).exactOptional(),
  reliability: z
    .strictObject({
      relativeStandardError: z.number().exactOptional(),
      relativeIntervalWidth: z.number().exactOptional(),
    })
    .exactOptional(),
  minimumInterval: z.int().exactOptional(),
  protection: z.strictObject({ below: z.int(), above: z.int() }).exactOptional(),
  insiders: z.literal([0, 1, 2]).exactOptional(),
  revisions: z.enum(['hold', 'suppress', 'publish']).exactOptional(),
  suppress: z.boolean().exactOptional(),
  rounding: z.strictObject({ base: z.int() }).exactOptional(),
  noise: z
    .strictObject({
      mechanism: z.enum(['gaussian', 'laplace']),
      rho: z.number(),
      cellsPerPerson: z.int(),
      delta: z.number(),
    })
    .exactOptional(),
  cost: z.enum(['cells', 'people']),
});

/** A set of datasets that one agreement in force names together; see docs/architecture.md. */
export const Scope = z.strictObject({
  id: z.string(),
  agreements: z.array(z.string()),
  datasets: z.array(z.templateLiteral([z.string(), '/', z.string()])),
});
export type Scope = z.infer<typeof Scope>;

/** What one integration run does, decided once at its start and kept as `crosswalk/plans/<run>.json`. */
export const RunPlan = z.strictObject({
  run: z.string().regex(/^r\d{4,}$/),
  release: z.string().regex(/^\d{4,}$/),
  period: z.string(),
  /** ISO dates, both inclusive. */
  periodStart: z.string(),
  periodEnd: z.string(),
  /** The clock at the start, ISO. */
  now: z.string(),
  /** The run and release before this one; its registry of persons is inherited. */
  previous: z.strictObject({ run: z.string(), release: z.string() }).exactOptional(),
  /** Every release that readers have, oldest first: what they remember. Without a period where its manifest is gone. */
  earlier: z.array(z.strictObject({ release: z.string(), period: z.string().nullable() })),
  /** SHA-256 over everything that the release depends on; equal to the newest release's: nothing to do. */
  inputsDigest: z.string(),
  /** Every delivery in force whose period is not after this one and that an agreement covers, ordered by agency, dataset, period. */
  deliveries: z.array(DeliveryInForce),
  scopes: z.array(Scope),
  indicators: z.array(
    z.strictObject({
      id: z.string(),
      /** The first id of the indicators with which it shares cells, itself included: they stand and fall together. */
      family: z.string(),
      scope: z.string(),
      agreements: z.array(z.string()),
      /** The family's. */
      policy: Policy,
      /** Which owner's or agreement's rule bound each part of the policy. */
      boundBy: z.record(z.string(), z.string()),
    }),
  ),
  /** What the run leaves out, and why, for people: any entry makes the run end "done in part". */
  skipped: z.array(
    z.strictObject({
      what: z.enum(['dataset', 'indicator', 'delivery']),
      id: z.string(),
      reason: z.string(),
    }),
  ),
});
export type RunPlan = z.infer<typeof RunPlan>;
