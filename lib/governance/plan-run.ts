import { dayOf, requirePeriod, type Workspace } from '../workspace/workspace.ts';
import { agreementsInForce } from './agreements.ts';
import { chooseDeliveries } from './choose-deliveries.ts';
import { RunPlanMissing } from './errors.ts';
import { digestOfValue } from './inputs-digest.ts';
import { permitIndicators } from './permit-indicators.ts';
import type { DeliveryInForce, RunPlan } from './run-plan.ts';
import { scopesOf } from './scopes.ts';

export interface PlanInput {
  readonly workspace: Workspace;
  /** Every delivery in force, in any order. */
  readonly deliveries: readonly DeliveryInForce[];
  /** A period of the calendar's cycle. */
  readonly period: string;
  readonly now: Date;
  readonly keyVersion: string;
  readonly programVersion: string;
  /** The newest release and its run. */
  readonly previous?: { readonly run: string; readonly release: string };
  /** Every release that ever was, oldest first. @default none */
  readonly earlier?: RunPlan['earlier'];
}

/**
 * Decides, once and for all, what an integration run does: which deliveries it takes, which datasets it may hold
 * against each other, what it publishes under which policy, and what it has to leave out. The same inputs give
 * the same plan, whatever the order of deliveries.
 * @throws PeriodUnknown, PeriodOutsideCalendar
 */
export function planRun(input: PlanInput): RunPlan {
  const { workspace, keyVersion, previous, earlier = [] } = input;
  const { calendar } = workspace.collaborative;
  const period = requirePeriod(input.period, calendar, calendar.cycle);
  const today = dayOf(input.now);
  const agreements = agreementsInForce(workspace.agreements, today);
  const { deliveries, skipped } = chooseDeliveries({
    workspace,
    deliveries: input.deliveries,
    period,
    agreements,
    today,
    keyVersion,
  });
  const scopes = scopesOf(agreements, (dataset) => workspace.contracts.has(dataset));
  const delivered = new Set(deliveries.map(({ agency, dataset }) => `${agency}/${dataset}`));
  const permitted = permitIndicators(workspace, scopes, delivered, today);
  const release = String(Number(previous?.release ?? 0) + 1).padStart(4, '0');
  const plan: Omit<RunPlan, 'inputsDigest'> = {
    run: `r${release}`,
    release,
    period: period.id,
    periodStart: period.start,
    periodEnd: period.end,
    now: input.now.toISOString(),
    ...(previous === undefined ? {} : { previous: { run: previous.run, release: previous.release } }),
    earlier: [...earlier],
    deliveries: [...deliveries],
    scopes: [...scopes],
    indicators: [...permitted.indicators],
    skipped: [...skipped, ...permitted.skipped],
  };
  return { ...plan, inputsDigest: inputsDigest(plan, input) };
}

/**
 * Over everything that a release depends on but the moment, the number and what was released before, which is not its
 * to choose: where it equals the newest release's,
 * there is nothing to publish.
 */
function inputsDigest(
  plan: Omit<RunPlan, 'inputsDigest'>,
  { workspace, keyVersion, programVersion }: PlanInput,
): string {
  const { collaborative, agencies, contracts, indicators } = workspace;
  const delivered = new Set<string>(plan.deliveries.map(({ agency, dataset }) => `${agency}/${dataset}`));
  return digestOfValue({
    period: plan.period,
    deliveries: plan.deliveries.map(({ deliveryId }) => deliveryId),
    contracts: [...contracts.values()]
      .filter(({ id }) => delivered.has(id))
      .map(({ id, digest }) => `${id} ${digest}`)
      .sort(),
    indicators: indicators.map(({ id, digest }) => `${id} ${digest}`).sort(),
    scopes: plan.scopes,
    permitted: plan.indicators,
    skipped: plan.skipped.map(({ what, id }) => `${what} ${id}`),
    agreements: agreementsInForce(workspace.agreements, plan.now.slice(0, 10)),
    collaborative,
    agencies,
    keyVersion,
    programVersion,
  });
}

export interface PlannedFamily {
  /** Ids of indicators, by code point. */
  readonly members: readonly [string, ...string[]];
  readonly policy: RunPlan['indicators'][number]['policy'];
  readonly boundBy: RunPlan['indicators'][number]['boundBy'];
}

/** What a plan says of one family. @throws RunPlanMissing where the plan does not have it */
export function plannedFamily({ indicators, run }: RunPlan, family: string): PlannedFamily {
  const [first, ...rest] = indicators.filter((indicator) => indicator.family === family);
  if (first === undefined) throw new RunPlanMissing(run);
  const { policy, boundBy } = first;
  return { members: [first.id, ...rest.map(({ id }) => id)], policy, boundBy };
}

/** The families of a plan, by the order of their first members. */
export function familiesOfPlan({ indicators }: RunPlan): readonly string[] {
  return [...new Set(indicators.map(({ family }) => family))];
}

/** What a plan says of one indicator. @throws RunPlanMissing where the plan does not have it */
export function plannedIndicator(plan: RunPlan, id: string): RunPlan['indicators'][number] {
  const planned = plan.indicators.find((indicator) => indicator.id === id);
  if (planned === undefined) throw new RunPlanMissing(plan.run);
  return planned;
}
