import { z } from 'zod';

/**
 * Parts of the Open Data Contract Standard v3.1.0 that Tributary accepts as the standard has them and makes no
 * use of. Field names after the standard's JSON Schema (bitol-io/open-data-contract-standard, v3.1.0).
 */
const StableId = z.string().regex(/^[A-Za-z0-9_-]+$/);
const Scalar = z.union([z.string(), z.number(), z.boolean(), z.null()]);

export const Tags = z.array(z.string());

export const AuthoritativeDefinitions = z.array(
  z.strictObject({
    id: StableId.optional(),
    url: z.string(),
    type: z.string(),
    description: z.string().optional(),
  }),
);

export const PlainCustomProperties = z.array(
  z.strictObject({
    id: StableId.optional(),
    property: z.string(),
    value: z.unknown(),
    description: z.string().optional(),
  }),
);

const Role = z.strictObject({
  id: StableId.optional(),
  role: z.string(),
  description: z.string().optional(),
  access: z.string().optional(),
  firstLevelApprovers: z.string().optional(),
  secondLevelApprovers: z.string().optional(),
  customProperties: PlainCustomProperties.optional(),
});

/** What a server needs beside these depends on its type; the standard lists some thirty. */
const Server = z.looseObject({ server: z.string(), type: z.string() });

const SupportItem = z.strictObject({
  id: StableId.optional(),
  channel: z.string(),
  url: z.string().optional(),
  description: z.string().optional(),
  tool: z.string().optional(),
  scope: z.string().optional(),
  invitationUrl: z.string().optional(),
  customProperties: PlainCustomProperties.optional(),
});

const TeamMember = z.strictObject({
  id: StableId.optional(),
  username: z.string(),
  name: z.string().optional(),
  description: z.string().optional(),
  role: z.string().optional(),
  dateIn: z.iso.date().optional(),
  dateOut: z.iso.date().optional(),
  replacedByUsername: z.string().optional(),
  tags: Tags.optional(),
  customProperties: PlainCustomProperties.optional(),
  authoritativeDefinitions: AuthoritativeDefinitions.optional(),
});

const Team = z.strictObject({
  id: StableId.optional(),
  name: z.string().optional(),
  description: z.string().optional(),
  members: z.array(TeamMember).optional(),
  tags: Tags.optional(),
  customProperties: PlainCustomProperties.optional(),
  authoritativeDefinitions: AuthoritativeDefinitions.optional(),
});

const Price = z.strictObject({
  id: StableId.optional(),
  priceAmount: z.number().optional(),
  priceCurrency: z.string().optional(),
  priceUnit: z.string().optional(),
});

/** Fields of a schema and of a property alike. */
export const elementFields = {
  id: StableId.optional(),
  physicalType: z.string().optional(),
  physicalName: z.string().optional(),
  description: z.string().optional(),
  businessName: z.string().optional(),
  authoritativeDefinitions: AuthoritativeDefinitions.optional(),
  tags: Tags.optional(),
};

/** Fields of a property that describe where it lies and what becomes of it. */
export const propertyFields = {
  partitioned: z.boolean().optional(),
  partitionKeyPosition: z.int().optional(),
  classification: z.string().optional(),
  encryptedName: z.string().optional(),
  transformSourceObjects: z.array(z.string()).optional(),
  transformLogic: z.string().optional(),
  transformDescription: z.string().optional(),
  examples: z.array(z.unknown()).optional(),
  criticalDataElement: z.boolean().optional(),
};

/** Fields of the document. */
export const documentFields = {
  tenant: z.string().optional(),
  tags: Tags.optional(),
  servers: z.array(Server).optional(),
  dataProduct: z.string().optional(),
  domain: z.string().optional(),
  support: z.array(SupportItem).optional(),
  price: Price.optional(),
  team: z.union([Team, z.array(TeamMember)]).optional(),
  roles: z.array(Role).optional(),
  slaDefaultElement: z.string().optional(),
  authoritativeDefinitions: AuthoritativeDefinitions.optional(),
  contractCreatedTs: z.string().optional(),
};

const comparison = z.union([z.array(z.number()).length(2), Scalar]);

/** Fields of a quality check, whatever its type. */
export const qualityFields = {
  id: StableId.optional(),
  name: z.string().optional(),
  description: z.string().optional(),
  dimension: z
    .enum(['accuracy', 'completeness', 'conformity', 'consistency', 'coverage', 'timeliness', 'uniqueness'])
    .optional(),
  authoritativeDefinitions: AuthoritativeDefinitions.optional(),
  businessImpact: z.string().optional(),
  customProperties: PlainCustomProperties.optional(),
  method: z.string().optional(),
  schedule: z.string().optional(),
  scheduler: z.string().optional(),
  tags: Tags.optional(),
  unit: z.string().optional(),
};

/** Fields of checks of the types library, sql and text, which Tributary does not run. */
export const otherCheckFields = {
  severity: z.string().optional(),
  metric: z.string().optional(),
  rule: z.string().optional(),
  arguments: z.record(z.string(), z.unknown()).optional(),
  query: z.string().optional(),
  mustBe: z.unknown().optional(),
  mustNotBe: z.unknown().optional(),
  mustBeGreaterThan: comparison.optional(),
  mustBeGreaterOrEqualTo: comparison.optional(),
  mustBeLessThan: comparison.optional(),
  mustBeLessOrEqualTo: comparison.optional(),
  mustBeBetween: comparison.optional(),
  mustNotBeBetween: comparison.optional(),
};
