/** A mutant that no check sees, and why that does no harm. */
export interface Harmless {
  /** Of its title, whole. */
  readonly title: RegExp;
  readonly reason: string;
}

export const HARMLESS: readonly Harmless[] = [];
