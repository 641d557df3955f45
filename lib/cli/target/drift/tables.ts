import { type Drift, sameJson } from './drift.ts';

/**
 * A table of Glue that is not as the stack has it. Glue adds much of its own to a table; what the stack says of it has to
 * hold.
 */
export function tableDrift(
  database: string,
  expected: Readonly<Record<string, unknown>>,
  inGlue: unknown,
): readonly Drift[] {
  const name = String(expected['Name']);
  const at = database;
  if (inGlue === undefined) {
    const message = `The table ${database}.${name} is not in Glue: runs that read it stop. Deploy the agency's stack: npx cdk deploy --all.`;
    return [{ of: 'table', problem: 'missing', at, name, message }];
  }
  if (holds(expected, inGlue)) return [];
  const message = `The table ${database}.${name} is not as the contract has it: columns would be missing or read under another name. Deploy the agency's stack: npx cdk deploy --all.`;
  return [{ of: 'table', problem: 'changed', at, name, message }];
}

/** Whether everything that is expected is there, lists whole and in their order. */
function holds(expected: unknown, found: unknown): boolean {
  if (Array.isArray(expected))
    return (
      Array.isArray(found) &&
      expected.length === found.length &&
      expected.every((item, at) => holds(item, found[at]))
    );
  if (typeof expected === 'object' && expected !== null)
    return (
      typeof found === 'object' &&
      found !== null &&
      Object.entries(expected).every(([key, value]) => holds(value, (found as Record<string, unknown>)[key]))
    );
  return sameJson(expected, found);
}
