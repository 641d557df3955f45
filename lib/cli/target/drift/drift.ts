/** One way in which what stands on AWS is not what the workspace says. */
export interface Drift {
  readonly of: 'stack' | 'resource' | 'bucket_policy' | 'key_policy' | 'workspace_file' | 'table';
  readonly problem: 'missing' | 'changed' | 'extra';
  /** The stack, bucket, key, folder or database that it is found at. */
  readonly at: string;
  /** What it is called there: a stack, a resource, a statement's Sid, a file, a table. */
  readonly name: string;
  /** What it means, in a sentence or two. */
  readonly message: string;
}

/** Whether two JSON values say the same, whatever the order of keys. */
export function sameJson(left: unknown, right: unknown): boolean {
  return canonical(left) === canonical(right);
}

/** Keys in order, whatever the order that they came in. */
export function canonical(value: unknown): string {
  return JSON.stringify(value, (_key, item: unknown) =>
    typeof item === 'object' && item !== null && !Array.isArray(item)
      ? Object.fromEntries(Object.entries(item).toSorted(([a], [b]) => (a < b ? -1 : 1)))
      : item,
  );
}
