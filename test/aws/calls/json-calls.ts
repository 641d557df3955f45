import type { AwsRequest } from '../../../scripts/moto/request.ts';
import type { Granted } from './call-log.ts';

/** What resources are called, for requests that name them by less than an ARN. */
export interface Naming {
  readonly partition: string;
  readonly account: string;
  readonly region: string;
  /** The ARN of a key by its ARN, id or alias. */
  readonly keyArn: (key: string) => string;
  /** Aliases of a key, by its ARN. */
  readonly aliasesOf: (keyArn: string) => readonly string[];
  /** The work group of a query. */
  readonly workGroupOf: (queryId: string) => string;
}

type Input = Readonly<Record<string, unknown>>;

/** What IAM asks for a request of a JSON or query protocol. A service that nobody here knows is an error. */
export function jsonCalls({ service, operation = '', body }: AwsRequest, naming: Naming): readonly Granted[] {
  const { partition, account, region } = naming;
  const arn = (of: string, rest: string) => `arn:${partition}:${of}:${region}:${account}:${rest}`;
  const input = readInput(body.toString());
  const text = (name: string) => String(input[name] ?? '');
  switch (service) {
    case 'kms': {
      const resource = naming.keyArn(text('KeyId'));
      const alias = text('KeyId').startsWith('alias/') ? { 'kms:RequestAlias': text('KeyId') } : {};
      const mac = text('MacAlgorithm') === '' ? {} : { 'kms:MacAlgorithm': text('MacAlgorithm') };
      const context = { 'kms:ResourceAliases': [...naming.aliasesOf(resource)], ...alias, ...mac };
      return [{ action: `kms:${operation}`, resource, context }];
    }
    case 'athena': {
      const ids = [text('QueryExecutionId'), ...[input['QueryExecutionIds'] ?? []].flat().map(String)];
      const groups = new Set(
        [text('WorkGroup'), ...ids.filter(Boolean).map(naming.workGroupOf)].filter(Boolean),
      );
      return [...(groups.size === 0 ? ['primary'] : groups)].map((group) => ({
        ...{ action: `athena:${operation}`, resource: arn('athena', `workgroup/${group}`) },
      }));
    }
    case 'glue':
      return glueResources(operation, input).map((rest) => ({
        ...{ action: `glue:${operation}`, resource: arn('glue', rest) },
      }));
    case 'ssm': {
      const name = text('Path') || text('Name');
      // A path keeps its slash at the end.
      return [{ action: `ssm:${operation}`, resource: arn('ssm', `parameter/${name.replace(/^\//, '')}`) }];
    }
    case 'states': {
      const resource = text('executionArn') || text('stateMachineArn') || '*';
      return [{ action: `states:${operation}`, resource }];
    }
    case 'sts':
      return [{ action: `sts:${operation}`, resource: text('RoleArn') || '*' }];
    case 'sns':
      return [{ action: `sns:${operation}`, resource: text('TopicArn') }];
    default:
      return [{ action: `${service}:${operation}`, resource: '*' }];
  }
}

/** Glue asks for the catalogue, the database and the table, each. */
function glueResources(operation: string, input: Input): readonly string[] {
  const named = input['DatabaseInput'] ?? input['TableInput'];
  const inner =
    (typeof named === 'object' && named !== null && 'Name' in named ? named.Name : undefined) ?? '';
  const ofDatabase = /Databases?$/.test(operation);
  const database = String(input['DatabaseName'] ?? (ofDatabase ? (input['Name'] ?? inner) : ''));
  const table = ofDatabase ? '' : String(input['TableName'] ?? input['Name'] ?? inner) || '*';
  return [
    'catalog',
    ...(database === '' ? [] : [`database/${database}`]),
    ...(table === '' ? [] : [`table/${database}/${table}`]),
  ];
}

function readInput(body: string): Input {
  if (body.startsWith('{')) return JSON.parse(body) as Input;
  return Object.fromEntries(new URLSearchParams(body));
}
