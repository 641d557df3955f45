import { type SignIn, signIn } from '../../adapters/aws/sign-in.ts';
import { type Names, namesOf } from '../../deployment/names.ts';
import type { Workspace } from '../../workspace/workspace.ts';
import type { Io } from '../io.ts';
import { openWorkspace } from '../workspace.ts';

/** A deployed system, as a command reaches it. */
export interface Target extends SignIn {
  readonly workspace: Workspace;
  readonly names: Names;
}

export interface TargetOptions {
  /** The workspace's folder. */
  readonly workspace: string;
  /** The account that the system is in. Default: the one that the user is signed in to. */
  readonly account?: string;
}

/**
 * Finds the system that the workspace was deployed as, in the region and, where none is named, the account that the user is signed in to.
 * @throws WorkspaceUnfit, RegionUnknown, NotSignedIn
 */
export async function openTarget({ workspace: folder, account }: TargetOptions, io: Io): Promise<Target> {
  const workspace = await openWorkspace(folder, io);
  const { clients, place: own } = await signIn(io.environment);
  const place = account === undefined ? own : { ...own, account };
  return { clients, place, workspace, names: namesOf(workspace.collaborative.name, place) };
}
