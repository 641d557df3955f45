import type { Catalogue } from '../ports/catalogue.ts';
import type { Clock } from '../ports/clock.ts';
import type { Keys } from '../ports/keys.ts';
import type { Zones } from '../ports/object-store.ts';
import type { Observed } from '../ports/observed.ts';
import type { Progress } from '../ports/progress.ts';
import type { QueryEngine } from '../ports/query-engine.ts';
import type { Signals } from '../ports/signals.ts';
import type { Turn } from '../ports/turn.ts';
import type { Workbenches } from '../ports/workbench.ts';
import type { Workspace } from '../workspace/model.ts';

/** Everything outside the program that a step may reach; a host (one machine, AWS) makes it. */
export interface World {
  readonly workspace: Workspace;
  readonly zones: Zones;
  /** Opens the root key. Only the step that tokenizes may derive from it; receive and plan ask for its version. */
  readonly keys: () => Promise<Keys>;
  /** Opens the key of rounding and noise. Only what protects and what attacks the protection may derive from it. */
  readonly disclosureKeys: () => Promise<Keys>;
  readonly engine: QueryEngine;
  readonly catalogue: Catalogue;
  readonly workbenches: Workbenches;
  readonly turn: Turn;
  readonly signals: Signals;
  readonly clock: Clock;
  readonly progress: Progress;
  readonly programVersion: string;
  /** What the watching functions look at; missing on one machine. */
  readonly observed?: Observed;
}
