import { suggest } from '../did-you-mean.ts';
import type { Finding } from '../finding.ts';
import type { Contract } from '../model.ts';
import type { YamlFile } from '../yaml-document.ts';
import { columnPath } from './column-path.ts';
import { contractOf, datasetMissing, type Known } from './known.ts';

/**
 * Whether foreign keys lead to columns that are there.
 * @param counts how many relationships each column has, in the order of columns
 */
export function checkReferences(
  yaml: YamlFile,
  contract: Contract,
  known: Known,
  counts: readonly number[],
): readonly Finding[] {
  const places = counts.flatMap((count, column) =>
    Array.from({ length: count }, (_, index) => columnPath(column, 'relationships', index, 'to')),
  );
  return contract.references.flatMap(({ to, toColumn }, index) => {
    const at = places[index] ?? [];
    const target = contractOf(known, to);
    if (target === undefined) {
      if (!datasetMissing(known, to)) return [];
      const siblings = [...known.workspace.contracts.values()].filter(
        ({ agency }) => agency === contract.agency,
      );
      return [
        yaml.finding(at, {
          code: 'unknown_name',
          message: `There is no dataset "${to}".`,
          remedy: suggest(
            to.split('/')[1] ?? '',
            siblings.map(({ dataset }) => dataset),
          ),
        }),
      ];
    }
    const names = target.columns.map(({ name }) => name);
    if (names.includes(toColumn)) return [];
    return [
      yaml.finding(at, {
        code: 'unknown_name',
        message: `${to} has no column "${toColumn}".`,
        remedy: suggest(toColumn, names),
      }),
    ];
  });
}
