import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App, Stack } from 'aws-cdk-lib';
import type { QueryDuty } from '../../lib/deployment/names.ts';
import { AgencyAlarms } from '../../lib/stacks/agency-alarms.ts';
import { AnalyticsStack } from '../../lib/stacks/analytics.ts';
import { FoundationStack } from '../../lib/stacks/foundation.ts';
import { ResolvedTemplates, type Template } from '../../lib/stacks/resolve-template.ts';
import { SYNTHESIS } from '../../lib/stacks/synthesis.ts';
import { WatchStack } from '../../lib/stacks/watch.ts';
import type { Agency, Deployment } from '../../lib/workspace/model.ts';
import { DeploymentDocument } from '../../lib/workspace/schemas/deployment.ts';
import { NAMES, PLACE } from '../watch/recorded.ts';

export const RELEASE_KEY = `arn:aws:kms:${PLACE.region}:${PLACE.account}:key/release`;
export const ANALYST: QueryDuty = 'analyst';

const contact = { name: 'A', email: 'a@a.example' };

export function anAgency(id: string, name: string): Agency {
  return { id, name, owner: contact, steward: contact, custodian: contact };
}

export interface Watched {
  readonly agencies?: readonly Agency[];
  /** The part `deployment` of the settings. */
  readonly settings?: object;
  /** @default false: it takes a second */
  readonly foundation?: boolean;
}

/** The stacks that watch and that analysts use, with the alarms of some agencies. */
export function watchedTemplates({
  agencies = [],
  settings = {},
  foundation = false,
}: Watched = {}): ResolvedTemplates {
  const deployment = DeploymentDocument.parse(settings) as Deployment;
  const app = new App({ ...SYNTHESIS, outdir: mkdtempSync(join(tmpdir(), 'watched-')) });
  const shared = {
    names: NAMES,
    place: PLACE,
    deployment,
    env: { account: PLACE.account, region: PLACE.region },
  };
  if (foundation) new FoundationStack(app, 'foundation', shared);
  new WatchStack(app, 'watch', shared);
  new AnalyticsStack(app, 'analytics', { ...shared, releaseKeyArn: RELEASE_KEY });
  for (const agency of agencies)
    new AgencyAlarms(new Stack(app, agency.id, { env: shared.env }), 'Alarms', { names: NAMES, agency });
  const templates = app
    .synth()
    .stacks.map(({ stackName, template }) => [stackName, template as Template] as const);
  return new ResolvedTemplates(new Map(templates), PLACE, (stack, logicalId) => `${stack}-${logicalId}`);
}
