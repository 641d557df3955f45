import type { QueryDuty, Workflow } from './names.ts';

/** Every function's own role, by the step that it runs (lib/deployment/steps.ts). */
export const FUNCTIONS = [
  'Receive',
  'CheckAgreement',
  'Refuse',
  'Read',
  'Validate',
  'Tokenize',
  'Combine',
  'Receipt',
  'Plan',
  'PrepareLink',
  'Train',
  'Cluster',
  'Integrate',
  'MeasureQuality',
  'Measure',
  'Protect',
  'AuditProtection',
  'Assemble',
  'Publish',
  'ShowViews',
  'Announce',
  'Watch',
  'WatchAccess',
  'WatchCost',
] as const;

/** In whose name a workflow's own questions are asked, by duty. */
export const QUERY_ROLES = {
  linkage: 'LinkageQueries',
  integrate: 'IntegrateQueries',
  measure: 'MeasureQueries',
  publish: 'PublishQueries',
} as const satisfies Readonly<Record<Exclude<QueryDuty, 'analyst'>, string>>;

/** What a workflow itself may do: call its functions and take on its query roles. */
export const WORKFLOW_ROLES = {
  intake: 'Intake',
  integration: 'Integration',
} as const satisfies Readonly<Record<Workflow, string>>;

/** What starts something: an agency's rule, and the schedule of runs. */
export const STARTERS = ['StartIntake', 'StartIntegration'] as const;

/** People, by what they are here for. Agencies' own roles are made in their stacks. */
export const PEOPLE = ['Analyst', 'Operator', 'Auditor'] as const;

export type FunctionName = (typeof FUNCTIONS)[number];
export type QueryRole = (typeof QUERY_ROLES)[keyof typeof QUERY_ROLES];
export type WorkflowRole = (typeof WORKFLOW_ROLES)[Workflow];
export type Starter = (typeof STARTERS)[number];
export type Person = (typeof PEOPLE)[number];

/** Whoever has a role in the foundation. */
export type PrincipalName = FunctionName | QueryRole | WorkflowRole | Starter | Person;
