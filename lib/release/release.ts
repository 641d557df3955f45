/**
 * The release: protected indicators and what describes them become an immutable, numbered publication, and the views
 * that analysts ask. A candidate is added to, assembled, and then published, so that an approval can stand between.
 */
export { announcement } from './announcement.ts';
export { ANSWER_FORMATS, type AnswerFormat, answerText } from './answer-text.ts';
export { askReleases, type ReleaseAnswer } from './ask.ts';
export {
  type AssemblyInput,
  addIndicator,
  assembleCandidate,
  candidateFolder,
  type ProtectedIndicator,
  readCandidateTable,
} from './candidate.ts';
export { toCsv } from './csv.ts';
export {
  everyRelease,
  type PublishedIndicator,
  type PublishedRelease,
  readEarlier,
  refuseRemembered,
} from './earlier-releases.ts';
export {
  CandidateIncomplete,
  EarlierReleaseDamaged,
  NoRelease,
  ReleaseMissing,
  SharedCellsRemembered,
  ViewNameTaken,
} from './errors.ts';
export type { Candidate, LeftOut, Manifest, TableEntry } from './manifest.ts';
export { publicationSignals } from './publication-signals.ts';
export { type PublishPorts, publishRelease, verifyRelease } from './publish.ts';
export { QuestionRefused } from './query-errors.ts';
export { findManifest, listReleases, newestRelease, requireRelease } from './releases.ts';
export { analystViews, releasedTable, TABLES_DATABASE, VIEWS_DATABASE, viewStatements } from './views.ts';
