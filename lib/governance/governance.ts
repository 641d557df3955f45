/**
 * Asked at the doors: may this be taken in, compared, published, and under which limits? Agreements and policies
 * answer; `planRun` writes the answers for one run down.
 */
export { agreementsInForce, intakeAgreement } from './agreements.ts';
export { type DeliveryStanding, deliveryStandings, type Refusal, type Standing } from './delivery-status.ts';
export { DatasetUnknown, NoAgreementInForce, RunPlanMissing } from './errors.ts';
export { findDelivery, keepPlan, listDeliveries, putInForce, readPlan } from './ledger.ts';
export { ownersOf } from './permit-indicators.ts';
export {
  familiesOfPlan,
  type PlanInput,
  type PlannedFamily,
  plannedFamily,
  plannedIndicator,
  planRun,
} from './plan-run.ts';
export { DeliveryInForce, RunPlan, Scope } from './run-plan.ts';
export { mayCompare, scopesOf } from './scopes.ts';
export { type OwnedPolicy, type StrictestPolicy, strictestPolicy } from './strictest-policy.ts';
