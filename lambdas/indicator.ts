import type { Indicator, Workspace } from '../lib/workspace/workspace.ts';
import { IndicatorUnknown } from './errors.ts';

/** @throws IndicatorUnknown where the workspace changed under a run */
export function findIndicator(workspace: Workspace, id: string): Indicator {
  const found = workspace.indicators.find((indicator) => indicator.id === id);
  if (found === undefined) throw new IndicatorUnknown(id);
  return found;
}
