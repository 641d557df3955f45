import type { RunPlan } from '../governance/run-plan.ts';
import type { Catalogue } from '../ports/catalogue.ts';
import type { Zones } from '../ports/object-store.ts';
import type { Progress } from '../ports/progress.ts';
import type { QueryEngine } from '../ports/query-engine.ts';
import type { Workbenches } from '../ports/workbench.ts';
import type { DatasetId, LinkageSettings } from '../workspace/model.ts';

type Delivery = RunPlan['deliveries'][number];

/** What linkage needs to know of a run. */
export interface LinkagePlan extends Pick<RunPlan, 'run' | 'scopes' | 'previous'> {
  readonly deliveries: readonly Pick<
    Delivery,
    'agency' | 'dataset' | 'deliveryId' | 'ofPeople' | 'keyVersion' | 'rows'
  >[];
}

/** One run's linkage: what to link, by which settings, and the world to do it in. */
export interface LinkageJob {
  readonly plan: LinkagePlan;
  readonly settings: LinkageSettings;
  /** Datasets in whose deliveries a person appears at most once. */
  readonly oncePerPerson: ReadonlySet<DatasetId>;
  readonly engine: QueryEngine;
  readonly catalogue: Catalogue;
  readonly workbenches: Workbenches;
  readonly zones: Pick<Zones, 'tokens' | 'crosswalk'>;
  readonly progress: Progress;
}
