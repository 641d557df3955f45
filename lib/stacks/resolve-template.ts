import type { Place } from '../deployment/names.ts';

/** A CloudFormation template as `cdk synth` writes it. */
export interface Template {
  readonly Parameters?: Readonly<Record<string, { readonly Default?: unknown }>>;
  readonly Resources: Readonly<Record<string, TemplateResource>>;
  readonly Outputs?: Readonly<
    Record<string, { readonly Value: unknown; readonly Export?: { readonly Name: unknown } }>
  >;
}

export interface TemplateResource {
  readonly Type: string;
  readonly Properties?: Readonly<Record<string, unknown>>;
  readonly DependsOn?: string | readonly string[];
  readonly DeletionPolicy?: string;
}

/** Templates by stack name: all that refer to each other. */
export type Templates = ReadonlyMap<string, Template>;

/** What a resource is called once it is deployed, where its template gives it no name. */
export type PhysicalIds = (stack: string, logicalId: string, resource: TemplateResource) => string;

/**
 * Fills in what CloudFormation would: Ref, Fn::GetAtt (of ARNs and ids), Fn::Join, Fn::Sub, Fn::Select, Fn::Split and
 * Fn::ImportValue. So templates can be read, compared and judged as policies without deploying them.
 */
export class ResolvedTemplates {
  readonly #templates: Templates;
  readonly #place: Place;
  readonly #ids: PhysicalIds;
  readonly #exports: ReadonlyMap<string, { readonly stack: string; readonly value: unknown }>;

  constructor(templates: Templates, place: Place, ids: PhysicalIds) {
    this.#templates = templates;
    this.#place = place;
    this.#ids = ids;
    const exported = [...templates].flatMap(([stack, { Outputs }]) =>
      Object.values(Outputs ?? {}).flatMap(({ Value, Export }) =>
        Export === undefined
          ? []
          : [[String(this.resolve(stack, Export.Name)), { stack, value: Value }] as const],
      ),
    );
    this.#exports = new Map(exported);
  }

  /** Every resource with its properties filled in, in the order of stacks and logical ids. */
  *resources(type?: string): Iterable<ResolvedResource> {
    for (const [stack, template] of this.#templates) {
      for (const [logicalId, resource] of Object.entries(template.Resources)) {
        if (type !== undefined && resource.Type !== type) continue;
        const properties = this.resolve(stack, resource.Properties ?? {}) as Record<string, unknown>;
        yield {
          stack,
          logicalId,
          type: resource.Type,
          properties,
          physicalId: this.physicalId(stack, logicalId),
          arn: this.arnOf(stack, logicalId),
        };
      }
    }
  }

  resolve(stack: string, value: unknown): unknown {
    if (Array.isArray(value)) return value.map((item) => this.resolve(stack, item));
    if (typeof value !== 'object' || value === null) return value;
    const entries = Object.entries(value);
    const [only] = entries;
    if (entries.length === 1 && only !== undefined) {
      const filled = this.#intrinsic(stack, only[0], only[1]);
      if (filled !== undefined) return filled.value;
    }
    return Object.fromEntries(
      entries.flatMap(([key, item]) => {
        const resolved = this.resolve(stack, item);
        return resolved === undefined ? [] : [[key, resolved] as const];
      }),
    );
  }

  /** What `Ref` gives. */
  physicalId(stack: string, logicalId: string): string {
    const resource = this.#resource(stack, logicalId);
    const properties = resource.Properties ?? {};
    if (REFERRED_TO_BY_ARN.includes(resource.Type)) return this.arnOf(stack, logicalId);
    const named = NAMES[resource.Type];
    const name = named === undefined ? undefined : this.resolve(stack, properties[named]);
    return typeof name === 'string' ? name : this.#ids(stack, logicalId, resource);
  }

  /** What `Fn::GetAtt … Arn` gives. */
  arnOf(stack: string, logicalId: string): string {
    const resource = this.#resource(stack, logicalId);
    const { partition, account, region } = this.#place;
    const here = (service: string, rest: string) =>
      `arn:${partition}:${service}:${region}:${account}:${rest}`;
    const own = (property: string): string => {
      const given = this.resolve(stack, resource.Properties?.[property]);
      return typeof given === 'string' ? given : this.#ids(stack, logicalId, resource);
    };
    switch (resource.Type) {
      case 'AWS::S3::Bucket':
        return `arn:${partition}:s3:::${own('BucketName')}`;
      case 'AWS::IAM::Role':
        return `arn:${partition}:iam::${account}:role/${own('RoleName')}`;
      case 'AWS::IAM::ManagedPolicy':
        return `arn:${partition}:iam::${account}:policy/${own('ManagedPolicyName')}`;
      case 'AWS::KMS::Key':
        return here('kms', `key/${own('')}`);
      case 'AWS::Lambda::Function':
        return here('lambda', `function:${own('FunctionName')}`);
      case 'AWS::StepFunctions::StateMachine':
        return here('states', `stateMachine:${own('StateMachineName')}`);
      case 'AWS::SNS::Topic':
        return here('sns', own('TopicName'));
      case 'AWS::SQS::Queue':
        return here('sqs', own('QueueName'));
      case 'AWS::Logs::LogGroup':
        return here('logs', `log-group:${own('LogGroupName')}:*`);
      case 'AWS::Events::Rule':
        return here('events', `rule/${own('Name')}`);
      case 'AWS::CloudTrail::Trail':
        return here('cloudtrail', `trail/${own('TrailName')}`);
      default:
        return here(resource.Type.split('::')[1]?.toLowerCase() ?? '', this.#ids(stack, logicalId, resource));
    }
  }

  #resource(stack: string, logicalId: string): TemplateResource {
    const found = this.#templates.get(stack)?.Resources[logicalId];
    if (found === undefined) throw new RangeError(`The stack ${stack} has no resource ${logicalId}.`);
    return found;
  }

