import { type Audience, type Kind, TributaryError } from '../errors/tributary-error.ts';

/** What in a question is not allowed. */
export type Refusal =
  | { readonly kind: 'not_one_select'; readonly statements?: number }
  | { readonly kind: 'too_long'; readonly characters: number }
  | { readonly kind: 'syntax'; readonly detail: string }
  | { readonly kind: 'table'; readonly name: string; readonly views: readonly string[] }
  | { readonly kind: 'function'; readonly name: string }
  | { readonly kind: 'table_function'; readonly name: string }
  | { readonly kind: 'type'; readonly name: string }
  | { readonly kind: 'recursion' }
  | { readonly kind: 'construct'; readonly name: string };

/** A question that a release does not answer, whoever asks. */
export class QuestionRefused extends TributaryError {
  readonly code = 'QUESTION_REFUSED';
  readonly kind: Kind = 'usage';
  readonly audience: Audience = 'analyst';

  constructor(refusal: Refusal) {
    super(sentence(refusal));
  }
}

function sentence(refusal: Refusal): string {
  switch (refusal.kind) {
    case 'not_one_select':
      return refusal.statements === undefined
        ? 'A question is exactly one SELECT; this is another statement. Releases are read, never changed.'
        : `A question is exactly one SELECT; this has ${refusal.statements} statements. Ask one at a time.`;
    case 'too_long':
      return `A question has ${refusal.characters} characters at most; this one is longer.`;
    case 'syntax':
      return `The question cannot be read as SQL: ${refusal.detail}${/[.!?]$/.test(refusal.detail) ? '' : '.'}`;
    case 'table':
      return `There is no view "${refusal.name}" in the release. There are: ${refusal.views.join(', ')}.`;
    case 'function':
      return `The function "${refusal.name}" is not among those that a question to a release may use. docs/analyst.md lists them.`;
    case 'table_function':
      return `"${refusal.name}" in FROM reaches beyond the release. Only the release's views may be asked.`;
    case 'type':
      return `A value cannot be cast to "${refusal.name}" here. Use boolean, integer, bigint, decimal, double, varchar, date, time or timestamp.`;
    case 'recursion':
      return 'A recursive query may never end, so it is refused. Ask without WITH RECURSIVE.';
    case 'construct':
      return `A question to a release cannot use ${refusal.name}. Use a plain SELECT with joins, subqueries, WITH, GROUP BY and window functions.`;
  }
}
