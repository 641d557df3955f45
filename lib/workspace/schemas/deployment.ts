import { z } from 'zod';

/** The part of `collaborative.yaml` that only a deployment on AWS reads. */
export const DeploymentDocument = z.strictObject({
  fips: z
    .boolean()
    .default(false)
    .meta({ description: 'Use FIPS 140 validated endpoints; GovCloud asks for it.' }),
  architecture: z
    .enum(['x86_64', 'arm64'])
    .default('x86_64')
    .meta({ description: 'Of the functions; arm64 costs a fifth less.' }),
  keyVersion: z
    .int()
    .min(1)
    .max(99)
    .default(1)
    .meta({ description: 'The root key of tokens in force; one more makes a new one and keeps the old.' }),
  schedule: z
    .boolean()
    .default(true)
    .meta({ description: 'Start an integration run on the day after deliveries of a period are due.' }),
  largestFileMegabytes: z.int().min(10).max(4096).default(1024).meta({
    description: 'The largest extract that any agency delivers; functions get scratch room for it.',
  }),
  functionMegabytes: z.int().min(3008).max(10_240).default(10_240).meta({
    description: 'No function gets more memory; new accounts allow 3,008 until AWS raises it.',
  }),
  scanLimitGigabytes: z
    .int()
    .min(1)
    .max(7000)
    .default(10)
    .meta({ description: 'An analyst’s query that would scan more is cancelled.' }),
  logDays: z
    .literal([30, 60, 90, 180, 365, 400, 731, 1096, 1827, 2557, 3653])
    .default(365)
    .meta({ description: 'How long logs are kept.' }),
  auditDays: z
    .int()
    .min(1)
    .max(36_500)
    .default(2557)
    .meta({ description: 'How long nobody can delete what was written to the audit zone.' }),
  malwareProtection: z
    .boolean()
    .default(false)
    .meta({ description: 'GuardDuty scans each delivery, and intake waits until it is clean.' }),
  alarmEmails: z.array(z.email()).default([]).meta({ description: 'Who is told of alarms.' }),
  samlProvider: z
    .string()
    .regex(/^arn:aws[a-z-]*:iam::\d{12}:saml-provider\/.+$/)
    .optional()
    .meta({
      description: 'The identity provider through which people sign in; it must ask for a second factor.',
    }),
  monthlyBudgetDollars: z
    .int()
    .min(1)
    .default(100)
    .meta({ description: 'An alarm is given where the estimated cost of a month passes it.' }),
  removeDataOnDestroy: z.boolean().default(false).meta({
    description:
      'The first of two consents to deleting data with the stacks; the second is given on the command line.',
  }),
});
export type DeploymentDocument = z.output<typeof DeploymentDocument>;
