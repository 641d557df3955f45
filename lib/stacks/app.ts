import { App, type AppProps, Aws } from 'aws-cdk-lib';
import manifest from '../../package.json' with { type: 'json' };
import { namesOf, type Place } from '../deployment/names.ts';
import type { Workspace } from '../workspace/model.ts';
import { AgencyStack } from './agency.ts';
import { AnalyticsStack } from './analytics.ts';
import { type Bundles, makeBundles } from './bundle.ts';
import { FoundationStack } from './foundation.ts';
import { PipelineStack } from './pipeline.ts';
import { SYNTHESIS } from './synthesis.ts';
import { tag } from './tags.ts';
import { WatchStack } from './watch.ts';

export interface AppSettings {
  readonly workspace: Workspace;
  /** The workspace's YAML: path, segments divided by `/`, to text. */
  readonly files: ReadonlyMap<string, string>;
  /** Where the cloud assembly goes. @default where the CDK's command line wants it */
  readonly outdir?: string;
  /** As given by `cdk … -c`. @default none but what the command line passes */
  readonly context?: Readonly<Record<string, unknown>>;
  /** The functions' code. @default bundled from `lambdas/` */
  readonly bundles?: Bundles;
  /** Hold the templates against CloudFormation's own schemas, too; synthesis fails where they do not fit. @default false */
  readonly validated?: boolean;
}

/** The second of two consents to data going with the stacks; the first is in `collaborative.yaml`. */
export const REMOVAL_CONSENT = '@tributary/removeDataOnDestroy';

/**
 * Every stack of a workspace. Neither account nor region is written into the templates, so one synthesis deploys
 * anywhere; nothing is looked up, so none needs credentials, and the same workspace gives the same bytes.
 * @throws DuckdbBindingMissing, DuckdbBindingForeign, BundleTooLarge, BundleUnfit, WorkspaceFileTooLarge
 */
export function makeApp(settings: AppSettings): App {
  const { workspace, files, outdir, context = {}, bundles, validated = false } = settings;
  const app = new App({
    ...SYNTHESIS,
    builtinCloudFormationValidation: validated,
    context: { ...context },
    ...(outdir === undefined ? {} : { outdir }),
  } satisfies AppProps);
  const { name, deployment } = workspace.collaborative;
  const place: Place = { partition: Aws.PARTITION, account: Aws.ACCOUNT_ID, region: Aws.REGION };
  const names = namesOf(name, place);
  tag(app, { collaborative: name });

  const removable = deployment.removeDataOnDestroy && consented(app);
  const stack = (part: string, description: string) => ({
    stackName: names.stack(part),
    description: `Tributary, ${name}: ${description}`,
  });
  const holdsData = { terminationProtection: !removable };

  const foundation = new FoundationStack(app, names.stack('foundation'), {
    ...stack('foundation', 'keys, zones, and who may do what.'),
    ...holdsData,
    names,
    place,
    deployment,
    removable,
  });
  const { keyArns } = foundation.keys;
  const pipeline = new PipelineStack(app, names.stack('pipeline'), {
    ...stack('pipeline', 'functions, workflows, work groups.'),
    names,
    place,
    workspace,
    files,
    programVersion: manifest.version,
    keyArns,
    bundles: bundles ?? makeBundles(deployment.architecture),
  });
  const analytics = new AnalyticsStack(app, names.stack('analytics'), {
    ...stack('analytics', 'where analysts ask.'),
    names,
    place,
    deployment,
    releaseKeyArn: keyArns.release,
  });
  const watch = new WatchStack(app, names.stack('watch'), {
    ...stack('watch', 'dashboard, alarms, and the log of access.'),
    ...holdsData,
    names,
    place,
    deployment,
  });
  const agencies = [...workspace.agencies.values()].map(
    (agency) =>
      new AgencyStack(app, names.stack(`agency-${agency.id}`), {
        ...stack(`agency-${agency.id}`, 'where this agency delivers.'),
        ...holdsData,
        names,
        place,
        workspace,
        agency,
        files,
        removable,
      }),
  );
  // Stacks find each other by name, which the CDK does not see.
  for (const later of [pipeline, analytics, watch]) later.addStackDependency(foundation);
  for (const agency of agencies) agency.addStackDependency(pipeline);
  watch.addStackDependency(pipeline);
  return app;
}

/** On the command line it is text, in `cdk.json` it may be a truth value. */
function consented(app: App): boolean {
  return String(app.node.tryGetContext(REMOVAL_CONSENT)) === 'true';
}
