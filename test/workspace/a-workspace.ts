import { type Finding, readWorkspace, type Workspace } from '../../lib/workspace/workspace.ts';
import { documentedWorkspace } from './documented-examples.ts';

/** By then the agreement of the documented workspace is in force. */
export const TODAY = '2026-04-01';

/** Replaces texts in a file of the documented workspace; `undefined` takes the file away. */
export type Changes = Readonly<
  Record<string, undefined | string | readonly (readonly [from: string, to: string])[]>
>;

/** The workspace of docs/workspace.md with some changes. A text to be replaced has to be there. */
export function workspaceFiles(changes: Changes = {}): ReadonlyMap<string, string> {
  const files = new Map(documentedWorkspace());
  for (const [path, change] of Object.entries(changes)) {
    if (change === undefined) files.delete(path);
    else if (typeof change === 'string') files.set(path, change);
    else files.set(path, change.reduce(replaced, files.get(path) ?? ''));
  }
  return files;
}

function replaced(text: string, [from, to]: readonly [string, string]): string {
  if (!text.includes(from)) throw new Error(`The example does not hold ${JSON.stringify(from)}.`);
  return text.replace(from, () => to);
}

/** What `check` says of the changed workspace. */
export function findingsOf(changes: Changes, today = TODAY): readonly Finding[] {
  return readWorkspace(workspaceFiles(changes), { folder: 'example', today }).findings;
}

/** The changed workspace. @throws where it could not be read */
export function aWorkspace(changes: Changes = {}, today = TODAY): Workspace {
  const { workspace, findings } = readWorkspace(workspaceFiles(changes), { folder: 'example', today });
  if (workspace === undefined) throw new Error(JSON.stringify(findings));
  return workspace;
}

export const CONTRACT = 'contracts/schools/enrolment.yaml';
export const INDICATOR = 'indicators/children_by_area.yaml';
export const AGREEMENT = 'agreements/early_childhood.yaml';
export const COLLABORATIVE = 'collaborative.yaml';
