import { type Audience, type Kind, type Retry, TributaryError } from '../../errors/tributary-error.ts';

/** What was refused, told so that an operator finds the policy: no key of an object beyond its first folder. */
export interface Refusal {
  /** IAM's name of it, e.g. `s3:GetObject` or `kms:Decrypt`. */
  readonly action: string;
  /** What it was to be done to, e.g. `bucket x, deliveries/`. */
  readonly resource: string;
}

/** A policy does not let this role do what its step asks. */
export class AccessRefused extends TributaryError {
  readonly code = 'ACCESS_REFUSED';
  readonly kind: Kind = 'usage';
  readonly audience: Audience = 'operator';
  readonly action: string;

  constructor({ action, resource }: Refusal) {
    const place = action.startsWith('kms:')
      ? 'The policy of the key or of the role lacks it'
      : "The policy of the role, its permissions boundary or the resource's own policy lacks it";
    super(
      `AWS refused ${action} on ${resource}. ${place}: run "tributary check --target aws", or deploy again with "npx cdk deploy --all".`,
    );
    this.action = action;
  }
}

/** A request to AWS failed although its client has tried several times. */
export class AwsRequestFailed extends TributaryError {
  readonly code = 'AWS_REQUEST_FAILED';
  readonly kind: Kind = 'fault';
  readonly audience: Audience = 'operator';
  override readonly retry: Retry = 'later';

  /**
   * @param operation e.g. `s3:PutObject`
   * @param fault the name of the service's error; its message is not kept, since it may quote a key
   */
  constructor(operation: string, fault: string) {
    super(
      `The request ${operation} failed (${plainName(fault)}). Try again; if it stays, see the AWS status of the service.`,
    );
  }
}

/** An append-only bucket was asked to forget something. */
export class AppendOnly extends TributaryError {
  readonly code = 'APPEND_ONLY';
  readonly kind: Kind = 'fault';
  readonly audience: Audience = 'operator';

  constructor(bucket: string) {
    super(
      `The bucket ${bucket} only takes in; nothing of it is removed. This is a defect of Tributary; please report it.`,
    );
  }
}

/** Glue has a table that no declaration of ours could have made. */
export class TableForeign extends TributaryError {
  readonly code = 'TABLE_FOREIGN';
  readonly kind: Kind = 'usage';
  readonly audience: Audience = 'operator';

  constructor(database: string, table: string, column: string | undefined) {
    const what =
      column === undefined
        ? 'lies outside the zones of this system'
        : `has a column "${column}" of a foreign type`;
    super(
      `The table "${database}"."${table}" in Glue ${what}. Somebody else made or changed it: remove it, and deploy or run again.`,
    );
  }
}

/** A table that a deployment makes is missing, or is not as the workspace has it. */
export class TableNotDeployed extends TributaryError {
  readonly code = 'TABLE_NOT_DEPLOYED';
  readonly kind: Kind = 'usage';
  readonly audience: Audience = 'operator';

  constructor(database: string, table: string, problem: 'missing' | 'different') {
    const what = problem === 'missing' ? 'is not in Glue' : 'in Glue is not as the contract has it now';
    super(`The table "${database}"."${table}" ${what}. Deploy the agency's stack: npx cdk deploy --all.`);
  }
}

/** Systems Manager has no workspace of this system. */
export class WorkspaceNotDeployed extends TributaryError {
  readonly code = 'WORKSPACE_NOT_DEPLOYED';
  readonly kind: Kind = 'usage';
  readonly audience: Audience = 'operator';

  constructor(folder: string) {
    super(
      `There is no workspace below ${folder} in Systems Manager. Deploy the system: npx cdk deploy --all.`,
    );
  }
}

/** A run is at work, and there is one at a time. */
export class RunInProgress extends TributaryError {
  readonly code = 'RUN_IN_PROGRESS';
  readonly kind: Kind = 'fault';
  readonly audience: Audience = 'operator';
  override readonly retry: Retry = 'later';

  /** @param execution its ARN or name */
  constructor(execution: string, since: string) {
    const name = execution.slice(execution.lastIndexOf(':') + 1);
    super(
      `An integration run is in progress: execution ${name}, since ${since}. Try again when it has ended.`,
    );
  }
}

/** A statement read more than its work group lets one statement read. */
export class ScanLimitReached extends TributaryError {
  readonly code = 'SCAN_LIMIT_REACHED';
  readonly kind: Kind = 'usage';
  readonly audience: Audience = 'analyst';

  constructor(statement: string, workGroup: string) {
    super(
      `The statement "${statement}" was stopped: it read more than the work group ${workGroup} lets one statement read. Ask for fewer tables or releases, or raise scanLimitGigabytes in collaborative.yaml.`,
    );
  }
}

/** The step asks the query engine and was deployed without a duty. */
export class DutyMissing extends TributaryError {
  readonly code = 'DUTY_MISSING';
  readonly kind: Kind = 'fault';
  readonly audience: Audience = 'operator';

  constructor(step: string) {
    super(
      `The step ${step} asks the query engine, and lib/deployment/steps.ts gives it no duty. Please report this.`,
    );
  }
}

/** The step wants a workbench and was deployed in the bundle that has none. */
export class EngineNotBundled extends TributaryError {
  readonly code = 'ENGINE_NOT_BUNDLED';
  readonly kind: Kind = 'fault';
  readonly audience: Audience = 'operator';

  constructor(step: string) {
    super(
      `The step ${step} wants DuckDB, and lib/deployment/steps.ts puts it into the bundle without. Please report this.`,
    );
  }
}

/** Names of errors of services are plain words; anything else might be a message. */
export function plainName(name: string): string {
  return /^[A-Za-z][A-Za-z0-9._]{0,79}$/.test(name) ? name : 'unknown';
}
