import type { CfnResource as Cfn } from 'aws-cdk-lib';
import { type CfnResource, Stack, TagManager } from 'aws-cdk-lib';
import { NagMessageLevel, NagPack, NagRuleCompliance } from 'cdk-nag';
import { asText } from './as-text.ts';
import { COMPUTE_RULES } from './compute-rules.ts';
import { EVENT_RULES } from './event-rules.ts';
import { QUESTION_RULES } from './question-rules.ts';
import type { Resource, Rule } from './rule.ts';
import { STORAGE_RULES } from './storage-rules.ts';

export const PACK = 'Tributary';

/** What cdk-nag's packs lack for the services that this system uses, and what it promises beyond them. */
export const RULES: readonly Rule[] = [...STORAGE_RULES, ...EVENT_RULES, ...COMPUTE_RULES, ...QUESTION_RULES];

/** Our own rules as a pack of cdk-nag: acknowledged, and reported, in the same way. */
export class TributaryChecks extends NagPack {
  readonly name = PACK;
  /** How many resources each rule has looked at since the pack was made. */
  readonly looked = new Map<string, number>();
  readonly #read = new Map<CfnResource, Resource>();
  readonly #rules: readonly Rule[];

  /** @param rules @default all */
  constructor(rules: readonly Rule[] = RULES) {
    super();
    this.packName = PACK;
    this.#rules = rules;
  }

  protected override checkResource(node: CfnResource): void {
    for (const rule of this.#rules) {
      if (rule.of !== 'every resource' && !rule.of.includes(node.cfnResourceType)) continue;
      this.looked.set(rule.id, (this.looked.get(rule.id) ?? 0) + 1);
      this.applyRule({
        ruleSuffixOverride: rule.id,
        info: rule.says,
        explanation: `NIST SP 800-53: ${rule.controls.join(', ')}.`,
        level: NagMessageLevel.ERROR,
        node,
        rule: () =>
          rule.holds(this.#resource(node)) ? NagRuleCompliance.COMPLIANT : NagRuleCompliance.NON_COMPLIANT,
      });
    }
  }

  /** As it will be in the template, overrides and tags included: cdk-nag's own rules see neither. */
  #resource(node: CfnResource): Resource {
    const known = this.#read.get(node);
    if (known !== undefined) return known;
    const stack = Stack.of(node);
    const logicalId = String(stack.resolve(node.logicalId));
    const { Resources } = stack.resolve(node._toCloudFormation()) as {
      readonly Resources: Readonly<Record<string, Written>>;
    };
    const written = Object.values(Resources)[0];
    const tags = TagManager.of(node)?.tagValues();
    const read: Resource = {
      type: node.cfnResourceType,
      logicalId,
      properties: (asText(written?.Properties ?? {}) ?? {}) as Resource['properties'],
      ...(written?.DeletionPolicy === undefined ? {} : { deletionPolicy: written.DeletionPolicy }),
      ...(written?.UpdateReplacePolicy === undefined ? {} : { replacePolicy: written.UpdateReplacePolicy }),
      ...(tags === undefined ? {} : { tags }),
      others: (type) => resourcesOf(stack, type).map((other) => this.#resource(other)),
    };
    this.#read.set(node, read);
    return read;
  }
}

interface Written {
  readonly Properties?: unknown;
  readonly DeletionPolicy?: string;
  readonly UpdateReplacePolicy?: string;
}

function resourcesOf(stack: Stack, type: string): readonly Cfn[] {
  return stack.node.findAll().filter((node): node is Cfn => (node as Partial<Cfn>).cfnResourceType === type);
}
