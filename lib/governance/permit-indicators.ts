import {
  type Agreement,
  explainLacking,
  type Indicator,
  type IsoDate,
  inForce,
  lackingOf,
  type Workspace,
} from '../workspace/workspace.ts';
import { familiesOf } from './families.ts';
import type { RunPlan, Scope } from './run-plan.ts';
import { includesAll } from './scopes.ts';
import { type OwnedPolicy, strictestPolicy } from './strictest-policy.ts';

type PlannedIndicator = RunPlan['indicators'][number];

export interface Permissions {
  /** Ordered by id. */
  readonly indicators: readonly PlannedIndicator[];
  readonly skipped: readonly RunPlan['skipped'][number][];
}

/** An indicator that may be published, and who has a say in how. */
interface Permitted {
  readonly indicator: Indicator;
  readonly scope: Scope;
  readonly agreements: readonly Agreement[];
}

/**
 * Which indicators a run publishes, in which scope, in which family and under which policy. Each needs one agreement in
 * force for indicators or analytics that names all its datasets and permits it, and a delivery of every dataset. One
 * that is left out takes none of its family along: what is not published shares nothing.
 * @param delivered datasets with a delivery that the run takes
 */
export function permitIndicators(
  workspace: Workspace,
  scopes: readonly Scope[],
  delivered: ReadonlySet<string>,
  today: IsoDate,
): Permissions {
  const permitted: Permitted[] = [];
  const skipped: Permissions['skipped'][number][] = [];
  for (const indicator of [...workspace.indicators].sort((a, b) => (a.id < b.id ? -1 : 1))) {
    const { id, datasets } = indicator;
    const agreements = workspace.agreements.filter(
      (agreement) => permits(agreement, indicator) && inForce(agreement, today),
    );
    const scope = scopes.find(
      (one) =>
        agreements.some((agreement) => within(agreement, one, workspace)) &&
        includesAll(one.datasets, datasets),
    );
    const missing = datasets.filter((dataset) => !delivered.has(dataset));
    if (scope === undefined) {
      skipped.push({ what: 'indicator', id, reason: whyNotPermitted(workspace, indicator, today) });
    } else if (missing.length > 0) {
      skipped.push({
        what: 'indicator',
        id,
        reason: `It needs ${missing.join(' and ')}, of which this run has no delivery.`,
      });
    } else {
      permitted.push({ indicator, scope, agreements });
    }
  }
  return { indicators: inFamilies(workspace, permitted), skipped };
}

/** A family has one policy, the strictest of all who have a say in any member: one table would else undo another's. */
function inFamilies(workspace: Workspace, permitted: readonly Permitted[]): readonly PlannedIndicator[] {
  const families = familiesOf(permitted.map(({ indicator }) => indicator));
  return permitted.map(({ indicator: { id }, scope, agreements }) => {
    const family = families.get(id) ?? id;
    const members = permitted.filter(({ indicator }) => families.get(indicator.id) === family);
    return {
      id,
      family,
      scope: scope.id,
      agreements: agreements.map((agreement) => agreement.id).sort(),
      ...strictestPolicy(policiesOf(workspace, members)),
    };
  });
}

/** Whether an agreement allows an indicator to be published, in force or not. */
export function permits({ purpose, datasets, indicators }: Agreement, indicator: Indicator): boolean {
  const named = indicators.includes('*') || indicators.includes(indicator.id);
  return purpose !== 'operations' && named && includesAll(datasets, indicator.datasets);
}

function within({ datasets }: Agreement, scope: Scope, { contracts }: Workspace): boolean {
  return includesAll(
    scope.datasets,
    datasets.filter((dataset) => contracts.has(dataset)),
  );
}

/** Tables to which every dataset of people in a scope contributes. */
const COMMON_TABLES = /\b(persons|spells|events)\b/i;

/** What an indicator's numbers draw on: what it names, and all of its scope where it asks a common table. */
function drawnOn({ datasets, query }: Indicator, scope: Scope): readonly string[] {
  return COMMON_TABLES.test(query) ? [...datasets, ...scope.datasets] : datasets;
}

/** Owners by name, then agreements, then the indicators: the later is the more particular. Each has one say. */
function policiesOf(
  { agencies, collaborative }: Workspace,
  members: readonly Permitted[],
): readonly [OwnedPolicy, ...OwnedPolicy[]] {
  const drawn = members.flatMap(({ indicator, scope }) => drawnOn(indicator, scope));
  const owners = [...new Set(drawn.map((dataset) => dataset.split('/')[0] ?? ''))]
    .sort()
    .map((owner): OwnedPolicy => {
      const own = agencies.get(owner)?.policy;
      return own === undefined
        ? { owner: 'collaborative', policy: collaborative.policy }
        : { owner: `agency ${owner}`, policy: own };
    });
  const agreed = [...new Set(members.flatMap(({ agreements }) => agreements))].flatMap(
    ({ id, policy }): readonly OwnedPolicy[] =>
      policy === undefined ? [] : [{ owner: `agreement ${id}`, policy }],
  );
  const own = members.flatMap(({ indicator: { id, policy } }): readonly OwnedPolicy[] =>
    policy === undefined ? [] : [{ owner: `indicator ${id}`, policy }],
  );
  const [first = { owner: 'collaborative', policy: collaborative.policy }, ...rest] = owners;
  return [first, ...rest, ...agreed, ...own];
}

/** Whose data an indicator's numbers draw on, ordered by name: they have a say in it, and a budget where it is noisy. */
export function ownersOf(workspace: Workspace, plan: RunPlan, id: string): readonly string[] {
  const planned = plan.indicators.find((one) => one.id === id);
  const scope = plan.scopes.find((one) => one.id === planned?.scope);
  const indicator = workspace.indicators.find((one) => one.id === id);
  if (scope === undefined || indicator === undefined) return [];
  return [...new Set(drawnOn(indicator, scope).map((dataset) => dataset.split('/')[0] ?? ''))].sort();
}

function whyNotPermitted({ agreements }: Workspace, indicator: Indicator, today: IsoDate): string {
  const naming = agreements.filter(({ datasets }) => includesAll(datasets, indicator.datasets));
  const permitting = naming.filter((agreement) => permits(agreement, indicator));
  if (naming.length === 0) return `No agreement names ${indicator.datasets.join(', ')} together.`;
  if (permitting.length === 0)
    return `No agreement permits it: ${naming
      .map(({ id }) => id)
      .sort()
      .join(', ')} names its datasets only.`;
  return `No agreement in force on ${today} permits it: ${explainLacking(lackingOf(permitting, today))}.`;
}
