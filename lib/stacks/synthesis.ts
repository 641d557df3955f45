import type { AppProps } from 'aws-cdk-lib';
import recommended from 'aws-cdk-lib/recommended-feature-flags.json' with { type: 'json' };

/** Behaviours of the CDK: what it recommends to new projects, and where we choose otherwise. */
const FLAGS = {
  ...recommended,
  '@aws-cdk/core:target-partitions': ['aws', 'aws-us-gov'],
  // Exports: a stack that others use cannot go before them.
  '@aws-cdk/core:defaultCrossStackReferences': 'strong',
  // Each statement is ours to name and to find again.
  '@aws-cdk/aws-iam:minimizePolicies': false,
  // Tells about the program that made the template.
  '@aws-cdk/core:enableAdditionalMetadataCollection': false,
} as const;

/**
 * How every synthesis is done. The same wherever it runs: nothing of the machine, of the CDK's version or of its command
 * line gets into a template, so that `diff`, baselines and `check --target aws` compare what we wrote.
 */
export const SYNTHESIS = {
  analyticsReporting: false,
  treeMetadata: false,
  stackTraces: false,
  // Takes twice as long as all the rest: `npx cdk` asks for it, and a test.
  builtinCloudFormationValidation: false,
  // After what the command line passes, so that it has the last word.
  postCliContext: {
    ...FLAGS,
    'aws:cdk:enable-path-metadata': false,
    'aws:cdk:enable-asset-metadata': false,
    'aws:cdk:disable-stack-trace': true,
    'aws:cdk:disable-creation-stack-traces': true,
  },
} as const satisfies AppProps;
