import { type IApplyRule, NIST80053R5Checks } from 'cdk-nag';

/** What a rule of cdk-nag says it serves, and on how many resources it was asked and had an opinion. */
export interface Applied {
  readonly rule: string;
  readonly controls: readonly string[];
  readonly looked: number;
}

/** cdk-nag's pack, which also tells which of its rules had something to look at. */
export class ToldNist extends NIST80053R5Checks {
  readonly #looked = new Map<string, { readonly controls: readonly string[]; looked: number }>();

  protected override applyRule(asked: IApplyRule): void {
    const result = asked.rule(asked.node);
    if (result !== 'N/A') {
      const rule = asked.ruleSuffixOverride ?? asked.rule.name;
      const [, ids = ''] = /\(Control IDs?: ([\s\S]*)\)\.?\s*$/.exec(asked.info) ?? [];
      const known = this.#looked.get(rule) ?? { controls: ids.split(/,\s*/), looked: 0 };
      known.looked += 1;
      this.#looked.set(rule, known);
    }
    super.applyRule(asked);
  }

  /** Rules that found something to look at, by name. */
  get applied(): readonly Applied[] {
    return [...this.#looked]
      .map(([rule, { controls, looked }]) => ({ rule, controls, looked }))
      .toSorted((a, b) => (a.rule < b.rule ? -1 : 1));
  }
}

/** `AC-6(1)` and `CM-7b` as the control that they are part of. */
export function baseControl(id: string): string {
  return /^[A-Z]{2}-\d+/.exec(id)?.[0] ?? id;
}
