import { TributaryError } from '../../errors/tributary-error.ts';
import { AccessRefused, AwsRequestFailed } from './errors.ts';

/** What an error of the SDK tells beside its message. */
interface ServiceError extends Error {
  readonly $metadata?: { readonly httpStatusCode?: number };
}

/** Names under which services say that a policy stood in the way. */
const REFUSALS: ReadonlySet<string> = new Set([
  'AccessDenied',
  'AccessDeniedException',
  'KMSAccessDeniedException',
  'Forbidden',
  'UnauthorizedOperation',
]);

/**
 * What the SDK threw, without its message: that may quote an object's key, and an agency's file name stands there.
 * S3 answers for a key that it may not use, too; which key's action was missing stands in its message alone.
 * @param action IAM's name of what was tried, e.g. `s3:GetObject`
 * @param resource as an operator knows it
 */
export function toAwsFailure(error: unknown, action: string, resource: string): TributaryError {
  if (error instanceof TributaryError) return error;
  const name = error instanceof Error ? error.name : 'unknown';
  if (REFUSALS.has(name) || statusOf(error) === 403) {
    const missing = error instanceof Error ? /\bkms:[A-Z][A-Za-z]+/.exec(error.message)?.[0] : undefined;
    return new AccessRefused({ action: missing ?? action, resource });
  }
  return new AwsRequestFailed(action, name);
}

/** The HTTP status with which a service answered; undefined where it did not. */
export function statusOf(error: unknown): number | undefined {
  return error instanceof Error ? (error as ServiceError).$metadata?.httpStatusCode : undefined;
}

export function isNamed(error: unknown, ...names: readonly string[]): boolean {
  return error instanceof Error && names.includes(error.name);
}
