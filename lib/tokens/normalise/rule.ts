/** What one field's identifiers become before they are keyed: written rules, with examples that a test walks. */
export interface NormalisationRule {
  /** The field as the docs title it. */
  readonly field: string;
  /** What is done, in order, one sentence each. */
  readonly steps: readonly string[];
  /** Raw value → normalised text; null: missing. A blank divides parts where a field has several. */
  readonly right: readonly (readonly [raw: string, normalised: string | null])[];
  /** What one might expect instead, and why it is not so. */
  readonly wrong: readonly (readonly [raw: string, not: string, because: string])[];
  /** The rule itself, as the examples spell its answer. */
  readonly apply: (raw: string) => string | null;
}
