import { type Audience, type Kind, type Retry, TributaryError } from './tributary-error.ts';

/** The engine could not answer a question about a release: a name, a type, a division. */
export class QuestionFailed extends TributaryError {
  readonly code = 'QUESTION_FAILED';
  readonly kind: Kind = 'usage';
  readonly audience: Audience = 'analyst';

  constructor(detail: string) {
    super(`The question could not be answered: ${detail}`);
  }
}

/** What a question may use up. */
export type QuestionLimit =
  | { readonly kind: 'time'; readonly seconds: number }
  | { readonly kind: 'memory'; readonly megabytes: number }
  | { readonly kind: 'rows'; readonly rows: number }
  | { readonly kind: 'size'; readonly megabytes: number };

/** A question went past a limit and was stopped. */
export class QuestionTooCostly extends TributaryError {
  readonly code = 'QUESTION_TOO_COSTLY';
  readonly kind: Kind = 'usage';
  readonly audience: Audience = 'analyst';

  constructor(limit: QuestionLimit) {
    super(sentence(limit));
  }
}

function sentence(limit: QuestionLimit): string {
  switch (limit.kind) {
    case 'time':
      return `The question took longer than ${limit.seconds} seconds and was stopped. See that every join has a condition, or ask for less.`;
    case 'memory':
      return `The question needed more than ${limit.megabytes} MB of memory and was stopped. See that every join has a condition, or ask for less.`;
    case 'rows':
      return `The answer has more than ${limit.rows} rows. Narrow it with WHERE or LIMIT, or take the CSV of the release.`;
    case 'size':
      return `The answer is larger than ${limit.megabytes} MB. Ask for fewer columns or rows, or take the CSV of the release.`;
  }
}

/** The engine's process ended without an answer, and not for want of memory. */
export class ReaderEnded extends TributaryError {
  readonly code = 'READER_ENDED';
  readonly kind: Kind = 'fault';
  readonly audience: Audience = 'analyst';
  override readonly retry: Retry = 'later';

  constructor(exitCode: number | null) {
    super(
      `The engine that answers questions ended with code ${exitCode ?? 'none'} before it had an answer. Ask again.`,
    );
  }
}
