import { nearest } from '../did-you-mean.ts';
import type { Finding } from '../finding.ts';
import { COLUMN_PROPERTIES, type ContractDocument, DATASET_PROPERTIES } from '../schemas/contract.ts';
import type { Source } from '../source.ts';
import type { Path } from '../yaml-document.ts';
import { columnPath, customPath } from './column-path.ts';

/** The standard's checks of other engines are accepted, but nobody should believe that they are run. */
export function checkOtherChecks({ yaml, document }: Source<ContractDocument>): readonly Finding[] {
  const table = document.schema[0];
  const lists = [
    { at: ['schema', 0, 'quality'], checks: table?.quality ?? [] },
    ...(table?.properties ?? []).map(({ quality }, index) => ({
      at: columnPath(index, 'quality'),
      checks: quality,
    })),
  ];
  return lists.flatMap(({ at, checks }) =>
    checks.flatMap((check, index) =>
      ('engine' in check && check.engine === 'tributary') || check.type === 'text'
        ? []
        : [
            yaml.finding([...at, index], {
              code: 'not_run',
              severity: 'warning',
              message: 'Tributary does not run this check.',
              remedy:
                'Write it with type: custom, engine: tributary and an expression, or leave it to the engine that runs it.',
            }),
          ],
    ),
  );
}

/** A custom property that we do not know is nobody's business, unless it is nearly one that we do. */
export function checkMisspeltProperties({ yaml, document }: Source<ContractDocument>): readonly Finding[] {
  const table = document.schema[0];
  const lists = [
    {
      at: [] as Path,
      others: document.customProperties.others,
      names: DATASET_PROPERTIES,
      elsewhere: COLUMN_PROPERTIES,
    },
    {
      at: ['schema', 0],
      others: table?.customProperties.others ?? {},
      names: DATASET_PROPERTIES,
      elsewhere: COLUMN_PROPERTIES,
    },
    ...(table?.properties ?? []).map(({ customProperties }, index) => ({
      at: columnPath(index),
      others: customProperties.others,
      names: COLUMN_PROPERTIES,
      elsewhere: DATASET_PROPERTIES,
    })),
  ];
  return lists.flatMap(({ at, others, names, elsewhere }) =>
    Object.keys(others).flatMap((property) => {
      const place = customPath(yaml.value, at, property);
      if (elsewhere.includes(property)) {
        const where = names === COLUMN_PROPERTIES ? 'the document or its schema' : 'a column';
        return [
          yaml.finding(place, {
            code: 'unknown_key',
            message: `"${property}" says nothing here.`,
            remedy: `It belongs to the customProperties of ${where}.`,
          }),
        ];
      }
      const near = nearest(property, names);
      if (near === undefined) return [];
      return [
        yaml.finding(place, {
          code: 'unknown_key',
          severity: 'warning',
          message: `Tributary knows no custom property "${property}".`,
          remedy: `Did you mean "${near}"? If it is meant for another program, all is well.`,
        }),
      ];
    }),
  );
}
