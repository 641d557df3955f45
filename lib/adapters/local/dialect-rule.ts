/**
 * How a function of Athena's dialect is answered here. Only functions that have a rule may be used: a fifth of
 * ordinary statements differ between the engines without an error, so what was not compared is refused.
 *
 * - `alike`: the same in both; handed on as it is.
 * - `renamed`: the same under another name.
 * - `macro`: answered by a macro of ours, one body a number of arguments.
 * - `rewritten`: the call is written anew from its arguments; undefined refuses it.
 * - `refused`: differs, and cannot be brought into line.
 */
export type FunctionRule = AlikeRule | RenamedRule | MacroRule | RewrittenRule | RefusedRule;

interface Compared {
  /** Expressions (or whole queries) that the Trino suite asks of both engines. */
  readonly examples: readonly string[];
}

interface Differing {
  /** What DuckDB would do with the call as it stands, beside what Athena does. */
  readonly differs: string;
}

export interface AlikeRule extends Compared {
  readonly kind: 'alike';
}

export interface RenamedRule extends Compared, Differing {
  readonly kind: 'renamed';
  readonly to: string;
}

export interface MacroRule extends Compared, Differing {
  readonly kind: 'macro';
  /** `(parameters) AS expression` in DuckDB's SQL. */
  readonly bodies: readonly string[];
}

export interface RewrittenRule extends Compared, Differing {
  readonly kind: 'rewritten';
  readonly rewrite: (args: readonly CallArgument[]) => string | undefined;
  /** Why a call may be refused, as a clause. */
  readonly unless: string;
}

export interface RefusedRule extends Differing {
  readonly kind: 'refused';
  /** What to write instead, as a clause. */
  readonly remedy: string;
}

/** One argument of a call, translated already. */
export interface CallArgument {
  readonly sql: string;
  /** The value of a text literal. */
  readonly literal?: string;
  /** Parameters and body of a lambda, whose `sql` is DuckDB's spelling. */
  readonly lambda?: { readonly parameters: readonly string[]; readonly body: string };
}

export type FunctionRules = Readonly<Record<string, FunctionRule>>;

export function alike(...examples: readonly string[]): AlikeRule {
  return { kind: 'alike', examples };
}

export function renamed(to: string, differs: string, ...examples: readonly string[]): RenamedRule {
  return { kind: 'renamed', to, differs, examples };
}

export function macro(differs: string, bodies: readonly string[], ...examples: readonly string[]): MacroRule {
  return { kind: 'macro', differs, bodies, examples };
}

export function refused(differs: string, remedy: string): RefusedRule {
  return { kind: 'refused', differs, remedy };
}

/** What our macros are called: no function of DuckDB's begins so. */
export function macroName(athena: string): string {
  return `athena_${athena}`;
}

/** Begins each message that a macro raises: fixed sentences without a value. */
export const RAISED = 'athena: ';

/** An expression that fails with a fixed sentence. */
export function raise(sentence: string): string {
  return `error('${RAISED}${sentence}')`;
}
