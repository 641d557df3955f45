import { LocalReleaseReader } from '../../adapters/local/release-reader.ts';
import { folderZones, stateFolder } from '../../adapters/local/state.ts';
import { ANSWER_FORMATS, type AnswerFormat, answerText, askReleases } from '../../release/release.ts';
import { WrongUsage } from '../errors.ts';
import type { ExitCode, Io } from '../io.ts';

export interface QueryOptions {
  /** The workspace's folder. Nothing in it is changed, so nothing is locked. */
  readonly workspace: string;
  readonly sql: string;
  /** `table` where it is missing, or `json` with `--json`. */
  readonly format?: string;
}

/**
 * `tributary query`: asks the views of the newest release.
 * @throws WrongUsage, NoRelease, QuestionRefused, QuestionFailed, QuestionTooCostly
 */
export async function queryCommand({ workspace, sql, format }: QueryOptions, io: Io): Promise<ExitCode> {
  const chosen = chooseFormat(format, io.json);
  await using reader = new LocalReleaseReader();
  const answer = await askReleases(sql, folderZones(stateFolder(workspace)).release, reader);
  io.out(answerText(answer, chosen));
  return 0;
}

/** @throws WrongUsage */
export function chooseFormat(format: string | undefined, json: boolean): AnswerFormat {
  if (json) return 'json';
  const found = ANSWER_FORMATS.find((known) => known === (format ?? 'table'));
  if (found === undefined)
    throw new WrongUsage(`--format is one of ${ANSWER_FORMATS.join(', ')}; "${format}" is not.`);
  return found;
}
