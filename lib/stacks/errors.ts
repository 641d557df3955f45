import { type Audience, type Kind, TributaryError } from '../errors/tributary-error.ts';

/** The native part of DuckDB for the functions' architecture is not on this machine. */
export class DuckdbBindingMissing extends TributaryError {
  readonly code = 'DUCKDB_BINDING_MISSING';
  readonly kind: Kind = 'usage';
  readonly audience: Audience = 'operator';

  constructor(architecture: string, version: string) {
    super(
      `DuckDB ${version} for Linux on ${architecture} is not on this machine, and functions of that architecture ` +
        `need it. Run: npm run fetch:duckdb -- --arch ${architecture}`,
    );
  }
}

/** A file that ought to be DuckDB's native part is something else. */
export class DuckdbBindingForeign extends TributaryError {
  readonly code = 'DUCKDB_BINDING_FOREIGN';
  readonly kind: Kind = 'usage';
  readonly audience: Audience = 'operator';

  constructor(file: string, architecture: string) {
    super(
      `${file} of DuckDB is no Linux library for ${architecture}. ` +
        `Fetch it anew: npm run fetch:duckdb -- --arch ${architecture} --force`,
    );
  }
}

/** The npm registry has no native part of this version for an architecture. */
export class DuckdbBindingUnpublished extends TributaryError {
  readonly code = 'DUCKDB_BINDING_UNPUBLISHED';
  readonly kind: Kind = 'usage';
  readonly audience: Audience = 'operator';

  constructor(architecture: string, version: string, newest: string | undefined) {
    super(
      `The npm registry has no DuckDB ${version} for Linux on ${architecture}` +
        `${newest === undefined ? '' : ` (its newest there is ${newest})`}. ` +
        `Deploy with "architecture: x86_64" in collaborative.yaml, or wait until it is published.`,
    );
  }
}

/** What the registry sent is not what it says that it sends. */
export class DuckdbDownloadBroken extends TributaryError {
  readonly code = 'DUCKDB_DOWNLOAD_BROKEN';
  readonly kind: Kind = 'fault';
  readonly audience: Audience = 'operator';
  override readonly retry = 'later';

  constructor(name: string, version: string) {
    super(`What was downloaded as ${name} ${version} does not have the digest that the npm registry states.`);
  }
}

/** Lambda takes 250 MB of a function's code, unpacked. */
export class BundleTooLarge extends TributaryError {
  readonly code = 'BUNDLE_TOO_LARGE';
  readonly kind: Kind = 'usage';
  readonly audience: Audience = 'operator';

  constructor(bundle: string, bytes: number, limit: number) {
    super(`The functions' bundle "${bundle}" has ${bytes} bytes unpacked; Lambda takes ${limit}.`);
  }
}

/** The small bundle would bring what only the large one may. */
export class BundleUnfit extends TributaryError {
  readonly code = 'BUNDLE_UNFIT';
  readonly kind: Kind = 'usage';
  readonly audience: Audience = 'operator';

  constructor(bundle: string, foreign: string) {
    super(`The functions' bundle "${bundle}" imports ${foreign}, which is not in it.`);
  }
}

/** A file of the workspace does not fit into a parameter. */
export class WorkspaceFileTooLarge extends TributaryError {
  readonly code = 'WORKSPACE_FILE_TOO_LARGE';
  readonly kind: Kind = 'usage';
  readonly audience: Audience = 'operator';

  constructor(path: string, characters: number, limit: number) {
    super(
      `${path} has ${characters} characters, and more than ${limit} even when compressed, which is all that a parameter ` +
        'of Systems Manager holds. Shorten its descriptions, or split it.',
    );
  }
}

/** A workflow file has a placeholder that no part of the deployment fills. */
export class WorkflowPlaceholderUnknown extends TributaryError {
  readonly code = 'WORKFLOW_PLACEHOLDER_UNKNOWN';
  readonly kind: Kind = 'usage';
  readonly audience: Audience = 'operator';

  constructor(workflow: string, placeholder: string) {
    super(`The ${workflow} workflow has a placeholder \${${placeholder}} that is no step and no setting.`);
  }
}

/** An agency's bucket policy would be longer than S3 takes. */
export class BucketPolicyTooLarge extends TributaryError {
  readonly code = 'BUCKET_POLICY_TOO_LARGE';
  readonly kind: Kind = 'usage';
  readonly audience: Audience = 'operator';

  constructor(agency: string, characters: number, limit: number) {
    super(
      `The bucket policy of the agency ${agency} would have some ${characters} characters; S3 takes ${limit}. ` +
        'Its datasets have too many different dates: give the agreements that name them the same ones.',
    );
  }
}
