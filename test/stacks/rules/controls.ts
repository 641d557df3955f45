/** What of the system serves a control, where it is built, and what shows that it holds. */
export interface Control {
  readonly title: string;
  readonly how: string;
  /** Modules, from the root of the repository. */
  readonly built: readonly string[];
  /** Tests, or documents where a person has to do it. */
  readonly shown: readonly string[];
}

const RULES = 'test/stacks/rules/own-rules.test.ts';
const NAG = 'test/stacks/rules/nag.test.ts';
const BASELINE = 'test/stacks/baselines/baselines.test.ts';
const BOUNDARY = 'test/stacks/rules/boundary.test.ts';
const FOUNDATION = 'test/stacks/foundation.test.ts';
const AGENCY = 'test/stacks/agency.test.ts';
const PRIVACY = 'test/e2e/privacy.test.ts';

/** Controls of NIST SP 800-53 revision 5 that the program, not an office, serves. Enhancements stand with their control. */
export const CONTROLS: Readonly<Record<string, Control>> = {
  'AC-2': {
    title: 'Account management',
    how: 'Principals are roles of fixed names, one a duty; people sign in through the identity provider and have no account here. An agency’s role comes and goes with its file.',
    built: ['lib/stacks/principals.ts', 'lib/stacks/deliverer.ts', 'lib/stacks/trust.ts'],
    shown: [FOUNDATION, BASELINE],
  },
  'AC-3': {
    title: 'Access enforcement',
    how: 'Three locks a zone: the principal’s policy, the bucket’s, which refuses everybody else, and the key’s. Each grant is a named method.',
    built: [
      'lib/stacks/grants.ts',
      'lib/stacks/zone.ts',
      'lib/stacks/bucket-policy.ts',
      'lib/stacks/key-policy.ts',
    ],
    shown: [FOUNDATION, AGENCY, RULES, BASELINE],
  },
  'AC-4': {
    title: 'Information flow enforcement',
    how: 'Identifiers stay in the landing zone; attributes and tokens meet in no principal but the one that separates them; what is published has passed protection and its audit.',
    built: ['lib/stacks/grants.ts', 'lib/tokens/separate.ts', 'lib/disclosure/attack/attack.ts'],
    shown: [PRIVACY, 'test/lambdas/no-identifiers.test.ts', 'test/disclosure/attack/attack.test.ts'],
  },
  'AC-5': {
    title: 'Separation of duties',
    how: 'Linkage sees tokens, integration sees records, nobody sees both; operators start and watch and read no data; auditors read decisions and change nothing.',
    built: ['lib/stacks/grants.ts', 'lib/stacks/operating-access.ts'],
    shown: [FOUNDATION, BASELINE],
  },
  'AC-6': {
    title: 'Least privilege',
    how: 'One role a function, under a permissions boundary that allows no action which no role needs. Every wildcard is explained one by one.',
    built: ['lib/stacks/boundary.ts', 'lib/stacks/acknowledged-wildcards.ts'],
    shown: [BOUNDARY, NAG, RULES],
  },
  'AC-16': {
    title: 'Security and privacy attributes',
    how: 'Every resource says of which collaborative, agency and zone it is.',
    built: ['lib/stacks/tags.ts'],
    shown: [RULES, 'test/stacks/app.test.ts'],
  },
  'AC-21': {
    title: 'Information sharing',
    how: 'Agreements are checked at each door by the clock: nothing is taken in, joined or published that none allows, and the landing bucket takes nothing outside of their dates.',
    built: ['lib/governance/governance.ts', 'lib/stacks/landing-policy.ts'],
    shown: ['test/governance/agreements.test.ts', 'test/e2e/agreements.test.ts', AGENCY],
  },
  'AC-23': {
    title: 'Data mining protection',
    how: 'Small and complementary cells are suppressed, the result is attacked by linear programming, and compared with earlier releases; analysts’ questions have a scan limit.',
    built: ['lib/disclosure/protect.ts', 'lib/disclosure/attack/attack.ts', 'lib/stacks/analytics.ts'],
    shown: ['test/disclosure/attack/attack.test.ts', 'test/disclosure/protect-system.test.ts'],
  },
  'AU-2': {
    title: 'Event logging',
    how: 'CloudTrail with the data events of all zones, access logs of every bucket, logs of every function and workflow, decisions in the audit zone.',
    built: ['lib/stacks/access-trail.ts', 'lib/stacks/access-logs.ts', 'lib/stacks/step-function.ts'],
    shown: ['test/stacks/access-trail.test.ts', RULES],
  },
  'AU-3': {
    title: 'Content of audit records',
    how: 'Lines are structured: step, run, delivery, class of error. No identifier, no input of a workflow and no name of a file is in them.',
    built: ['lambdas/on-lambda.ts', 'lib/stacks/workflows.ts'],
    shown: ['test/lambdas/no-identifiers.test.ts', 'test/lambdas/on-lambda.test.ts', RULES],
  },
  'AU-5': {
    title: 'Response to audit logging process failures',
    how: 'An alarm where access was not watched, or an event was not delivered.',
    built: ['lib/stacks/system-alarms.ts', 'lib/stacks/alarm-catalogue.ts'],
    shown: ['test/stacks/watch.test.ts', RULES],
  },
  'AU-6': {
    title: 'Audit record review, analysis and reporting',
    how: 'Every hour the trail is read for a role, hour or volume that is new; unusual access is an alarm.',
    built: ['lib/watch/unusual-access.ts', 'lib/watch/watch-access.ts'],
    shown: ['test/watch/unusual-access.test.ts', 'test/watch/watch-access.test.ts'],
  },
  'AU-9': {
    title: 'Protection of audit information',
    how: 'The audit zone is under Object Lock: nobody deletes, the account’s root included. CloudTrail’s files are validated by digests, and nobody but CloudTrail writes among them.',
    built: ['lib/stacks/zones.ts', 'lib/stacks/access-trail.ts'],
    shown: [FOUNDATION, 'test/stacks/access-trail.test.ts', BASELINE],
  },
  'AU-11': {
    title: 'Audit record retention',
    how: '`auditDays` for decisions and the trail, `logDays` for logs.',
    built: ['lib/stacks/zones.ts', 'lib/workspace/schemas/deployment.ts'],
    shown: [RULES, BASELINE],
  },
  'AU-12': {
    title: 'Audit record generation',
    how: 'Functions and workflows log and are traced; each question to the query engine is in the audit with its id.',
    built: ['lib/stacks/step-function.ts', 'lib/stacks/workflows.ts'],
    shown: [RULES, NAG],
  },
  'CM-2': {
    title: 'Baseline configuration',
    how: 'The system is its templates: the same workspace gives the same bytes. Permissions and data-bearing resources of the example are committed as text.',
    built: ['lib/stacks/app.ts', 'lib/stacks/synthesis.ts'],
    shown: ['test/stacks/app.test.ts', BASELINE],
  },
  'CM-3': {
    title: 'Configuration change control',
    how: 'A change of permissions or retention shows as a difference of a few lines, which a reviewer judges; workflows stand in the templates and are linted.',
    built: ['lib/stacks/workflows.ts'],
    shown: [BASELINE, 'test/aws/cfn-lint.test.ts', RULES],
  },
  'CM-5': {
    title: 'Access restrictions for change',
    how: 'No role of the system may change roles, keys’ policies or the boundary.',
    built: ['lib/stacks/boundary.ts'],
    shown: [BOUNDARY, FOUNDATION],
  },
  'CM-6': {
    title: 'Configuration settings',
    how: 'Settings are in one checked file; `check --target aws` compares what is deployed with the templates.',
    built: ['lib/workspace/schemas/deployment.ts', 'lib/cli/target/check.ts'],
    shown: ['test/cli/aws/check.test.ts', 'test/docs/deployment-settings.test.ts'],
  },
  'CM-7': {
    title: 'Least functionality',
    how: 'No crawler, job or connection, and no address of a function; a bundle holds what its steps need.',
    built: ['lib/stacks/bundle.ts'],
    shown: [RULES, 'test/stacks/bundle.test.ts'],
  },
  'CM-8': {
    title: 'System component inventory',
    how: 'All resources are in stacks under one name, and tagged.',
    built: ['lib/deployment/names.ts', 'lib/stacks/tags.ts'],
    shown: [RULES],
  },
  'CP-9': {
    title: 'System backup',
    how: 'Buckets are versioned and outlive their stacks, keys as well; removal takes two consents. There is no second copy elsewhere: agreements say where data lie.',
    built: ['lib/stacks/zones.ts', 'lib/stacks/landing.ts'],
    shown: [RULES, BASELINE, FOUNDATION],
  },
  'CP-10': {
    title: 'System recovery and reconstitution',
    how: 'Steps can be repeated from any point and do nothing twice; what is derived can be made again from deliveries.',
    built: ['lib/intake/claims.ts'],
    shown: ['test/e2e/kills.test.ts', 'test/e2e/determinism.test.ts', 'docs/operator.md'],
  },
  'IA-2': {
    title: 'Identification and authentication of users',
    how: 'People sign in through SAML, or with a second factor; no user and no access key is made.',
    built: ['lib/stacks/trust.ts'],
    shown: [FOUNDATION, RULES],
  },
  'IA-5': {
    title: 'Authenticator management',
    how: 'No secret is stored: keys of tokens are derived from a KMS key that never leaves KMS.',
    built: ['lib/adapters/aws/kms-keys.ts', 'lib/stacks/keys.ts'],
    shown: ['test/adapters/aws/kms-keys.test.ts', RULES],
  },
  'IA-9': {
    title: 'Service identification and authentication',
    how: 'Roles trust one service each, for this account and, where the service says so, this workflow.',
    built: ['lib/stacks/trust.ts'],
    shown: [FOUNDATION, RULES],
  },
  'IR-5': {
    title: 'Incident monitoring',
    how: 'Alarms say in words what happened and what to do first; their page has the rest.',
    built: ['lib/stacks/alarm-catalogue.ts'],
    shown: ['test/stacks/watch.test.ts', 'docs/alarms.md'],
  },
  'PT-2': {
    title: 'Authority to process personally identifiable information',
    how: 'An agreement names its legal authority and signatories; without one in force a delivery is refused.',
    built: ['lib/governance/agreements.ts'],
    shown: ['test/governance/agreements.test.ts', 'test/e2e/agreements.test.ts'],
  },
  'PT-3': {
    title: 'Personally identifiable information processing purposes',
    how: 'Agreements name purpose and permitted indicators; datasets that none names together are not compared or joined.',
    built: ['lib/governance/permit-indicators.ts', 'lib/governance/scopes.ts'],
    shown: ['test/governance/plan-run.test.ts', 'test/e2e/agreements.test.ts'],
  },
  'PT-4': {
    title: 'Consent',
    how: 'A row without a consent that its contract requires never leaves the landing zone.',
    built: ['lib/intake/validate-delivery.ts'],
    shown: ['test/intake/validation.test.ts'],
  },
  'SA-11': {
    title: 'Developer testing and evaluation',
    how: 'Templates, policies, bundles and statements are tested against real counterparts before a deployment.',
    built: ['vitest.config.ts', 'vitest.aws.config.ts', 'vitest.trino.config.ts'],
    shown: [
      'test/aws/cfn-lint.test.ts',
      'test/aws/deployed/story.test.ts',
      'test/workflow/workflow-files.test.ts',
    ],
  },
  'SA-22': {
    title: 'Unsupported system components',
    how: 'The runtime is one that AWS supports; exact versions of all packages are locked.',
    built: ['lib/stacks/step-function.ts', 'package-lock.json'],
    shown: [RULES],
  },
  'SC-5': {
    title: 'Denial-of-service protection',
    how: 'Files, questions, runs and retries are bounded; stacks stay far from the limits of AWS at fifty agencies.',
    built: ['lib/intake/limits.ts', 'lib/stacks/pipeline-work-groups.ts'],
    shown: [RULES, 'test/stacks/limits/limits.test.ts'],
  },
  'SC-6': {
    title: 'Resource availability',
    how: 'A question that scans too much is stopped; a budget has an alarm.',
    built: ['lib/stacks/analytics.ts', 'lib/watch/cost.ts'],
    shown: ['test/stacks/analytics.test.ts', 'test/watch/cost.test.ts'],
  },
  'SC-7': {
    title: 'Boundary protection',
    how: 'Nothing is public and nothing has an address; buckets refuse whoever is not named.',
    built: ['lib/stacks/bucket-policy.ts'],
    shown: [RULES, NAG],
  },
  'SC-8': {
    title: 'Transmission confidentiality and integrity',
    how: 'Buckets, queues and topics refuse what does not come over TLS (1.2 or later for buckets); FIPS endpoints by a setting.',
    built: ['lib/stacks/zones.ts', 'lib/stacks/landing.ts', 'lib/stacks/boundary.ts'],
    shown: [RULES, NAG],
  },
  'SC-12': {
    title: 'Cryptographic key establishment and management',
    how: 'A key a zone and an agency; they rotate every year, and deletion waits thirty days. Root keys of tokens have versions, and rotation tokenizes again.',
    built: ['lib/stacks/keys.ts', 'lib/stacks/landing.ts'],
    shown: [RULES, FOUNDATION, 'test/e2e/rotation.test.ts'],
  },
  'SC-13': {
    title: 'Cryptographic protection',
    how: 'KMS (FIPS 140 validated) for storage, HMAC-SHA-256 for tokens.',
    built: ['lib/stacks/keys.ts', 'lib/tokens/separate.ts'],
    shown: [RULES, 'test/tokens/keyed-digest.test.ts'],
  },
  'SC-23': {
    title: 'Session authenticity',
    how: 'Requests are signed and over TLS; a presigned upload is for one object.',
    built: ['lib/stacks/boundary.ts'],
    shown: [RULES, 'test/cli/aws/submit.test.ts'],
  },
  'SC-28': {
    title: 'Protection of information at rest',
    how: 'Everything is encrypted: zones under keys whose policies name their users, logs, queues, topics and answers of the query engine.',
    built: ['lib/stacks/zone.ts', 'lib/stacks/keys.ts', 'lib/stacks/pipeline-work-groups.ts'],
    shown: [RULES, NAG, BASELINE],
  },
  'SI-2': {
    title: 'Flaw remediation',
    how: 'Packages are few, of exact versions; a change is tested whole before it is deployed.',
    built: ['package-lock.json'],
    shown: [RULES],
  },
  'SI-3': {
    title: 'Malicious code protection',
    how: 'By a setting, GuardDuty scans what is delivered, and nobody can read it before it is clean.',
    built: ['lib/stacks/malware-scan.ts', 'lib/stacks/landing-policy.ts'],
    shown: [AGENCY],
  },
  'SI-4': {
    title: 'System monitoring',
    how: 'Alarms on failures, dead letters, overdue and moved data, unusual access and cost; traces of functions and workflows.',
    built: ['lib/stacks/watch.ts', 'lib/stacks/system-alarms.ts', 'lib/stacks/agency-alarms.ts'],
    shown: ['test/stacks/watch.test.ts', RULES],
  },
  'SI-10': {
    title: 'Information input validation',
    how: 'A delivery is held against its contract, row by row; files are read as data within bounds, names are checked.',
    built: ['lib/intake/intake.ts', 'lib/intake/limits.ts'],
    shown: ['test/intake/validation.test.ts', 'test/e2e/fuzz.test.ts'],
  },
  'SI-11': {
    title: 'Error handling',
    how: 'Errors build their sentences from typed facts, so that no identifier is in one; what fails is retried, then told.',
    built: ['lib/errors/tributary-error.ts'],
    shown: ['test/errors/error-codes.test.ts', 'test/workflow/intake-failures.test.ts', RULES],
  },
  'SI-12': {
    title: 'Information management and retention',
    how: 'What is delivered goes after the least time that an agreement allows; answers and work tables go by themselves.',
    built: ['lib/stacks/retention.ts', 'lib/stacks/zones.ts'],
    shown: [AGENCY, RULES, BASELINE],
  },
  'SI-17': {
    title: 'Fail-safe procedures',
    how: 'A run that cannot show that its release is protected publishes nothing.',
    built: ['lib/disclosure/attack/attack.ts'],
    shown: ['test/disclosure/attack/attack.test.ts', 'test/workflow/integration-failures.test.ts'],
  },
  'SI-19': {
    title: 'De-identification',
    how: 'Identifiers become keyed tokens and Bloom filters at the door; contracts coarsen what is kept; publication is aggregate and protected.',
    built: ['lib/tokens/separate.ts', 'lib/disclosure/protect.ts'],
    shown: [PRIVACY, 'test/tokens/separate.test.ts', 'test/disclosure/rules/needs.test.ts'],
  },
};
