import { assemble } from './assemble.ts';
import { checkAcross } from './checks/check-across.ts';
import { WorkspaceUnfit } from './errors.ts';
import { type Finding, sortFindings } from './finding.ts';
import type { Workspace } from './model.ts';
import type { IsoDate } from './plain-date.ts';
import { readSources } from './read-sources.ts';

export { nearest, suggest } from './did-you-mean.ts';
export { type DraftInput, draftContract } from './draft-contract.ts';
export { NoPeriodDue, PeriodOutsideCalendar, PeriodUnknown, WorkspaceUnfit } from './errors.ts';
export { FINDING_CODES, type Finding, type FindingCode, sortFindings } from './finding.ts';
export { normalisedHeader } from './headers.ts';
export { daysInForce, explainLacking, inForce, type Lacking, lackingOf } from './in-force.ts';
export * from './model.ts';
export * from './period.ts';
export { addDays, dayOf, type IsoDate } from './plain-date.ts';
export { DISCLOSURE_PRESETS, PRESET_NAMES, type Preset, type PresetName } from './presets.ts';
export { FOLDERS, plainName } from './read-sources.ts';
export { parseDocument } from './schema-findings.ts';
export { starterWorkspace } from './starter.ts';
export { readYaml, type YamlFile } from './yaml-document.ts';

export interface ReadOptions {
  /** Where the workspace lies, for messages. */
  readonly folder: string;
  /** The day by which agreements are in force or not. */
  readonly today: IsoDate;
}

/**
 * Reads a workspace: each file by its kind, then what only shows across files.
 * @param files relative path (segments divided by `/`) to text; YAML in other places than the workspace's is ignored
 * @returns findings in the order of files and lines; the workspace where every file could be read by its schema,
 *   even beside findings across files. Who goes on to work with it asks `requireWorkspace` instead. Never throws.
 */
export function readWorkspace(
  files: ReadonlyMap<string, string>,
  options: ReadOptions,
): { readonly workspace?: Workspace; readonly findings: readonly Finding[] } {
  const sources = readSources(files);
  const workspace = assemble(sources, options.folder);
  if (workspace === undefined) return { findings: sortFindings(sources.findings) };
  const findings = sortFindings([...sources.findings, ...checkAcross(sources, workspace, options.today)]);
  return sources.unread.size > 0 ? { findings } : { workspace, findings };
}

/**
 * The workspace, fit to work with.
 * @throws WorkspaceUnfit where `readWorkspace` has an error to tell
 */
export function requireWorkspace(files: ReadonlyMap<string, string>, options: ReadOptions): Workspace {
  const { workspace, findings } = readWorkspace(files, options);
  if (workspace === undefined || findings.some(({ severity }) => severity === 'error'))
    throw new WorkspaceUnfit(findings);
  return workspace;
}