  #intrinsic(stack: string, name: string, of: unknown): { readonly value: unknown } | undefined {
    switch (name) {
      case 'Ref':
        return { value: this.#reference(stack, String(of)) };
      case 'Fn::GetAtt': {
        const [logicalId = '', attribute = ''] = Array.isArray(of) ? of.map(String) : String(of).split('.');
        return { value: this.#attribute(stack, logicalId, attribute) };
      }
      case 'Fn::Join': {
        const [by, parts] = of as [string, unknown];
        return { value: (this.resolve(stack, parts) as unknown[]).map(String).join(by) };
      }
      case 'Fn::Select': {
        const [at, from] = of as [number | string, unknown];
        return { value: (this.resolve(stack, from) as unknown[])[Number(at)] };
      }
      case 'Fn::Split': {
        const [by, text] = of as [string, unknown];
        return { value: String(this.resolve(stack, text)).split(by) };
      }
      case 'Fn::Sub':
        return { value: this.#substitute(stack, of) };
      case 'Fn::ImportValue': {
        const exported = this.#exports.get(String(this.resolve(stack, of)));
        if (exported === undefined) throw new RangeError(`Nothing is exported as ${JSON.stringify(of)}.`);
        return { value: this.resolve(exported.stack, exported.value) };
      }
      default:
        return undefined;
    }
  }

  #substitute(stack: string, of: unknown): string {
    const [text, more] = Array.isArray(of) ? (of as [string, Record<string, unknown>]) : [String(of), {}];
    return text.replaceAll(/\$\{([^}!][^}]*)\}/g, (_, name: string) => {
      if (Object.hasOwn(more, name)) return String(this.resolve(stack, more[name]));
      const [logicalId = '', attribute] = name.split('.');
      return String(
        attribute === undefined ? this.#reference(stack, name) : this.#attribute(stack, logicalId, attribute),
      );
    });
  }

  #attribute(stack: string, logicalId: string, attribute: string): string {
    if (/Arn$/.test(attribute)) return this.arnOf(stack, logicalId);
    if (/Name$|^KeyId$|Id$/.test(attribute)) return this.physicalId(stack, logicalId);
    return `${this.physicalId(stack, logicalId)}.${attribute}`;
  }

  #reference(stack: string, name: string): unknown {
    const { partition, account, region } = this.#place;
    const pseudo: Readonly<Record<string, unknown>> = {
      'AWS::Partition': partition,
      'AWS::AccountId': account,
      'AWS::Region': region,
      'AWS::StackName': stack,
      'AWS::URLSuffix': partition === 'aws-cn' ? 'amazonaws.com.cn' : 'amazonaws.com',
      'AWS::NoValue': undefined,
    };
    if (Object.hasOwn(pseudo, name)) return pseudo[name];
    const parameter = this.#templates.get(stack)?.Parameters?.[name];
    return parameter === undefined ? this.physicalId(stack, name) : parameter.Default;
  }
}

export interface ResolvedResource {
  readonly stack: string;
  readonly logicalId: string;
  readonly type: string;
  readonly properties: Readonly<Record<string, unknown>>;
  readonly physicalId: string;
  readonly arn: string;
}

/** Types whose `Ref` gives an ARN. */
const REFERRED_TO_BY_ARN = ['AWS::SNS::Topic', 'AWS::StepFunctions::StateMachine', 'AWS::IAM::ManagedPolicy'];

/** The property that names a resource of a type. */
const NAMES: Readonly<Record<string, string>> = {
  'AWS::S3::Bucket': 'BucketName',
  'AWS::IAM::Role': 'RoleName',
  'AWS::Lambda::Function': 'FunctionName',
  'AWS::SQS::Queue': 'QueueName',
  'AWS::Logs::LogGroup': 'LogGroupName',
  'AWS::Events::Rule': 'Name',
  'AWS::SSM::Parameter': 'Name',
  'AWS::Athena::WorkGroup': 'Name',
  'AWS::KMS::Alias': 'AliasName',
  'AWS::CloudTrail::Trail': 'TrailName',
  'AWS::CloudWatch::Alarm': 'AlarmName',
};
