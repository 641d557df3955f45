import { type Audience, type Kind, TributaryError } from '../errors/tributary-error.ts';

/** No release has been published yet. */
export class NoRelease extends TributaryError {
  readonly code = 'NO_RELEASE';
  readonly kind: Kind = 'usage';
  readonly audience: Audience = 'analyst';

  constructor() {
    super(
      'Nothing has been released here yet. Deliver data with "tributary submit", then publish with "tributary run".',
    );
  }
}

/** A release of that number is not published. */
export class ReleaseMissing extends TributaryError {
  readonly code = 'RELEASE_MISSING';
  readonly kind: Kind = 'usage';
  readonly audience: Audience = 'analyst';

  constructor(release: string) {
    super(`There is no release ${release} here. "tributary status" lists the releases.`);
  }
}

/** A candidate that was to be published is not there, or not whole. */
export class CandidateIncomplete extends TributaryError {
  readonly code = 'CANDIDATE_INCOMPLETE';
  readonly kind: Kind = 'fault';
  readonly audience: Audience = 'operator';

  constructor(run: string, file: string, problem: 'missing' | 'changed') {
    super(
      problem === 'missing'
        ? `The candidate of run ${run} has no "${file}". Nothing was published; run "tributary run" again.`
        : `"${file}" of the candidate of run ${run} is not the file that was assembled. Nothing was published; find out who changed it, then run "tributary run" again.`,
    );
  }
}

/** A table of a release would take a name that another view has. */
export class ViewNameTaken extends TributaryError {
  readonly code = 'VIEW_NAME_TAKEN';
  readonly kind: Kind = 'usage';
  readonly audience: Audience = 'operator';

  constructor(indicator: string, view: string) {
    super(
      `The indicator "${indicator}" would need the view "${view}", and there is another view of that name. Rename the indicator.`,
    );
  }
}

/** What readers have of an earlier release is not there as it was published. */
export class EarlierReleaseDamaged extends TributaryError {
  readonly code = 'EARLIER_RELEASE_DAMAGED';
  readonly kind: Kind = 'fault';
  readonly audience: Audience = 'operator';

  constructor(release: string, file: string, problem: 'missing' | 'changed') {
    super(
      `"${file}" of release ${release} is ${problem === 'missing' ? 'missing' : 'not the file that was published'}. ` +
        'Without it nobody can tell what its readers know, so nothing that bears on it is published. Restore the file, then run "tributary run" again.',
    );
  }
}

/** An indicator whose partner in a family is not published this time, but was before. */
export class SharedCellsRemembered extends TributaryError {
  readonly code = 'SHARED_CELLS_REMEMBERED';
  readonly kind: Kind = 'refusal';
  readonly audience: Audience = 'operator';

  constructor(indicator: string, partner: string, release: string) {
    super(
      `'${indicator}' shares cells with '${partner}', which release ${release} published for this period and this run does not. ` +
        'Whoever has both could learn more than either shows, so nothing is published of it. ' +
        `Let '${partner}' be published, too, or wait for the next period.`,
    );
  }
}
