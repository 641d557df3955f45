/** A resource as its template has it, intrinsic functions turned to text: `arn:<AWS::Partition>:s3:::…`. */
export interface Resource {
  readonly type: string;
  readonly logicalId: string;
  readonly properties: Properties;
  readonly deletionPolicy?: string;
  readonly replacePolicy?: string;
  /** Undefined where the type takes no tags. */
  readonly tags?: Readonly<Record<string, string>>;
  /** Every other resource of its stack of a type. */
  others(type: string): readonly Resource[];
}

export type Properties = Readonly<Record<string, unknown>>;

/** One rule of our own. What it says is what docs/controls.md prints. */
export interface Rule {
  /** Without the name of the pack. */
  readonly id: string;
  /** Types of CloudFormation that it looks at, or all. */
  readonly of: readonly string[] | 'every resource';
  /** What holds, as a sentence about the resource. */
  readonly says: string;
  /** Controls of NIST SP 800-53 revision 5. */
  readonly controls: readonly string[];
  readonly holds: (resource: Resource) => boolean;
  /** Properties of a resource that breaks it, and no other rule that the test names. */
  readonly planted: { readonly type: string; readonly properties: Properties };
}

export interface Statement {
  readonly Effect: string;
  readonly Principal?: unknown;
  readonly Action: readonly string[];
  readonly Resource: readonly string[];
  readonly Condition?: Readonly<Record<string, Properties>>;
}

/** Below a property, whatever is missing on the way. */
export function at(properties: unknown, ...path: readonly string[]): unknown {
  return path.reduce<unknown>(
    (value, key) => (typeof value === 'object' && value !== null ? (value as Properties)[key] : undefined),
    properties,
  );
}

export function list(value: unknown): readonly unknown[] {
  return value === undefined ? [] : Array.isArray(value) ? value : [value];
}

/** Statements of a policy document, actions and resources as lists. */
export function statements(document: unknown): readonly Statement[] {
  return list(at(document, 'Statement')).map((statement) => ({
    ...(statement as Statement),
    Action: list(at(statement, 'Action')).map(String),
    Resource: list(at(statement, 'Resource')).map(String),
  }));
}

/** Whether a policy of this type, attached to the resource, refuses everybody under a condition. */
export function refuses(
  resource: Resource,
  policyType: string,
  attachedBy: string,
  condition: string,
  key: string,
): boolean {
  return resource
    .others(policyType)
    .filter(({ properties }) => list(properties[attachedBy]).some((to) => names(to, resource)))
    .flatMap(({ properties }) => statements(properties['PolicyDocument']))
    .some(
      ({ Effect, Principal, Condition }) =>
        Effect === 'Deny' && everybody(Principal) && at(Condition, condition, key) !== undefined,
    );
}

export function everybody(principal: unknown): boolean {
  return principal === '*' || list(at(principal, 'AWS')).includes('*');
}

function names(value: unknown, { logicalId }: Resource): boolean {
  return value === `<${logicalId}>` || value === `<${logicalId}.Arn>`;
}
