import type { Column } from '../model.ts';
import type { ColumnDocument } from '../schemas/contract.ts';
import type { Path, YamlFile } from '../yaml-document.ts';
import { columnPath, customPath } from './column-path.ts';

/** One column of a contract: its place in the file, what was written there, and what it became. */
export interface ColumnPlace {
  readonly yaml: YamlFile;
  /** Its number among the contract's columns, from 0. */
  readonly index: number;
  readonly document: ColumnDocument;
  readonly column: Column;
  /** Date columns of the contract. */
  readonly dates: readonly string[];
}

/** Where the value of a custom property of the column stands. */
export function customAt({ yaml, index }: ColumnPlace, property: string): Path {
  return customPath(yaml.value, columnPath(index), property);
}

/** Whether the document itself says it, and not a default. */
export function isWritten({ yaml, index }: ColumnPlace, key: string): boolean {
  const property = columnPath(index).reduce<unknown>(
    (inside, step) => (inside as Record<PropertyKey, unknown> | undefined)?.[step],
    yaml.value,
  );
  return typeof property === 'object' && property !== null && Object.hasOwn(property, key);
}
